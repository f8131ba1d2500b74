"""Idioms that the catalogue learned as data: one line of a text file each."""

from __future__ import annotations

from stage_tables import both_tables

QUIET: list[tuple[str, ...]] = [
    ("from newspaper import Article\na = Article(url)\na.url",),
    ("from feast import FeatureStore\nfs = FeatureStore('.')", "fs.list_entities()"),
    ("import mlrun\nfn = mlrun.import_function('hub://batch_inference')", "fn.run(inference_task)"),
    ("from databricks.sdk import WorkspaceClient\nw = WorkspaceClient()", "w.clusters.list()"),
    (
        "from transformers import TFAutoModel as Auto\nm = Auto.from_pretrained('b')",
        "m.predict(x)",
    ),
    ("from sagemaker.modules.train import ModelTrainer\nt = ModelTrainer(training_image=i)",),
    ("!gcloud ml-engine models list",),
]
FIRES = [
    ("load", "from newspaper import Article\na = Article(url)\na.download()\na.parse()"),
    (
        "load",
        "from feast import FeatureStore\nfs = FeatureStore('.')",
        "fs.get_offline_features(q).to_dataframe()",
    ),
    ("load", "client.get_offline_features(feature_refs=f, entity_rows=e).to_dataframe()"),
    ("train", "import mlrun\nfn = mlrun.import_function('hub://auto_trainer')", "fn.run(task)"),
    ("train", "from mlrun import import_function\nimport_function('hub://sklearn_classifier').run(task)"),
    (
        "train",
        "from kfp.v2.google.client import AIPlatformClient\napi = AIPlatformClient(project_id=p, region=r)",
        "api.create_run_from_job_spec(job_spec_path='p.json')",
    ),
    (
        "train",
        "from sagemaker.modules.train import ModelTrainer\nt = ModelTrainer(training_image=i)",
        "t.train(input_data_config=d)",
    ),
    (
        "train",
        "from transformers import TFAutoModel as Auto\nm = Auto.from_pretrained('b')",
        "m.train_on_batch(x, y)",
    ),
    (
        "deploy",
        "from transformers import TFAutoModel as Auto\nm = Auto.from_pretrained('b')\nm.push_to_hub('x')",
    ),
    (
        "train",
        "from pycaret.classification import *\nexp = setup(df, target='y')",
        "best = exp.compare_models()",
    ),
    ("load", "zz = open('sst2.train').read()"),
    (
        "deploy",
        "from unsloth import FastLanguageModel\nmodel, tok = FastLanguageModel.from_pretrained('b')",
        "model.push_to_hub_merged('me/m', tok)\nmodel.push_to_hub_gguf('me/m', tok)",
    ),
    ("deploy", "!gcloud ml-engine models create churn --regions us"),
    (
        "deploy",
        "from databricks.sdk import WorkspaceClient\nw = WorkspaceClient()",
        "w.serving_endpoints.create_and_wait(name='a', config=c)",
    ),
    ("load", "df_1 = _deepnote_execute_sql('select * from t', 'SQL_1')"),
    ("load", "df_1 = _dntk.execute_sql('select * from t', 'SQL_1')"),
    (
        "load",
        "from ibm_watson_studio_lib import access_project_or_space\nwslib = access_project_or_space()",
        "buf = wslib.load_data('a.csv')",
    ),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)
