"""Names: imports, aliases, re-assignment, star imports, across cells in order."""

from __future__ import annotations

from nbready.stages import Detector
from stage_tables import both_tables

QUIET = [
    ("import pandas as pd",),
    ("import pandas as pd", "pd.read_csv"),
    ("import pandas as pd", "help(pd.read_csv)"),
    ("import pandas as pd", "reader = pd.read_csv"),
    ("def read_csv(text): return text.split(',')", "read_csv('a,b')"),
    ("import pandas as pd\nclass pd:\n    read_csv = staticmethod(str)", "pd.read_csv('x')"),
    ("from re import compile\ncompile('x')",),
    ("import json", "settings = json.load(open('config.json'))"),
    ("from sklearn.datasets import make_blobs\nmake_blobs()",),
    ("from helpers import load_config, load_model, plot_data\nload_config(); load_model(); plot_data()",),
    ("from catboost.datasets import *\nprint(len([1]))\nwhatever()",),
    ("load_data = [1, 2]\nprint(load_data)",),
]
FIRES = [
    ("load", "import pandas as p\np.read_csv('a')"),
    ("load", "from pandas import read_csv as rc", "rc('a')"),
    ("load", "import pandas as pd", "r = pd.read_csv", "r('a')"),
    ("load", "import importlib\npd = importlib.import_module('pandas')\npd.read_csv('a')"),
    ("load", "import pandas as pd\ngetattr(pd, 'read_csv')('a')"),
    ("load", "from pandas.io.parsers import read_csv\nread_csv('a')"),
    ("load", "from sklearn.datasets import *\nload_iris()"),
    ("load", "from catboost.datasets import *\ntitanic()"),
    ("load", "df = pd.read_csv('used before any visible import')"),
    ("load", "import pandas as pd\nframes = list(map(pd.read_csv, paths))"),
    (
        "load",
        "from functools import partial\nimport pandas as pd\nread = partial(pd.read_csv, sep=';')\nread('a')",
    ),
    ("load", "import tensorflow as tf\ntf.compat.v1.keras.datasets.mnist.load_data()"),
    ("load", "from utils import load_data\nload_data()"),
    ("train", "from utils import train_model\ntrain_model(df)"),
    ("train", "import sklearn.linear_model as lm\nlm.Ridge().fit(X, y)"),
    (
        "train",
        "from sklearn.cross_validation import cross_val_score\ncross_val_score(m, X)",
    ),
    ("deploy", "import mlflow\nmlflow.register_model('runs:/1/m', 'm')"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)


def test_star_imports_are_remembered_up_to_a_number() -> None:
    stars = "\n".join(f"from m{n} import *" for n in range(500))
    detector = Detector()
    detector.read(f"from pandas import *\n{stars}")
    assert len(detector._state.scope.starred) == 40
    assert detector._state.scope.starred[-1] == "m499"
    detector.read("from pandas import *\nfrom m499 import *\nfrom pandas import *")
    assert detector._state.scope.starred[-1] == "pandas"
    assert detector._state.scope.starred.count("pandas") == 1
