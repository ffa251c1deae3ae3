// The whole contract between renderer and main, and the shape of `window.studio`.
import type { Result } from '../result';
import { app } from './app';
import type { Call, CallInput, CallOutput } from './call';
import type { EventName, EventPayload } from './events';
import { compare } from './compare';
import { frames } from './frames';
import { masks } from './masks';
import { project } from './project';
import { queue } from './queue';
import { runQueue } from './runQueue';
import { runs } from './runs';

export const contract = { app, compare, frames, masks, project, queue, runQueue, runs } as const;
export type Contract = typeof contract;
export type DomainName = keyof Contract;

/** 'masks.save' ... the channel is the same with 'call:' before it. */
export type CallName = { [D in DomainName]: `${D}.${Extract<keyof Contract[D], string>}` }[DomainName];

type Async<C> = C extends Call ? (input: CallInput<C>) => Promise<Result<CallOutput<C>>> : never;

/** `window.studio`: studio.masks.save({...}) -> Result. */
export type StudioApi = { readonly [D in DomainName]: { readonly [N in keyof Contract[D]]: Async<Contract[D][N]> } } & {
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  /** The path of a dropped folder, for frames.droppedImport; empty when there is none. */
  droppedPath(file: unknown): string;
};

export const callChannel = (domain: string, name: string): string => `call:${domain}.${name}`;
export const eventChannel = (name: string): string => `event:${name}`;
