// What the exporters share: names that every format takes, and floats as bytes.
import type { Step } from './traced';

/** 'down1.conv1' -> 'down1_conv1'. */
export const nodeName = (step: Pick<Step, 'name'>): string => step.name.replaceAll('.', '_');

/** The same memory, little endian on every machine that the studio runs on. */
export const rawFloats = (values: Float32Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
