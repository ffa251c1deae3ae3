// Every call's handler, each loaded at its first use: starting the engine, or asking one small thing of it, loads no TensorFlow, sharp or codec.
import type { EngineCallName, EngineHandler, EngineHandlers } from './protocol';

const lazily =
  <K extends EngineCallName>(load: () => Promise<EngineHandler<K>>): EngineHandler<K> =>
  async (input, context) =>
    (await load())(input, context);

export const engineHandlers: EngineHandlers = {
  'device.describe': lazily(async () => (await import('./tensorflow/device')).describeDevice),
  'images.inspect': lazily(async () => (await import('./images/inspect')).inspectImages),
  'masks.read': lazily(async () => (await import('./images/masks')).readMasks),
  'masks.write': lazily(async () => (await import('./images/masks')).writeMasks),
  'images.thumbnail': lazily(async () => (await import('./images/thumbnail')).makeThumbnail),
  'sample.render': lazily(async () => (await import('./sample/handler')).renderSampleFrames),
  'augment.sheet': lazily(async () => (await import('./data/sheet')).augmentSheet),
  'train.run': lazily(async () => (await import('./training/handler')).trainRun),
  'train.control': lazily(async () => (await import('./training/handler')).trainControl),
  'train.yield': lazily(async () => (await import('./training/handler')).trainYield),
  'precision.choose': lazily(async () => (await import('./training/handler')).precisionChoose),
  'predict.frames': lazily(async () => (await import('./prediction/handler')).predictFrames),
  'bench.step': lazily(async () => (await import('./bench/handler')).benchStep),
  'video.write': lazily(async () => (await import('./video/writeVideo')).writeVideo),
  'picture.draw': lazily(async () => (await import('./video/drawPicture')).drawPicture),
  'picture.webp': lazily(async () => (await import('./video/drawPicture')).drawWebp),
  'frames.score': lazily(async () => (await import('./video/drawPicture')).scoreFrames),
  'predictions.mask': lazily(async () => (await import('./video/predictedMask')).predictedMask),
  'overlays.write': lazily(async () => (await import('./video/writeOverlays')).writeOverlays),
  'weights.import': lazily(async () => (await import('./portable/importWeights')).importWeights),
  'model.export': lazily(async () => (await import('./portable/exportModel')).exportModel),
};
