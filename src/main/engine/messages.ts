// What main and the engine process say to each other, one frame each (wire.ts).
import type { Result } from '../../shared/result';
import type { EngineCallName } from './protocol';

export type ToEngine =
  | { readonly kind: 'call'; readonly id: number; readonly name: EngineCallName; readonly input: unknown }
  /** The call still answers once: 'cancelled', or its result where it was done already. */
  | { readonly kind: 'cancel'; readonly id: number };

export type FromEngine =
  /** First of all: the process is up. */
  | { readonly kind: 'ready'; readonly pid: number; readonly node: string }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: Result<unknown> };
