// Reads the pixels of large pictures off the window's thread.
import { readHere, type ReadAnswer, type ReadRequest } from './imagePixels';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ReadRequest>) => void) | null;
  postMessage(answer: ReadAnswer, transfer: Transferable[]): void;
};

scope.onmessage = ({ data: { id, picture, width, height } }) => {
  try {
    const data = readHere(new OffscreenCanvas(width, height), picture);
    scope.postMessage({ id, data }, [data.buffer]);
  } catch {
    scope.postMessage({ id, data: null }, []);
  } finally {
    picture.close();
  }
};
