# %% table of the notebook before
assert open("table.csv").read() == "name,size\na,1\n"

# %% folder of the notebook before
import json

assert json.load(open("results/first/scores.json"))["best"] == 0.75

# %% array of the notebook before
import numpy as np

assert np.load("arrays.npz")["a"].shape == (2, 3)

# %% pickled answer of the notebook before
import pickle

assert pickle.load(open("model.pkl", "rb"))["weights"] == [1, 2]

# %% tensors of the notebook before
import torch

assert torch.load("model.pt")["weight"].shape == (2,)

# %% database of the notebook before
import sqlite3

assert sqlite3.connect("shared.db").execute("select x from t").fetchall() == [(42,)]

# %% picture of the notebook before
from pathlib import Path

assert Path("plot.png").read_bytes().startswith(b"\x89PNG")

# %% file of the course that the notebook before has changed
from pathlib import Path

assert Path("data/number.txt").read_text() == "43"
assert Path("data/number.txt").write_text("42")
