// How a contract entry is written: data, with its schemas; the types follow.
import type { z } from 'zod';

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly in: I;
  readonly out: O;
}
export const call = <I extends z.ZodType, O extends z.ZodType>(entry: Call<I, O>): Call<I, O> => entry;
export type Domain = Readonly<Record<string, Call>>;
export type CallInput<C extends Call> = z.input<C['in']>;
export type CallOutput<C extends Call> = z.output<C['out']>;
