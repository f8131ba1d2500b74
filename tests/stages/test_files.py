"""Reading files and the web: data, not configurations, models and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage_tables import all_stages_of, both_tables

from nbready.stages import Catalogue, detect_stages

PRE = """
import csv, json, pickle, joblib, requests
from io import BytesIO
from PIL import Image
import numpy as np
"""

SQL = "import sqlalchemy as sa\ncon = sa.create_engine('sqlite://').connect()"

QUIET = [
    (PRE, "cfg = json.load(open('config.json'))"),
    (PRE, "params = json.load(open('params.json'))"),
    (PRE, "css = open('style.css').read()"),
    (PRE, "open('out.csv', 'w').write('a')"),
    (PRE, "with open('log.txt', mode='a') as f:\n    f.write('x')"),
    (PRE, "with open('model.pkl', 'rb') as f:\n    clf = pickle.load(f)"),
    (PRE, "scaler = joblib.load('scaler.joblib')"),
    (PRE, "with open('dv.bin', 'rb') as f:\n    dv, model = pickle.load(f)"),
    (PRE, "Image.open('logo.png')"),
    (PRE, "img = Image.open(requests.get(url, stream=True).raw)"),
    (PRE, "img = Image.open(BytesIO(requests.get(url).content))"),
    (PRE, "requests.post(url, json={}).json()"),
    (PRE, "requests.get('http://localhost:8000/health')"),
    (PRE, "for line in open('requirements.txt'):\n    print(line)"),
    (PRE, "with open(path, 'w') as f:\n    for line in f: pass"),
    (PRE, "with open(path) as f:\n    for key in f: pass"),
    (PRE, "with open(glove_file) as f:\n    index = [line.split() for line in f]"),
    (PRE, "Image.open('https://example.org/datasets/cat.png')\nImage.open('data/portrait.png')"),
    (PRE, "with open('train.py') as f:\n    print(f.read())"),
    ("import torch", "state = torch.load('model.pt')"),
    (
        "import gzip, shutil",
        "with gzip.open('d.csv.gz') as f, open('d.csv', 'wb') as out:\n    shutil.copyfileobj(f, out)",
    ),
    (PRE, "from urllib.request import urlopen\ndata = json.load(urlopen('http://localhost:4040/api'))"),
    ("from catboost import *\nfrom catboost.datasets import *", "pool = Pool(X, y)"),
    ("import scipy as sp", "sp.median(x), sp.mean(x)"),
    ("import sqlite3\ncon = sqlite3.connect('a')", "con.execute('create table t (a int)')"),
    (SQL, "con.execute(sa.insert(people).values(name='Ada'))"),
    (SQL, "people = sa.Table('people', sa.MetaData())", "con.execute(people.delete().where(old))"),
]
FIRES = [
    ("load", "import gzip, json", "with gzip.open('d.json.gz') as f:\n    data = json.load(f)"),
    ("train", "import scipy", "scipy.cluster.hierarchy.median(x)"),
    ("deploy", "from huggingface_hub import Repository", "repo = Repository('m')\nrepo.git_push()"),
    ("load", PRE, "with open('train.csv') as f:\n    rows = list(f)"),
    ("load", PRE, "rows = list(csv.reader(open('d.csv')))"),
    ("load", PRE, "recs = [json.loads(l) for l in open('reviews.jsonl')]"),
    ("load", PRE, "with open(path) as f:\n    text = f.read()"),
    ("load", PRE, "df = pickle.load(open('train_df.pkl', 'rb'))"),
    ("load", PRE, "with open(os.path.join(folder, name), 'rb') as f:\n    extended_df = pickle.load(f)"),
    ("load", PRE, "for name in names:\n    with open(name) as f:\n        docs.append(f.read())"),
    (
        "load",
        PRE,
        "def rows_of(p):\n    file = open(p)\n    return [row.split(',') for row in file]\nrows_of(p)",
    ),
    ("load", PRE, "with open(path) as f:\n    for line in f:\n        known.append(line.split())"),
    ("load", PRE, "cat = Image.open('datasets/cat.png')"),
    ("load", PRE, "Image.open('../input/train/LAG/img_01512.jpg')"),
    ("load", PRE, "pictures = [Image.open(p) for p in paths]"),
    ("load", PRE, "data = requests.get('https://api.example.org/items').json()"),
    ("load", PRE, "a = np.load('features.npy')"),
    ("load", "import sqlite3\ncon = sqlite3.connect('a')", "con.execute('select a from t').fetchall()"),
    ("load", SQL, "con.execute(sa.select(people)).fetchall()"),
    ("load", "import sqlite3\nq = 'select a from t'", "sqlite3.connect('a').execute(q)"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)


def test_what_a_request_brings_to_disk_is_a_download() -> None:
    assert all_stages_of(PRE, "open('d.zip', 'wb').write(requests.get(url).content)") == {"download"}


@pytest.mark.parametrize(
    "code",
    [
        "from lake import fetch\nfetch('loans')",
        "import lake\nlake.fetch('loans')",
        "from lake import *\nfetch('x')",
    ],
)
def test_what_the_project_lists_counts_for_more_than_what_can_be_read(tmp_path: Path, code: str) -> None:
    (tmp_path / "lake.py").write_text(
        "def fetch(table):\n    return _client().get(table)\n", encoding="utf-8"
    )
    catalogue = Catalogue.default().extended(load=["lake.fetch"])
    (cell,) = detect_stages([code], catalogue=catalogue, folder=tmp_path)
    assert [(use.stage, use.call) for use in cell.uses] == [("load", "lake.fetch")]
    silenced = Catalogue.default().extended(ignore=["lake.fetch"])
    assert detect_stages([code], catalogue=silenced, folder=tmp_path)[0].uses == ()
