"""Guesses, where a name cannot be resolved: by how people name what loads, trains and deploys."""

from __future__ import annotations

from stage_tables import both_tables

TF = "import tensorflow as tf\n"

QUIET = [
    # told where files are, but to count, list or make them; given data already; kept as something else
    ("from utils import list_images\nimages = list_images(DATA_DIR)",),
    ("from utils import clean\nimport pandas as pd\ndf = pd.read_csv('a.csv')", "train_df = clean(df)"),
    ("from utils import build\nmodel = build(config_path)\ntrain_dir = build(DATA_DIR)",),
    # a service is asked for what is no data
    ("data_id = client.get_id(a)\ntrain_job = client.get_job(a)\nimages = client.get_images(prompt)",),
    ("docs = client.search(query)\nsamples = openai_client.get_samples(q)",),
    (
        "from pymongo import MongoClient\nc = MongoClient()",
        "c.a.b.aggregate([{'$vectorSearch': {'limit': 3}}])",
    ),
    ("from synth import load_toy_data, load_synthetic_frame\nload_toy_data(3)\nload_synthetic_frame()",),
    ("search_index.fit(documents)",),
    ("!python eval.py --lr 0.1\n!python run_glue.py --do_eval\n!python prepare_data.py --epochs 3",),
    (
        "for episode in range(10):\n    s = env.reset()\n    for t in range(9):\n        r = env.step(a)\n"
        "        total += r",
    ),
    ("from data import load_config, split\nload_config('a')\nsplit(x)",),
    ("from finance import load_etfs\nload_etfs()",),
    ("user_id_map.fit(users)\nid_mapping.train(users)\npreprocessor.train(texts)",),
    ("time_series_preprocessor = make()\ntime_series_preprocessor.train(data)",),
    ("query_engine.query('Summarize the document')\nagent.execute('Select the best flight from Rome')",),
    ("df.query('values > 3')",),
    ("plot_grid_search(gs.cv_results_, a)\nprint_grid_search_results(gs)",),
    ("evaluate_training(h)\nwait_for_training(job)",),
    ("def plot_grid_search(results):\n    for r in results:\n        y = r.mean()", "plot_grid_search(gs)"),
    ("load_yaml_file('c.yaml')\nread_prompt_file('p.txt')",),
    ("open(config_data_path).read()\nopen(metadata_test_file).read()",),
    ("push_model_to_gpu(m)\nregister_model_hooks(m)",),
    ("search_client.create_endpoint(name='a')\netl.deploy(name='nightly')",),
    ("scaler.learn_one(x)\nstudent.learn('python')",),
    ("from mylib import MyDataset, DatasetWriter\nMyDataset(pathology_frame)\nDatasetWriter(path='o')",),
    ("from vega_datasets import data\ndata.list_datasets()",),
    ("import joblib\nrecsys = joblib.load('recsys.pkl')\nbest = joblib.load('artist.joblib')",),
    (
        "def file_sha256(path):\n    with open(path, 'rb') as f:\n        return sha256(f.read())",
        "file_sha256('data/train.csv')",
    ),
    ("connection.execute('drop table a')\nframe.query('a > 3')",),
    ("import os\nos.environ['KEY'] = open('key.txt').read().strip()",),
    ("import json\nwith open('train_history.json') as f:\n    history = json.load(f)",),
    ("tokenizer.push_to_hub('me/words')\nissues_dataset.push_to_hub('me/issues')",),
    ("contract.deploy()\nbest_run.log('accuracy', 1)",),
    ("from google.colab import files\nfiles.upload()",),
    ("from mylib import Convert\nconverter = Convert()\nconverter.fit(df)",),
    ("from mylib import prepare_for_training, plot_training\nprepare_for_training(x)\nplot_training(h)",),
    ("from mylib import MyDataset\nMyDataset(frame, labels)",),
    ("with open(config_file) as f:\n    text = f.read()",),
    ("with open(test_filepath, 'rb') as f:\n    body = f.read()",),
    (TF, "with tf.io.gfile.GFile(test_item, 'rb') as f:\n    content = f.read()"),
    (TF, "image = tf.io.decode_png(tf.io.read_file('a.png'))"),
    (TF, "with tf.GradientTape() as tape:\n    y = net(image)\ngrads = tape.gradient(y, image)"),
    ("from google.cloud import bigquery\nclient = bigquery.Client()", "client.query('drop table a')"),
    ("import statsmodels.api as sm\nr = sm.tsa.SARIMAX(y)\nr.filter(p).append(new)",),
    ("client.jobs.create(name='nightly')",),
    ("user_map.fit(users)",),
    (
        "from azure.ai.ml import MLClient\nml_client = MLClient(c)\nname = 'chat-completion-evaluation'",
        "ml_client.jobs.create_or_update(pipeline, experiment_name=name)",
    ),
    ("w.serving_endpoints.list()",),
    ("from pipelines import build_training_pipeline\np = build_training_pipeline()",),
    ("from pipelines import churn_training_pipeline\np = churn_training_pipeline.with_options(cache=False)",),
    ("loss.backward()\nw.add_(1)",),
]
FIRES = [
    ("load", "from data import load_etfs\netfs = load_etfs()"),
    ("load", "import shop.datasets as d\nd.read_baskets(3)"),
    ("train", "model.learn(total_timesteps=1000)"),
    ("train", "model.learn_one(x, y)"),
    ("load", "import joblib\ntrain_data = joblib.load('train.joblib')"),
    ("load", "connection.execute('select * from a')"),
    (
        "load",
        "import os\ndef read_groups(name):\n    with open(name) as f:\n        return list(f)",
        "read_groups(os.path.join(folder, 'train.csv'))",
    ),
    (
        "load",
        "from scipy.misc import imread\nfor name in names:\n    shapes.append(imread(folder + name).shape)",
    ),
    ("train", "clients['pipeline'].create_training_pipeline(parent=p, training_pipeline=t)"),
    (
        "train",
        "optimizer = None",
        "for x, y in batches:\n    loss = f(net(x), y)\n    loss.backward()\n    optimizer.step()",
    ),
    ("load", "import json\nwith open('history_quality.json') as f:\n    records = json.load(f)"),
    ("deploy", "endpoint = model.deploy(machine_type='n1-standard-4')"),
    ("deploy", "clients['endpoint'].deploy_model(endpoint=e, deployed_model=m)"),
    ("deploy", "best_run.register_model(model_name='m')"),
    ("deploy", "merged_model.push_to_hub('me/model')"),
    ("deploy", "from helpers import deploy_model\ndeploy_model(m)"),
    ("deploy", "def deploy(m):\n    return m.deploy()", "deploy(m)"),
    ("train", "from mylib import sgd_training\nsgd_training(net, data)"),
    (
        "train",
        TF,
        "for x, y in batches:\n    with tf.GradientTape() as tape:\n        loss = f(net(x), y)\n"
        "    for g, v in zip(tape.gradient(loss, net.variables), net.variables):\n"
        "        v.assign_sub(0.1 * g)",
    ),
    (
        "train",
        "from google.cloud import bigquery\nclient = bigquery.Client()",
        "query = '''#standardSQL\nCREATE OR REPLACE MODEL a.b AS select 1'''\nclient.query(query)",
    ),
    ("train", "%%bigquery\ncreate model a.b as select x from t"),
    ("train", "import statsmodels.api as sm\nr = sm.tsa.SARIMAX(y).filter(p)\nr.append(new, refit=True)"),
    ("load", "from helpers import start_session\nspark = start_session()", "spark.read.csv(path)"),
    ("load", "from mylib import MyDataset\nMyDataset(root_dir='a', split='train')"),
    ("load", "from mylib import read_conll_file\nread_conll_file(p)"),
    ("load", "with open(test_file) as f:\n    truths = f.readlines()"),
    ("load", "with open('feed.json') as scoring_file:\n    scoring_data = json.load(scoring_file)"),
    ("load", "from vega_datasets import data\ndata.cars()\n"),
    (
        "load",
        TF,
        "def decode(path):\n    return tf.io.decode_png(tf.io.read_file(path))",
        "paths.map(decode)",
    ),
    ("deploy", "published = wml_client.repository.store_model(model, metadata)"),
    (
        "train",
        TF,
        "def step(x):\n    with tf.GradientTape() as tape:\n        loss = f(x)\n"
        "    opt.apply_gradients(zip(tape.gradient(loss, w), w))",
        "strategy.experimental_run(step, batches)",
    ),
    ("load", "from fuel.datasets import MNIST\nMNIST(which_sets=('train',))"),
    (
        "train",
        "from azure.ai.ml import MLClient\nml_client = MLClient(c)\nname = 'train-and-evaluate'",
        "ml_client.jobs.create_or_update(pipeline, experiment_name=name)",
    ),
    ("deploy", "w.serving_endpoints.create_and_wait(name='a', config=c)"),
    ("load", "chunks = loader.load_and_split(splitter)"),
    ("train", "client.fine_tuning.jobs.create(training_file=f, model='m')"),
    ("train", "from pipelines import churn_training_pipeline\nchurn_training_pipeline()"),
    (
        "train",
        "from pipelines import my_training_pipeline\nmy_training_pipeline.with_options(cache=0)(epochs=1)",
    ),
    ("deploy", "from pipelines import churn_deploy_pipeline\nchurn_deploy_pipeline()"),
    ("load", "from src.prepare import prepare\nX_train, y_train = prepare('../data/raw.csv')"),
    ("load", "from src.dataset import split_sets\ntrain_df, test_df = split_sets(DATA_DIR, horizon=3)"),
    ("load", "from acme import API\napi = API(key)", "prices = api.get_close('2020-01-01')"),
    ("load", "structures_df = remote_session.structures.by_ligand(names)"),
    ("load", "qb = QuantBook()\nbars = qb.History(['SPY'], 360)"),
    ("load", "docs = [f.parse() for f in RepositoryReader(repo).read()]"),
    ("load", "from lib.io import data_loading\na, b = data_loading('titanic')"),
    ("train", "!python run_translation.py --do_train --train_file data/train.json"),
    ("train", "!python main.py --epochs 10 --lr 0.01"),
    (
        "train",
        "def update(q, s, a, r):\n    q[s, a] += alpha * (r - q[s, a])",
        "for episode in range(n):\n    s = env.reset()\n    while True:\n        s, r = env.step(a)\n"
        "        update(q, s, a, r)",
    ),
    (
        "train",
        "from snowflake.ml.modeling.distributors.pytorch import PyTorchDistributor\ndef run(): model.fit(x)",
        "PyTorchDistributor(train_func=run)",
    ),
    ("train", "loss.backward()\nwith torch.no_grad():\n    w.sub_(0.1 * w.grad)"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)
