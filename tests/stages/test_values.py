"""Values: what a variable holds decides what its methods do."""

from __future__ import annotations

from stage_tables import all_stages_of, both_tables

SK = """
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
import pandas as pd
"""
TF = "import tensorflow as tf\nfrom tensorflow import keras\n"
HF = "from transformers import Trainer, AutoTokenizer, AutoModelForCausalLM, pipeline\n"

TORCH = "import torch\nm = torch.nn.Linear(1, 1)\nopt = torch.optim.Adam(m.parameters())\n"

QUIET = [
    (
        "from azureml.core import Experiment, ScriptRunConfig",
        "src = ScriptRunConfig('.', script='get_secret.py')\nExperiment(ws, 'a').submit(src)",
    ),
    ("import mlflow\nmlflow.sklearn.log_model(m, 'm', registered_model_name=None)",),
    (SK, "if big:\n    m = PCA()\nelse:\n    m = StandardScaler()", "m.fit(X)"),
    (SK, "m = Ridge()\nm = None\nif big:\n    m = PCA()\nm.fit(X)"),
    (SK, "model = PCA(2)\nmodel.fit(X)"),
    (SK, "make_pipeline(StandardScaler()).fit(X)"),
    (SK, "Pipeline([('a', StandardScaler()), ('b', PCA())]).fit_transform(X)"),
    (SK, "ColumnTransformer([('a', StandardScaler(), [0])]).fit(X)"),
    (SK, "grid = GridSearchCV(Ridge(), {})"),
    (SK, "df = pd.DataFrame({'a': [1]})\ndf.fit\ndf.train"),
    (SK, "for name, step in [('s', StandardScaler()), ('p', PCA())]:\n    step.fit(X)"),
    (SK, "clf = Ridge()\nclf = StandardScaler()\nclf.fit(X)"),
    (TF, "m = keras.Sequential([])\nm.compile('adam')\nm.load_weights('w')"),
    (TF, "layer = keras.layers.TextVectorization()\nlayer.adapt(x)"),
    (TF, "tf.data.Dataset.from_tensor_slices(x).batch(2)"),
    (HF, "tok = AutoTokenizer.from_pretrained('x')\ntok.train_new_from_iterator(it, 9)"),
    (HF, "model = AutoModelForCausalLM.from_pretrained('x')\nmodel.train()"),
    ("import torch\nmodel = torch.nn.Linear(1, 1)", "model.train()\nmodel.train(False)"),
    ("import torch\nw = torch.tensor(1.0, requires_grad=True)", "(w * 2).backward()"),
    ("from scipy.stats import norm", "mu, sigma = norm.fit(x)"),
    (SK, "from dstoolbox import Padder\nPipeline([('a', Padder())]).fit_transform(X)"),
    ("import pandas as pd\nfrom io import StringIO", "text = 'a,b\\n1,2'\npd.read_csv(StringIO(text))"),
    ("from scipy.cluster.hierarchy import fcluster\nfcluster(Z, 3)",),
    (
        "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()",
        "people = spark.createDataFrame(rows)\npeople.createOrReplaceTempView('people')",
        "spark.sql('select * from people where age > 3')",
    ),
    (
        "from azureml.core import Experiment\nexperiment = Experiment(ws, 'a')",
        "experiment.submit(inference_pipeline)",
    ),
    ("scaler.fit(X)\nlabel_encoder.fit(y)\ntfidf_vectorizer.fit_transform(t)",),
    ("model.train()\nmodel.train(mode=True)",),
    ("from gensim.models import Word2Vec\nw = Word2Vec(vector_size=5)",),
    ("import xgboost as xgb\nd = xgb.DMatrix(X, label=y)",),
    ("name = 'a'\nname += 'b'\nname.backward()",),
    (
        "from darts.models import ConformalNaiveModel, NBEATSModel",
        "c = ConformalNaiveModel(model, quantiles=q)\nc.historical_forecasts(series)\nc.backtest(series)",
        "m = NBEATSModel(1, 1)\nm.backtest(historical_forecasts=done)\nm.residuals(s, retrain=False)",
    ),
    ("from yellowbrick.target import ClassBalance\nClassBalance().fit(y)",),
    ("from pytorch_forecasting.data.examples import generate_ar_data\ngenerate_ar_data()",),
]
FIRES = [
    (
        "train",
        "from azureml.core import Experiment, ScriptRunConfig",
        "src = ScriptRunConfig(source_directory='.', script='train.py')\nExperiment(ws, 'a').submit(src)",
    ),
    ("deploy", "import mlflow\nmlflow.sklearn.log_model(m, 'm', registered_model_name='churn')"),
    ("train", SK, "models = {'name': 'a'}\nmodels['b'] = build()\nmodels['b'].fit(X, y)"),
    ("train", SK, "models = {'a': StandardScaler()}\nmodels['a'] = Ridge()\nmodels['a'].fit(X, y)"),
    ("train", SK, "m = StandardScaler()\nif big:\n    m = build()\n    m.fit(X, y)"),
    ("train", SK, "if big:\n    m = Ridge()\nelse:\n    m = StandardScaler()", "m.fit(X, y)"),
    ("train", SK, "try:\n    m = Ridge()\nexcept ValueError:\n    m = StandardScaler()", "m.fit(X, y)"),
    ("train", SK, "m = Ridge()\nfor a in b:\n    m = StandardScaler()", "m.fit(X, y)"),
    (
        "load",
        "OK = True\ntry:\n    import torch\nexcept ImportError:\n    OK = False",
        "if OK:\n    pd.read_csv('a')",
    ),
    (
        "train",
        TORCH,
        "for x, y in dl:\n    loss = 0\n    loss += f(m(x), y)\n    loss.backward()\n    opt.step()",
    ),
    (
        "train",
        TORCH,
        "loss = 0.0\nfor x, y in dl:\n    loss = loss + f(m(x), y)\nloss.backward()\nopt.step()",
    ),
    ("train", "from yellowbrick.model_selection import LearningCurve\nLearningCurve(m).fit(X, y)"),
    ("train", "from azureml.pipeline.core import PipelineDraft\nd = PipelineDraft.get(ws)\nd.submit_run()"),
    ("load", "from yellowbrick.datasets import load_bikeshare\nload_bikeshare()"),
    ("train", "from causalml.inference.meta import BaseSRegressor\nBaseSRegressor(m).estimate_ate(X, w, y)"),
    ("train", SK, "clone(Ridge()).fit(X, y)"),
    ("train", SK, "make_pipeline(StandardScaler(), Ridge()).fit(X, y)"),
    ("train", SK, "pipe = Pipeline(steps=[('s', StandardScaler()), ('m', Ridge())])", "pipe.fit(X, y)"),
    ("train", SK, "models = {'r': Ridge()}", "for name, clf in models.items():\n    clf.fit(X, y)"),
    ("train", SK, "for clf in (Ridge(), RandomForestClassifier()):\n    clf.fit(X, y)"),
    ("train", SK, "models = []\nmodels.append(('r', Ridge()))", "for name, m in models:\n    m.fit(X, y)"),
    ("train", SK, "a, b = Ridge(), StandardScaler()\na.fit(X, y)"),
    ("train", SK, "class Box: pass\nbox = Box()\nbox.model = Ridge()", "box.model.fit(X, y)"),
    ("train", SK, "gs = GridSearchCV(Ridge(), {})\ngs.fit(X, y)"),
    ("train", SK, "m = Ridge() if flag else RandomForestClassifier()\nm.fit(X, y)"),
    ("train", SK, "fit = Ridge().fit\nfit(X, y)"),
    ("train", SK, "cross_val_score(Ridge(), X, y)"),
    ("train", SK, "{a: Ridge(a).fit(X, y) for a in (1, 2)}"),
    ("train", TF, "x = keras.Input(3)\nm = keras.Model(x, x)", "m.fit(x, y)"),
    ("train", TF, "m = tf.keras.models.Sequential()\nm.fit_generator(g)"),
    ("train", HF, "class Mine(Trainer):\n    def compute_loss(self): return 0", "Mine(model=m).train()"),
    ("train", "import statsmodels.formula.api as smf", "smf.ols('y ~ x', d).fit()"),
    ("train", "import pymc as pm\nwith pm.Model():\n    trace = pm.sample(100)"),
    (
        "train",
        "from pyspark.ml.regression import LinearRegression\nLinearRegression().setMaxIter(3).fit(df)",
    ),
    ("train", "import lightning as L\nt = L.Trainer()\nt.fit(model)"),
    ("train", "from gensim.models import Word2Vec\nWord2Vec(sentences)"),
    ("train", "import optuna\nstudy = optuna.create_study()\nstudy.optimize(f, n_trials=2)"),
    ("train", "from darts.models import NBEATSModel\nNBEATSModel(1, 1).fit(series)"),
    ("train", "from prophet import Prophet\nm = Prophet()\nm.fit(df)"),
    ("train", "from fastai.vision.all import *\nlearn = vision_learner(dls, resnet18)\nlearn.fine_tune(1)"),
    ("train", "from azureml.core import Experiment\nExperiment(ws, 'a').submit(config)"),
    ("train", "import sagemaker\nsagemaker.estimator.Estimator('image').fit({})"),
    ("train", "from pycaret.classification import *\nbest = compare_models()"),
    (
        "load",
        "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()",
        "spark.read.option('a', 1).csv('f')",
    ),
    (
        "load",
        "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()",
        "spark.sql('select * from sales.orders')",
    ),
    ("load", "import torchvision\ntorchvision.datasets.MNIST('.')"),
    ("load", "import xgboost as xgb\nxgb.DMatrix('train.svm')"),
    ("load", "from google.cloud import bigquery\nbigquery.Client().query(sql).to_dataframe()"),
    ("load", "from darts.datasets import AirPassengersDataset\nAirPassengersDataset().load()"),
    ("load", "import sqlite3\ncur = sqlite3.connect('a').cursor()\ncur.execute('select 1 from t')"),
    ("deploy", HF, "t = Trainer()\nt.push_to_hub()"),
    ("deploy", "import gradio as gr\ngr.Interface(f).launch()"),
    ("deploy", "from fastapi import FastAPI\nimport uvicorn\nuvicorn.run(FastAPI())"),
    ("deploy", "import bentoml\nbentoml.sklearn.save_model('m', clf)"),
    ("deploy", "from google.cloud import aiplatform\naiplatform.Model.upload(display_name='m')"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)


def test_a_stage_that_opens_no_gate_is_told() -> None:
    assert all_stages_of(SK, "StandardScaler().fit(X)") == {"prepare"}
    assert "evaluate" in all_stages_of(SK, "m = Ridge()", "m.predict(X)")


def test_the_explanation_says_where_the_value_came_from() -> None:
    from nbready.stages import detect_stages

    (use,) = detect_stages([SK, "clf = Ridge()", "clf.fit(X, y)"])[-1].uses
    assert (use.stage, use.call, use.line) == ("train", "sklearn.linear_model.Ridge.fit", 1)
    assert use.how == "clf: sklearn.linear_model.Ridge from cell 1"
