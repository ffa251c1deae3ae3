// Encodes large masks off the window's thread.
import { encodeRle } from '../../shared/mask/rle';
import type { EncodeAnswer, EncodeRequest } from './encoder';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<EncodeRequest>) => void) | null;
  postMessage(answer: EncodeAnswer, transfer: Transferable[]): void;
};

scope.onmessage = ({ data: { id, map } }) => {
  const rle = encodeRle(map);
  scope.postMessage({ id, rle }, [rle.buffer as ArrayBuffer]);
};
