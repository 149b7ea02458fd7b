"""Writes autoencoder.h5, five model files that must be refused, standard.json, minmax.json, robust.json and expected.json beside itself.

The model file is laid out as Keras 2 writes a sequential LSTM autoencoder; the expected reconstruction is computed here in
float64 from Keras' own formulas and gate order, without Keras and without any of Millrace's code:

    python3 make_autoencoder.py            # needs numpy and h5py (Debian: python3-h5py)
"""

import copy
import json
import pathlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
STEPS, FEATURES, ENCODED, DECODED, WINDOWS = 12, 3, 6, 5, 4
SENSORS = ["temperature", "pressure", "vibration"]

random = np.random.default_rng(20260301)


def lstm_weights(inputs, units):
    """Kernel, recurrent kernel and bias with the gates in Keras' order i, f, c, o."""
    return (
        random.normal(0, 0.5, (inputs, 4 * units)).astype(np.float32),
        random.normal(0, 0.5, (units, 4 * units)).astype(np.float32),
        random.normal(0, 0.5, 4 * units).astype(np.float32),
    )


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(sequence, kernel, recurrent, bias):
    """keras.layers.LSTM with tanh and sigmoid: outputs of all steps, [steps, units]."""
    units = recurrent.shape[0]
    h, c, outputs = np.zeros(units), np.zeros(units), []
    for x in sequence:
        z = x @ kernel.astype(float) + h @ recurrent.astype(float) + bias.astype(float)
        i, f, g, o = z[:units], z[units : 2 * units], z[2 * units : 3 * units], z[3 * units :]
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.array(outputs)


def write(group, layer, cell, arrays):
    """A layer's group as Keras lays it out: NAME/NAME/CELL/WEIGHT:0, and their paths as an attribute."""
    names = [f"{layer}/{cell}{name}:0" for name, _ in arrays]
    own = group.create_group(layer)
    own.attrs["weight_names"] = np.array([name.encode() for name in names])
    for name, (_, values) in zip(names, arrays):
        own.create_dataset(name, data=values)


def lstm_config(name, units, sequences):
    return {
        "class_name": "LSTM",
        "config": {
            "name": name,
            "trainable": True,
            "dtype": "float32",
            "return_sequences": sequences,
            "return_state": False,
            "go_backwards": False,
            "stateful": False,
            "unroll": False,
            "time_major": False,
            "units": units,
            "activation": "tanh",
            "recurrent_activation": "sigmoid",
            "use_bias": True,
            "unit_forget_bias": True,
            "dropout": 0.0,
            "recurrent_dropout": 0.0,
            "implementation": 2,
        },
    }


encoder = lstm_weights(FEATURES, ENCODED)
decoder = lstm_weights(ENCODED, DECODED)
dense = (
    random.normal(0, 0.5, (DECODED, FEATURES)).astype(np.float32),
    random.normal(0, 0.5, FEATURES).astype(np.float32),
)

config = {
    "class_name": "Sequential",
    "config": {
        "name": "sequential",
        "layers": [
            {
                "class_name": "InputLayer",
                "config": {"name": "lstm_input", "batch_input_shape": [None, STEPS, FEATURES], "dtype": "float32"},
            },
            lstm_config("lstm", ENCODED, False),
            {"class_name": "RepeatVector", "config": {"name": "repeat_vector", "n": STEPS}},
            lstm_config("lstm_1", DECODED, True),
            {
                "class_name": "TimeDistributed",
                "config": {
                    "name": "time_distributed",
                    "layer": {
                        "class_name": "Dense",
                        "config": {"name": "dense", "units": FEATURES, "activation": "linear", "use_bias": True},
                    },
                },
            },
        ],
    },
}

def save(name, model, encoder):
    with h5py.File(HERE / name, "w") as file:
        file.attrs["backend"] = "tensorflow"
        file.attrs["keras_version"] = "2.11.0"
        if model is not None:
            file.attrs["model_config"] = json.dumps(model)
        weights = file.create_group("model_weights")
        weights.attrs["layer_names"] = np.array([b"lstm", b"repeat_vector", b"lstm_1", b"time_distributed"])
        gates = ("kernel", "recurrent_kernel", "bias")
        write(weights, "lstm", "lstm_cell/", list(zip(gates, encoder)))
        write(weights, "repeat_vector", "", [])
        write(weights, "lstm_1", "lstm_cell_1/", list(zip(gates, decoder)))
        write(weights, "time_distributed", "", list(zip(("kernel", "bias"), dense)))


def changed(place, **settings):
    """The configuration with other settings of one layer."""
    other = copy.deepcopy(config)
    layer = other["config"]["layers"][place]
    layer["class_name"] = settings.pop("class_name", layer["class_name"])
    layer["config"].update(settings)
    return other


save("autoencoder.h5", config, encoder)

# what must be refused
save("weights_only.h5", None, encoder)
save("gru.h5", changed(1, class_name="GRU", name="gru"), encoder)
save("hard_sigmoid.h5", changed(3, recurrent_activation="hard_sigmoid"), encoder)
save("wrong_shape.h5", config, (encoder[0], encoder[1][:, :-4], encoder[2]))
save("not_finite.h5", config, (encoder[0], encoder[1], np.where(encoder[2] > 0.9, np.nan, encoder[2])))

# raw rows about 60 °C, 4 bar and 2 mm/s, as a scaler of scikit-learn would have been fitted on them
rows = np.array([60.0, 4.0, 2.0]) + np.array([5.0, 0.5, 0.25]) * random.normal(0, 1, (STEPS + WINDOWS - 1, FEATURES))
standard = {"mean_": rows.mean(0).tolist(), "scale_": rows.std(0).tolist(), "feature_names_in_": SENSORS}
low, high = rows.min(0), rows.max(0)
minmax = {
    "feature_range": [-1, 1],
    "scale_": (2 / (high - low)).tolist(),
    "min_": (-1 - low * 2 / (high - low)).tolist(),
    "data_min_": low.tolist(),
    "data_max_": high.tolist(),
}
quartiles = np.percentile(rows, [25, 50, 75], axis=0)
robust = {"center_": quartiles[1].tolist(), "scale_": (quartiles[2] - quartiles[0]).tolist()}
scaled = {
    "standard": (rows - standard["mean_"]) / standard["scale_"],
    "minmax": rows * minmax["scale_"] + minmax["min_"],
    "robust": (rows - robust["center_"]) / robust["scale_"],
}


def reconstruct(window):
    code = lstm(window, *encoder)[-1]
    outputs = lstm(np.repeat(code[None], STEPS, 0), *decoder)
    return outputs @ dense[0].astype(float) + dense[1].astype(float)


expected = {"rows": rows.tolist()}
for name, values in scaled.items():
    windows = [values[n : n + STEPS] for n in range(WINDOWS)]
    reconstructions = [reconstruct(window) for window in windows]
    expected[name] = {
        "scaled": values.tolist(),
        "reconstructions": [one.tolist() for one in reconstructions],
        "meanSquaredErrors": [float(((w - r) ** 2).mean()) for w, r in zip(windows, reconstructions)],
    }
for name, content in {"standard": standard, "minmax": minmax, "robust": robust, "expected": expected}.items():
    (HERE / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
