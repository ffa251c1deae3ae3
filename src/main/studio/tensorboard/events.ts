// TensorBoard's event files as bytes: TFRecord framing around protobuf Event messages (tensorflow/core/util/event.proto, framework/summary.proto).
import { bytes, float, int, message } from '../../engine/tensorflow/graph/protobuf';
import { maskedCrc32c } from './crc32c';

/** A scalar of a step; not finite numbers are drawn by TensorBoard as such. */
export interface Scalar {
  readonly tag: string;
  readonly value: number;
}

const WALL_TIME = 1;
const STEP = 2;
const FILE_VERSION = 3;
const SUMMARY = 5;
const SESSION_LOG = 7;
/** SessionLog.SessionStatus.START */
const START = 1;

/** What every event file begins with: readers tell by it how restarts are told. `wallTime`: seconds since 1970, as everywhere here. */
export const fileVersion = (wallTime: number): Buffer => record(message([time(wallTime), bytes(FILE_VERSION, 'brain.Event:2')]));

/** The log goes on at `step`: TensorBoard forgets what earlier files say of this step and of later ones, since that training was lost. */
export const sessionStart = (wallTime: number, step: number): Buffer =>
  record(message([time(wallTime), int(STEP, step), bytes(SESSION_LOG, int(1, START))]));

/** All scalars of a step as one event. Values are stored as 32-bit floats: that is the format's. */
export const scalars = (wallTime: number, step: number, values: readonly Scalar[]): Buffer =>
  record(
    message([
      time(wallTime),
      int(STEP, step),
      bytes(SUMMARY, message(values.map(({ tag, value }) => bytes(1, message([bytes(1, tag), float(2, value)]))))),
    ]),
  );

/** A double field. */
function time(seconds: number): Buffer {
  const body = Buffer.alloc(9);
  body[0] = (WALL_TIME << 3) | 1;
  body.writeDoubleLE(seconds, 1);
  return body;
}

/** TFRecord: length (uint64), its masked CRC-32C, the data, its masked CRC-32C; all little-endian. */
function record(data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(data.length, 0);
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc32c(data), 0);
  return Buffer.concat([head, data, tail]);
}
