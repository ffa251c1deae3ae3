"""The Keras peer's outputs, loss, gradients and trajectory from given weights on a given batch, for comparison. Float32, without dropout.

Usage: PYTHONPATH=PEERS agree_keras.py FOLDER
FOLDER/job.json: {net, base, size, batch, steps, learningRate, deepSupervision, twoFilterHead}.
Read, raw float32: weights (kernel and bias of each layer, in the order of use), images [batch, size, size, 3] 0..1, targets [batch, size, size, 1] 0 | 1 | 2 (ignored).
Written, raw float32: outputs [heads, batch, size, size, 1] probabilities, gradients (as the weights), losses [steps].
"""
import json, os, pathlib, sys
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, numpy as np, tensorflow as tf
from nets_keras import NETS

folder = pathlib.Path(sys.argv[1])
job = json.loads((folder / "job.json").read_text())
net, size, batch = job["net"], job["size"], job["batch"]
option = {"two_filter_head": job["twoFilterHead"]} if net == "unet" else {"deep_supervision": job["deepSupervision"]}
model = NETS[net](job["base"], size=size, dropout=0.0, **option)


def made(layer):
    """The order in which a layer was made, which is the order of use: Keras numbers their names."""
    return int(layer.name.split("_")[-1]) if "_" in layer.name[len("conv2d"):] else 0


layers = sorted((layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)), key=made)
variables = [variable for layer in layers for variable in (layer.kernel, layer.bias)]
given, at = np.fromfile(folder / "weights", "float32"), 0
for variable in variables:
    count = int(np.prod(variable.shape))
    variable.assign(given[at:at + count].reshape(variable.shape))
    at += count
assert at == len(given), f"{len(given)} weights were given, and the net has {at}"
x = tf.constant(np.fromfile(folder / "images", "float32").reshape(batch, size, size, 3))
y = tf.constant(np.fromfile(folder / "targets", "float32").reshape(batch, size, size, 1))


def outputs():
    found = model(x, training=True)
    return found if isinstance(found, list) else [found]


def loss_of(heads):
    known = tf.cast(y < 2, tf.float32)
    each = [keras.ops.binary_crossentropy(tf.where(y < 2, y, 0.0), head) * known for head in heads]
    return tf.add_n([tf.reduce_sum(one) / tf.maximum(tf.reduce_sum(known), 1) for one in each]) / len(each)


@tf.function  # as train_on_batch computes it
def gradients():
    with tf.GradientTape() as tape:
        loss = loss_of(outputs())
    return loss, tape.gradient(loss, [variable.value for variable in variables])


np.concatenate([np.ravel(head) for head in outputs()]).astype("float32").tofile(folder / "outputs")
np.concatenate([np.ravel(gradient) for gradient in gradients()[1]]).astype("float32").tofile(folder / "gradients")
adam = keras.optimizers.Adam(job["learningRate"])
losses = []
for _ in range(job["steps"]):
    loss, found = gradients()
    adam.apply(found, variables)
    losses.append(float(loss))
np.array(losses, "float32").tofile(folder / "losses")
