# %% table for the next notebook
from pathlib import Path

assert Path("table.csv").write_text("name,size\na,1\n")

# %% folder for the next notebook
import json
from pathlib import Path

Path("results/first").mkdir(parents=True)
Path("results/first/scores.json").write_text(json.dumps({"best": 0.75}))
assert Path("results/first/scores.json").exists()

# %% array for the next notebook
import numpy as np

np.savez("arrays.npz", a=np.arange(6).reshape(2, 3))
assert np.load("arrays.npz")["a"].sum() == 15

# %% pickled answer for the next notebook
import pickle

with open("model.pkl", "wb") as file:
    pickle.dump({"weights": [1, 2]}, file)
assert pickle.load(open("model.pkl", "rb"))["weights"] == [1, 2]

# %% tensors for the next notebook
import torch

torch.save({"weight": torch.ones(2)}, "model.pt")
assert torch.load("model.pt")["weight"].sum() == 2

# %% database for the next notebook
import sqlite3

with sqlite3.connect("shared.db") as connection:
    connection.execute("create table t (x)")
    connection.execute("insert into t values (42)")
connection.close()

# %% picture for the next notebook
from pathlib import Path

import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.savefig("plot.png")
plt.close()
assert Path("plot.png").stat().st_size > 1000

# %% changing a file that the course ships
from pathlib import Path

assert Path("data/number.txt").read_text() == "42"
assert Path("data/number.txt").write_text("43")
