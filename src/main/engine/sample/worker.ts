// A worker thread that draws frames of the sample drive: each depends on its index and the seed alone. Built as out/main/scene.js.
import { parentPort } from 'node:worker_threads';
import { renderScene } from './scene';

export interface SceneRequest {
  readonly index: number;
  readonly seed: number;
}

parentPort?.on('message', ({ index, seed }: SceneRequest) => {
  const { rgb, mask } = renderScene(index, seed);
  const scene = { index, rgb: rgb.slice(), mask: { ...mask, data: mask.data.slice() } };
  parentPort?.postMessage(scene, [scene.rgb.buffer, scene.mask.data.buffer]);
});
