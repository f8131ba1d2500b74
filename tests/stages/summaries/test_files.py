"""Reading files and the web: data, not configurations, models and pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbready.stages import Catalogue, detect_stages
from stage_tables import all_stages_of, both_tables, stages_of

PRE = """
import csv, json, pickle, joblib, requests
from io import BytesIO
from PIL import Image
import numpy as np
"""

SQL = "import sqlalchemy as sa\ncon = sa.create_engine('sqlite://').connect()"

QUIET = [
    ("import torch", "state = torch.load(f=MODEL_PATH)"),
    (
        PRE,
        "def load_text_processor(p):\n    with open(p, 'rb') as f:\n        return pickle.load(f)",
        "load_text_processor('pp.dpkl')",
    ),
    (PRE, "Image.open('images/test/dog.jpg')"),
    ("from helpers import download_data", "image_path = download_data(source=url, destination='pizza')"),
    ("from setup import create_dataloaders", "create_dataloaders(train_set, batch_size=3)"),
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
    (PRE, "with open('~/.kaggle/kaggle.json') as f:\n    secret = json.load(f)"),
    (PRE, "with open(path) as f:\n    api_key = f.read()"),
    (PRE, "cpu = open('/proc/cpuinfo').read()"),
    (PRE, "labels = open('labels.txt').read().splitlines()"),
    (
        PRE,
        "with open('claims.json', 'w') as f:\n    json.dump(rows, f)",
        "back = json.load(open('claims.json'))",
    ),
    (PRE, "import base64\nwith open('test.jpg', 'rb') as f:\n    data = f.read()\nbase64.b64encode(data)"),
    (PRE, "import base64\nwith open(path, 'rb') as f:\n    data = f.read()\nbase64.b64encode(data)"),
    (
        PRE,
        "import base64\ndef encode(p):\n    return base64.b64encode(open(p, 'rb').read())",
        "encode('a.jpg')",
    ),
    (PRE, "requests.post(url, data=open('train.csv', 'rb'))"),
    (PRE, "requests.post(url, files={'file': open('train.csv', 'rb')})"),
    (
        PRE,
        "import boto3\ns3 = boto3.client('s3')",
        "with open('a.csv', 'rb') as f:\n    s3.upload_fileobj(f, b, k)",
    ),
    (PRE, "with open('a.csv', 'rb') as f:\n    bucket.upload_fileobj(f, key)"),
    (
        PRE,
        "for p in names:\n    with open(p, 'rb') as f:\n        img = f.read()\n    predictor.predict(img)",
    ),
    (
        PRE,
        "def to_image(b):\n    return Image.open(BytesIO(decode(b)))",
        "[to_image(p) for p in response.predictions]",
    ),
    (PRE, "def load_image(p):\n    return Image.open(p)", "load_image('cat.jpg')"),
    (PRE, "import imageio", "films = [imageio.imread(f) for f in names]\nimageio.mimsave('a.gif', films)"),
    (PRE, "import imageio", "for f in names:\n    writer.append_data(imageio.imread(f))"),
    (PRE, "from safetensors.torch import load_file", "state = load_file('model.safetensors')"),
    (PRE, "from mylib import load_file", "state = load_file('model.safetensors')"),
    ("import torch\ndef load_model(p):\n    return torch.load(p)", "load_model(p)"),
    ("def get_data_url(name):\n    return 'https://' + name", "get_data_url('a')"),
    ("from mylib import get_dataset_uri", "get_dataset_uri('a')"),
    (PRE, "def fast_deploy(m):\n    return requests.get(f'https://x.org/v1/{m}').json()", "fast_deploy('m')"),
    (PRE, "resp = requests.get(f'{url}/jobs/{job_id}', headers=h)"),
    ("import rasterio", "transform = rasterio.open(p).transform"),
    (SQL, "con.execute('SELECT 1 FROM pg_database WHERE datname = 1')"),
    ("from google.cloud import bigquery\nc = bigquery.Client()", "q = f'DROP MODEL {name}'", "c.query(q)"),
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
    # bytes that are only handed on
    ("client.files.create(file=open('train.jsonl', 'rb'), purpose='fine-tune')",),
    ("with open('train.jsonl', 'rb') as f:\n    client.files.upload(file={'name': 't', 'content': f})",),
    ("from openai import OpenAI\nc = OpenAI()", "c.files.create(file=open('train.jsonl', 'r'))"),
    # what a database says of itself, and queries without a table
    (
        "import psycopg2\ncur = psycopg2.connect(dsn).cursor()",
        "cur.execute('SELECT version()')\nprint(cur.fetchone())",
    ),
    (
        "import sqlite3\ncon = sqlite3.connect('a')",
        "con.execute('SELECT name FROM sqlite_master').fetchall()",
    ),
    ("cursor.execute('SHOW DATABASES')\nprint(cursor.fetchall())",),
    ("session.sql('SELECT CURRENT_TIMESTAMP() AS now').collect()",),
    ("cursor.execute('USE DATABASE shop')\nprint(cursor.fetchall())",),
    # what came out of a run, and what is asked to answer a question
    ("import boto3\ns3 = boto3.client('s3')", "s3.get_object(Bucket=b, Key='evaluation/evaluation.json')"),
    ("raw_result = blob.download_as_string()",),
    (
        "import urllib.request",
        "req = urllib.request.Request(url, body, headers)\nresult = urllib.request.urlopen(req).read()",
    ),
    ("import urllib.request", "urllib.request.urlopen('https://x.org/onnx/resnet50-v2-7.onnx').read()"),
    (
        "import boto3\ns3 = boto3.resource('s3')\noutput_obj = s3.Object(bucket, key)",
        "image = output_obj.get()['Body'].read()",
    ),
    (PRE, "artifacts = pickle.load(open('artifacts.pkl', 'rb'))"),
    (PRE, "classes = open('data/obj.names').read().split()"),
    ("import clickhouse_connect\nc = clickhouse_connect.get_client()", "c.query('SELECT 1')"),
    (
        "import requests\nfrom tqdm.auto import tqdm\nr = requests.get(u, stream=True)\n"
        "with open(p, 'wb') as f:\n    for part in tqdm(r.iter_content(), total=9):\n        f.write(part)",
    ),
    (
        "from urllib.request import urlopen\nimport json",
        "wheels = json.load(urlopen('https://api.github.com/repos/a/b/releases'))",
    ),
    ("import hashlib\nfor p in paths:\n    with open(p, 'rb') as f:\n        hashlib.md5(f.read())",),
    (
        "import hashlib\nh = hashlib.sha256()",
        "for p in paths:\n    with open(p, 'rb') as f:\n        h.update(f.read())",
    ),
    (
        "from pymongo import MongoClient\nc = MongoClient()['a']['b']",
        "def vector_search(q):\n    return list(c.aggregate(pipeline))\nvector_search('flats in Rome')",
    ),
    # pictures that are only sent to a model
    (
        PRE + "import base64",
        "def encode_image(path):\n    img = Image.open(path)\n    buf = BytesIO()\n    img.save(buf)\n"
        "    return base64.b64encode(buf.getvalue()).decode()",
        "df['b64'] = df['image_path'].map(encode_image)",
    ),
    (
        PRE + "import base64",
        "def read_and_encode_image(path):\n    with open(path, 'rb') as f:\n        return f.read()",
        "parts = [read_and_encode_image(p) for p in image_paths]",
    ),
]
FIRES = [
    (
        "load",
        PRE,
        "def load_model_data(p):\n    with open(p) as f:\n        return json.load(f)",
        "load_model_data(p)",
    ),
    ("load", "from helpers import download_data", "df = download_data(url)"),
    ("load", "from setup import create_dataloaders", "create_dataloaders(train_dir=a, test_dir=b)"),
    ("load", PRE, "with open(path) as f:\n    for row in f: pass"),
    ("load", PRE, "with open(path) as f:\n    for zz in f: pass"),
    (
        "load",
        "import gzip\nimport numpy as np",
        "f = gzip.open(p, 'rb')\na = np.frombuffer(f.read(), np.uint8)",
    ),
    ("load", PRE, "with open(p, 'rb') as f:\n    text = f.read().decode('utf-8')"),
    ("load", "import rasterio", "band = rasterio.open(p).read(1)"),
    ("load", "import rasterio", "with rasterio.open(p) as src:\n    band = src.read(1)"),
    (
        "load",
        PRE,
        "f = open('d.json', 'wb')\nf.write(requests.get(url).content)",
        "rows = json.load(open('d.json'))",
    ),
    (
        "train",
        "from google.cloud import bigquery\nc = bigquery.Client()",
        "q = f'CREATE MODEL {n} AS x'",
        "c.query(q)",
    ),
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
    ("load", "table = reader.load(open('train.bin', 'rb'))"),
    ("load", "import pickle\nwith open('train.pkl', 'rb') as f:\n    d = pickle.load(f)\n    client.log(f)"),
    (
        "load",
        "import sqlite3\ncur = sqlite3.connect('a').cursor()",
        "cur.execute('SELECT 1')\ncur.execute(query)\ncur.fetchall()",
    ),
    ("load", "cursor.execute('SHOW TABLES')\ncursor.execute('select a from t')\nrows = cursor.fetchall()"),
    ("load", "%%sql\nUSE ROLE analyst;\nSELECT * FROM sales;"),
    ("load", "import boto3\ns3 = boto3.client('s3')", "s3.get_object(Bucket=b, Key=key)['Body'].read()"),
    ("load", "text = blob.download_as_text()"),
    (
        "load",
        "import urllib.request",
        "req = urllib.request.Request(url, headers=agent)\npage = urllib.request.urlopen(req).read()",
    ),
    ("load", "import clickhouse_connect\nc = clickhouse_connect.get_client()", "c.query('SELECT a FROM t')"),
    (
        "load",
        "from urllib.request import urlopen\nimport json",
        "x = json.load(urlopen('https://x.org/a.json'))",
    ),
    (
        "load",
        "from pymongo import MongoClient\nc = MongoClient()['a']['b']",
        "def all_of_them():\n    return list(c.find({}))\nall_of_them()",
    ),
    (
        "load",
        PRE,
        "def encode_images_to_embedding(paths):\n    return model(np.stack([Image.open(p) for p in paths]))",
        "encode_images_to_embedding(image_paths)",
    ),
]

# What reading is worth by the file's name alone: the same for every reader.
READERS = [
    "import json\nzz = json.load(open({0}))",
    "import json\nwith open({0}) as zz:\n    ww = json.load(zz)",
    "import pickle\nzz = pickle.load(open({0}, 'rb'))",
    "zz = open({0}).read()",
    "with open({0}) as zz:\n    for ww in zz:\n        print(ww)",
    "from pathlib import Path\nzz = Path({0}).read_text()",
    "import json\ndef vv(uu):\n    with open(uu) as zz:\n        return json.load(zz)\nvv({0})",
    "import json\nfolder = 'things'\nname = f'{{folder}}/' + {0}\nzz = json.load(open(name))",
]
DATA_NAMES = [
    *(
        "annotations",
        "captions",
        "questions",
        "transcripts",
        "graph",
        "responses",
        "reviews",
        "train",
        "dump",
    ),
    *(
        "qa_pairs",
        "conversations",
        "messages",
        "tickets",
        "users",
        "movies",
        "items",
        "spam",
        "claims",
        "part1",
    ),
    *(
        "dialog",
        "catalog",
        "dialogues",
        "chats",
        "translations",
        "covid2020",
        "colors_sold",
        "headlines",
        "builds",
    ),
    *("patients", "sensor", "logs_2020", "games", "recipes", "bible", "shakespeare", "zz", "sales", "corpus"),
]
OTHER_NAMES = [
    *("config", "settings", "model", "vocab", "tokenizer", "schema", "requirements", "prompt", "credentials"),
    *("model_params", "class_names", "label_map", "imagenet_class_index", "metrics", "results", "history"),
    *(
        "id2label",
        "categories",
        "stopwords",
        "scaler",
        "weights",
        "manifest",
        "predictions",
        "package_metadata",
        "labels_map",
        "word2idx",
        "idx2word",
        "hyperparams",
        "evaluation_report",
        "training_log",
    ),
]


@pytest.mark.parametrize("reader", READERS, ids=range(len(READERS)))
@pytest.mark.parametrize("suffix", [".json", ".txt"])
def test_a_file_is_data_unless_its_name_says_otherwise(reader: str, suffix: str) -> None:
    for name in DATA_NAMES:
        assert stages_of(reader.format(repr(name + suffix))) == {"load"}, name
    for name in OTHER_NAMES:
        assert stages_of(reader.format(repr(name + suffix))) == set(), name


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


RUN = [
    ("%run load", "load.py"),
    ("%run ./load", "load.py"),
    ("%run load", "load.ipynb"),
    ("%run ./deep/load", "deep/load.ipynb"),
    ("%run load.py --fast", "load.py"),
    ("%run -i -N 3 load.py", "load.py"),
    ("%run -m deep.load", "deep/load.py"),
    ('%run "my load.py"', "my load.py"),
    ("name = 'load'\n%run $name", "load.py"),
    ("name = 'load'\n%run {name}.py", "load.py"),
]


@pytest.mark.parametrize(("cell", "file"), RUN)
def test_what_is_run_is_found_as_ipython_and_databricks_find_it(tmp_path, cell, file) -> None:
    source = "import pandas as pd\nnumbers = pd.read_csv('a')"
    text = source if file.endswith(".py") else notebook_of(source)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    assert stages_of(cell, folder=tmp_path) == {"load"}
    (tmp_path / file).write_text("x = 1" if file.endswith(".py") else notebook_of("x = 1"))
    assert stages_of(cell, folder=tmp_path) == set()


@pytest.mark.parametrize(
    "cells",
    [
        ["%%time\nimport pandas as pd\npd.read_csv('a')"],
        ["%%capture\nimport pandas as pd", "x = = 1", "pd.read_csv('a')"],
        ["%%sql\nselect * from t"],
        ["%sql\nselect * from t"],
    ],
)
def test_a_notebook_that_is_run_is_read_with_its_magics(tmp_path, cells) -> None:
    (tmp_path / "prepare.ipynb").write_text(notebook_of(*cells))
    assert stages_of("%run prepare.ipynb", folder=tmp_path) == {"load"}


def notebook_of(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]})
