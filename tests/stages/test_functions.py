"""Functions and classes of the notebook, and modules beside it: defining is nothing, calling counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stage_tables import both_tables, stages_of

PD = """
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
"""
LOOP = (
    PD
    + """
import torch
def train(model, loader, opt):
    for x, y in loader:
        loss = model(x)
        opt.zero_grad()
        loss.backward()
        opt.step()
"""
)

QUIET = [
    (PD, "def load():\n    return pd.read_csv('a')"),
    (PD, "load = lambda: pd.read_csv('a')"),
    (PD, "class A:\n    def load(self):\n        return pd.read_csv('a')"),
    (PD, "class A:\n    def load(self):\n        return pd.read_csv('a')", "A()"),
    (PD, "class A:\n    @property\n    def data(self): return pd.read_csv('a')", "A().dates\nA.data"),
    (PD, "class A:\n    def data(self): return pd.read_csv('a')", "A().data"),
    (
        PD,
        "class A:\n    def __enter__(self): return self\n    def load(self): pd.read_csv('a')",
        "with A(): 1",
    ),
    (PD, "class A:\n    @staticmethod\n    def load(p): pd.read_csv(p)", "A.load"),
    (PD, "def fit(m, X):\n    return m.fit(X)", "fit(StandardScaler(), X)"),
    (PD, "def f():\n    return 1", "f()"),
    (
        PD,
        "class Plot:\n    def fit(self): return self\n    def train(self): return 1",
        "Plot().fit()\nPlot().train()",
    ),
    (PD, "if False:\n    pd.read_csv('a')"),
    (PD, "USE = False", "if USE:\n    pd.read_csv('a')"),
    (PD, "while 0:\n    pd.read_csv('a')"),
    (PD, "def forever():\n    return forever()", "forever()"),
    (LOOP,),
    (PD, "def fit(X, m=StandardScaler()):\n    return m.fit(X)", "fit(X)"),
    (PD, "def look(*, read=len):\n    return read('a')", "look()"),
    ("from ipywidgets import widgets", PD + "@widgets.register\ndef f(n=1):\n    Ridge().fit(X, y)"),
    (
        PD + "from sklearn.base import TransformerMixin",
        "class T(TransformerMixin):\n    def fit(self, X): Ridge().fit(X)",
        "T().fit(X)",
    ),
    (
        PD,
        "def get(url):\n    return requests.get(url)\nimport requests",
        "open('a', 'wb').write(get(u).content)",
    ),
    # what a language model asks for answers a question
    (
        "import requests\ndef get_stock(t):\n    return requests.get('https://x.org/' + t).json()\n"
        "names_to_functions = {'get_stock': get_stock}",
        "for call in answer.tool_calls:\n    out = names_to_functions[call.name](**call.arguments)",
    ),
    (
        "import requests\ndef get_weather(c):\n    return requests.get('https://x.org/' + c).json()\n"
        "def call_function(name, args):\n    if name == 'get_weather':\n        return get_weather(**args)",
        "call_function(name, args)",
    ),
    ("import ray\n@ray.remote\ndef f():\n    return 1", "f.remote()\nf.options(num_cpus=1).remote()"),
    (
        "import ray\nimport pandas as pd\n@ray.remote\ndef f():\n    return pd.read_csv('a.csv')",
        "f.options(num_cpus=1)",
    ),
]
FIRES = [
    ("load", PD, "class A:\n    @property\n    def data(self): return pd.read_csv('a')", "A().data.head()"),
    (
        "load",
        PD,
        "class A:\n    @cached_property\n    def data(self): return pd.read_csv('a')",
        "a = A()\nx = a.data",
    ),
    (
        "load",
        PD,
        "class A:\n    @staticmethod\n    def load(p): return pd.read_csv(p)",
        "A.load('a')\nA().load('a')",
    ),
    (
        "load",
        PD,
        "class A:\n    @classmethod\n    def of(cls, p): cls().get(p)\n    def get(self, p): pd.read_csv(p)",
        "A.of('a')",
    ),
    ("load", PD, "class A:\n    def __post_init__(self): self.df = pd.read_csv(self.path)", "A('a')"),
    ("load", PD, "class A:\n    def __enter__(self): self.df = pd.read_csv('a')", "with A() as a: a"),
    ("load", PD, "class A:\n    def __getitem__(self, key): return pd.read_csv(key)", "A()['a']"),
    ("train", PD, "class A:\n    @staticmethod\n    def go(m, x): m.fit(x)", "A.go(Ridge(), x)"),
    (
        "train",
        PD + "from sklearn.base import TransformerMixin",
        "class T(TransformerMixin):\n    def fit(self, X):\n        self.m = Ridge().fit(X)\n"
        "    def predict(self, X): return self.m.predict(X)",
        "T().fit(X)",
    ),
    (
        "load",
        PD + "path = 'config.txt'\ndef look():\n    return open(path).read()",
        "look()\nlook()\npath = 'train.csv'\nlook()",
    ),
    (
        "load",
        PD,
        "".join(f"def f{n + 1}(): return f{n}()\n" for n in range(20)),
        "def f0(): return pd.read_csv(p)",
        "f20()",
    ),
    (
        "train",
        PD,
        "def each(X, models=[StandardScaler(), Ridge()]):\n    for m in models: m.fit(X, y)",
        "each(X)",
    ),
    ("load", PD, "def look(*, read=pd.read_csv):\n    return read('a')", "look()"),
    ("load", PD, "def frame(): return pd.read_csv('a')", "estimator.evaluate(input_fn=frame)"),
    ("load", PD, "look = lambda path, read=pd.read_csv: read(path)", "look('a')"),
    ("train", PD + "from ipywidgets import interact", "@interact\ndef f(n=[1, 2]):\n    Ridge(n).fit(X, y)"),
    ("train", PD + "import ipywidgets as w", "@w.interact(n=(1, 9))\ndef f(n):\n    Ridge(n).fit(X, y)"),
    ("load", PD, "def load():\n    return pd.read_csv('a')", "load()"),
    ("load", PD, "def a():\n    return pd.read_csv('a')\ndef b(): return a()\ndef c(): return b()", "c()"),
    ("load", PD, "def one(path):\n    return pd.read_csv(path)", "series.apply(one)"),
    ("load", PD, "async def one():\n    return pd.read_csv('a')", "await one()"),
    ("load", PD, "class A:\n    def __init__(self):\n        self.df = pd.read_csv('a')", "A()"),
    ("load", PD, "class A:\n    def load(self):\n        return pd.read_csv('a')", "a = A()\na.load()"),
    (
        "load",
        PD,
        "class A:\n    def load(self):\n        return pd.read_csv('a')\nclass B(A): pass",
        "B().load()",
    ),
    (
        "load",
        PD,
        "from functools import lru_cache\n@lru_cache\ndef load():\n    return pd.read_csv('a')",
        "load()",
    ),
    ("load", PD, "DEBUG = True", "if DEBUG:\n    pd.read_csv('a')"),
    ("load", PD, "if __name__ == '__main__':\n    pd.read_csv('a')"),
    ("train", PD, "def fit(m, X):\n    return m.fit(X)", "fit(Ridge(), X)"),
    ("train", PD, "def build():\n    return Ridge()", "build().fit(X, y)"),
    (
        "train",
        PD,
        "class A:\n    def __init__(self): self.m = Ridge()\n    def go(self): self.m.fit(X, y)",
        "A().go()",
    ),
    ("train", PD, "f = lambda d: Ridge().fit(d, y)", "f(df)"),
    (
        "load",
        PD,
        "class A:\n    def __call__(self): return pd.read_csv('a')\nclass B: pass",
        "b = B()\nb.a = A()\nb.a()",
    ),
    (
        "train",
        "def train_regression(X, y):\n    return np.linalg.inv(X.T @ X) @ X.T @ y",
        "train_regression(X, y)",
    ),
    ("train", LOOP, "train(model, loader, torch.optim.SGD(model.parameters(), 1))"),
    ("train", LOOP, "from accelerate import notebook_launcher\nnotebook_launcher(train, num_processes=2)"),
    (
        "train",
        "class Perceptron:\n    def fit(self, X, y):\n        for x in X:\n            self.w = x\n",
        "Perceptron().fit(X, y)",
    ),
    (
        "load",
        "import ray\nimport pandas as pd\n@ray.remote\ndef f():\n    return pd.read_csv('a.csv')",
        "f.remote()",
    ),
    (
        "load",
        "import pandas as pd\n@ray.remote\ndef f():\n    return pd.read_csv('a.csv')",
        "f.options(num_cpus=1).remote()",
    ),
    (
        "load",
        "from datasets import load_dataset\n@step\ndef loader():\n    return load_dataset('a')",
        "d = loader.entrypoint()",
    ),
    (
        "load",
        PD,
        "class Rows:\n    def __iter__(self):\n        for p in paths:\n            yield pd.read_csv(p)",
        "for row in Rows():\n    pass",
    ),
    (
        "load",
        "import requests\ndef get_stock(t):\n    return requests.get('https://x.org/' + t).json()",
        "get_stock('ACME')",
    ),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)


def test_a_module_beside_the_notebook_is_read(tmp_path: Path) -> None:
    package = tmp_path / "src"
    package.mkdir()
    (package / "helpers.py").write_text(
        "import pandas as pd\ndef shape(p):\n    return pd.read_csv(p).shape\n"
    )
    cell = "from src.helpers import shape"
    assert stages_of(cell, folder=tmp_path) == set()
    assert stages_of(cell, "shape('a')", folder=tmp_path) == {"load"}
    assert stages_of(cell, "shape('a')") == set()


def test_a_module_with_a_telling_name_that_does_nothing_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "utils.py").write_text("def train_model():\n    return 'a plan'\n")
    assert stages_of("from utils import train_model\ntrain_model()", folder=tmp_path) == set()


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import b\ndef f():\n    return b.g()\n")
    (tmp_path / "b.py").write_text("import a\ndef g():\n    return a.f()\n")
    assert stages_of("import a", "a.f()", folder=tmp_path) == set()


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "notebooks"
    inner.mkdir()
    (tmp_path / "job.py").write_text("import pandas as pd\npd.read_csv('a')\n")
    assert stages_of("%run ../job.py", folder=inner) == set()


def test_links_are_followed_inside_the_project(tmp_path: Path) -> None:
    project, notebooks = tmp_path / "project", tmp_path / "project" / "notebooks"
    notebooks.mkdir(parents=True)
    for folder in (project, tmp_path):
        (folder / "job.py").write_text("import pandas\npandas.read_csv('a')\n")
    (notebooks / "ours.py").symlink_to("../job.py")
    (notebooks / "theirs.py").symlink_to("../../job.py")
    assert stages_of("import ours", folder=notebooks, root=project) == {"load"}
    assert stages_of("import ours", folder=notebooks) == set()
    assert stages_of("import theirs", folder=notebooks, root=project) == set()
    assert stages_of("%run theirs.py", folder=notebooks, root=project) == set()


def test_a_pipe_is_no_module(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "job.py")
    (tmp_path / "device.py").symlink_to("/dev/zero")
    assert stages_of("import job, device", "%run job.py", folder=tmp_path) == set()


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "job.py").write_text("import pandas\npandas.read_csv('a')\n")
    read = []
    opened = os.open
    monkeypatch.setattr(os, "open", lambda path, *how: read.append(str(path)) or opened(path, *how))
    cells = ["import job", "%run job.py", "!python job.py", "from job import x\n%run -i job.py"] * 4
    assert stages_of(*cells, folder=tmp_path) == {"load"}
    assert [path for path in read if "job" in path] == [str(tmp_path / "job.py")]
