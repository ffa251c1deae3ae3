// Makes small label maps of mask versions off the window's thread.
import { decodeRle } from '../../shared/mask/rle';

export interface ThumbnailRequest {
  readonly id: number;
  readonly rle: Uint8Array;
  readonly width: number;
}
/** `labels` [height*width]; empty where the mask could not be read. */
export interface ThumbnailAnswer {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly labels: Uint8Array;
}

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ThumbnailRequest>) => void) | null;
  postMessage(answer: ThumbnailAnswer, transfer: Transferable[]): void;
};

scope.onmessage = ({ data: { id, rle, width } }) => {
  const answer = small(rle, width);
  scope.postMessage({ id, ...answer }, [answer.labels.buffer as ArrayBuffer]);
};

function small(rle: Uint8Array, width: number): Omit<ThumbnailAnswer, 'id'> {
  try {
    const map = decodeRle(rle);
    const height = Math.max(1, Math.round((map.height * width) / map.width));
    const labels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
      for (let x = 0; x < width; x++) labels[y * width + x] = map.data[row + Math.floor(((x + 0.5) * map.width) / width)]!;
    }
    return { width, height, labels };
  } catch {
    return { width, height: 1, labels: new Uint8Array(0) };
  }
}
