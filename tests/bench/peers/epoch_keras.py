"""Seconds of an epoch of the Keras peer on KITTI road, augmentation and all: what its train_keras.py does, without the scoring.

Usage: PYTHONPATH=PEERS epoch_keras.py DATA BASE BATCH EPOCHS [float32|bfloat16] [ASPECT]
DATA holds training/ and splits/train.txt. The first epoch warms up; of the others the medians are printed.
"""
import os, pathlib, resource, statistics, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import cv2, keras, numpy as np, tensorflow as tf
from nets_keras import NETS

data, base, batch, epochs = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5])
precision = sys.argv[5] if len(sys.argv) > 5 else "float32"
aspect = float(sys.argv[6]) if len(sys.argv) > 6 else 370 / 1242
keras.utils.set_random_seed(1)
rng = np.random.default_rng(1)
keras.mixed_precision.set_global_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")


def read(name):
    name = name if name.endswith(".png") else name + ".png"
    image = cv2.cvtColor(cv2.imread(str(data / "training" / "image_2" / name)), cv2.COLOR_BGR2RGB)
    return image, cv2.imread(str(data / "training" / "semantic" / name), cv2.IMREAD_GRAYSCALE)


def augmented(image, mask):
    if rng.random() < 0.5:
        image, mask = image[:, ::-1], mask[:, ::-1]
    if rng.random() < 0.5:
        h = min(int(rng.integers(300, 371)), image.shape[0])
        w = min(int(h * aspect), image.shape[1])
        y, x = int(rng.integers(0, image.shape[0] - h + 1)), int(rng.integers(0, image.shape[1] - w + 1))
        image, mask = image[y:y + h, x:x + w], mask[y:y + h, x:x + w]
    image, mask = np.ascontiguousarray(image), np.ascontiguousarray(mask)
    return cv2.resize(image, (224, 224)), cv2.resize(mask, (224, 224), interpolation=cv2.INTER_NEAREST)


def masked_bce(y_true, y_pred):
    known = tf.cast(y_true < 2, tf.float32)
    bce = keras.ops.binary_crossentropy(tf.where(y_true < 2, y_true, 0.0), y_pred)
    return tf.reduce_sum(bce * known) / tf.maximum(tf.reduce_sum(known), 1)


frames = [read(name) for name in (data / "splits" / "train.txt").read_text().split()]
model = NETS["unet"](base)
model.compile(keras.optimizers.Adam(1e-4), masked_bce)
seconds, steps = [], []
for epoch in range(epochs):
    begun, order, times = time.perf_counter(), rng.permutation(len(frames)), []
    for k in range(0, len(order), batch):
        pairs = [augmented(*frames[i]) for i in order[k:k + batch]]
        x = np.stack([image for image, _ in pairs]).astype("float32") / 255
        mask = np.stack([mask for _, mask in pairs])[..., None]
        y = np.where(mask == 255, 2, mask == 7).astype("float32")
        start = time.perf_counter()
        float(model.train_on_batch(x, y))
        times.append(time.perf_counter() - start)
    if epoch > 0:
        seconds.append(time.perf_counter() - begun)
        steps.append(statistics.median(times))
print(f"keras unet {precision} base={base} batch={batch} frames={len(frames)} epoch={statistics.median(seconds):.4f}s "
      f"step={statistics.median(steps):.4f}s peakMB={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}")
