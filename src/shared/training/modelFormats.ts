// The formats that a model can be exported in.
export const MODEL_FORMATS = [
  { value: 'onnx', title: 'ONNX', extension: 'onnx', sentence: 'One file for ONNX Runtime, OpenCV, TensorRT and most other runtimes.' },
  {
    value: 'savedmodel',
    title: 'SavedModel',
    extension: null,
    sentence: 'A folder for TensorFlow: tf.saved_model.load, TensorFlow Serving.',
  },
  { value: 'tfjs', title: 'TensorFlow.js', extension: null, sentence: 'A folder for the browser and Node: tf.loadLayersModel.' },
  { value: 'keras', title: 'Keras', extension: 'h5', sentence: 'One .h5 file for keras.models.load_model, to go on training in Python.' },
] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number]['value'];
export const MODEL_FORMAT_NAMES = MODEL_FORMATS.map(({ value }) => value) as [ModelFormat, ...ModelFormat[]];
export const modelFormat = (value: ModelFormat): (typeof MODEL_FORMATS)[number] => MODEL_FORMATS.find((format) => format.value === value)!;
