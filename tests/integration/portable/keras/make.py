"""Makes the files beside this one: the peers' reference nets (base 2, 32x32, random weights and biases) as Keras 2 and Keras 3 save them, and what they answer.

    python make.py PATH_OF_nets_keras.py     with keras 3, tf_keras (Keras 2), h5py and numpy; never needed by the tests

Weights are rounded, so that the files shrink when packed. The image is a formula, which the test repeats.
"""
import gzip, json, os, sys, tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

SIZE, HERE = 32, os.path.dirname(os.path.abspath(__file__))
CASES = [  # file, Keras, net, options, how it is saved, models made before it in the same session
    ("unet-two-filter.k3.h5", 3, "unet", {"two_filter_head": True}, "save", 0),
    ("unet.k2.weights.h5", 2, "unet", {"two_filter_head": False}, "save_weights", 2),
    ("unetpp.k2.h5", 2, "unet_plus_plus", {"deep_supervision": False}, "save", 1),
    ("unetpp-deep.k3.weights.h5", 3, "unet_plus_plus", {"deep_supervision": True}, "save_weights", 1),
]


def nets_of(source, version):
    if version == 2:
        import tf_keras as keras
    else:
        import keras
    space = {}
    text = open(source).read()
    sys.modules["keras"], before = keras, sys.modules.get("keras")
    exec(compile(text, source, "exec"), space)
    if before is not None:
        sys.modules["keras"] = before
    return space


def spread_out(model, image):
    """Scales the heads, so that the answers differ from pixel to pixel: a mistake must show in them."""
    outputs = model.predict(image, verbose=0)
    for tensor, output in zip(model.outputs, outputs if isinstance(outputs, list) else [outputs]):
        logits = np.log(output / (1 - output))
        layer = tensor._keras_history[0]
        kernel, bias = layer.get_weights()
        factor = 1.5 / logits.std()
        layer.set_weights([kernel * factor, bias * factor - logits.mean() * factor])


def main(source):
    i = np.arange(SIZE * SIZE * 3)
    image = ((i * 31 + (i // 96) * 17 + (i * i) % 101) % 256 / 255).astype("float32").reshape(1, SIZE, SIZE, 3)
    truth = {}
    for name, version, net, options, way, before in CASES:
        nets = nets_of(source, version)
        for _ in range(before):
            nets[net](2, SIZE, **options)
        model = nets[net](2, SIZE, **options)
        random = np.random.default_rng(len(name))
        weights = []
        for w in model.get_weights():
            fan_in = np.prod(w.shape[:-1]) if w.ndim == 4 else 1
            scale = np.sqrt(2 / fan_in) if w.ndim == 4 else 0.1
            weights.append((np.round(random.normal(size=w.shape) * scale * 32) / 32).astype("float32"))
        model.set_weights(weights)
        spread_out(model, image)
        outputs = model.predict(image, verbose=0)
        last = outputs[-1] if isinstance(outputs, list) else outputs
        print(name, "answers", float(last.min()), "to", float(last.max()), "spread", float(last.std()))
        truth[name] = [round(float(v), 6) for v in last.ravel()]
        with tempfile.TemporaryDirectory() as folder:
            # Keras 2 takes the old layout from any other name.
            file = os.path.join(folder, "f.h5" if version == 2 else name)
            getattr(model, way)(file)
            data = open(file, "rb").read()
        with open(os.path.join(HERE, name + ".gz"), "wb") as out:
            out.write(gzip.compress(data, 9, mtime=0))
    with open(os.path.join(HERE, "truth.json.gz"), "wb") as out:
        out.write(gzip.compress(json.dumps(truth).encode(), 9, mtime=0))


main(sys.argv[1])
