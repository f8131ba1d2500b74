"""Idioms that the catalogue learned as data: one line of a text file each."""

from __future__ import annotations

from stage_tables import both_tables

QUIET: list[tuple[str, ...]] = [
    ("from trl import SFTTrainer\nt = SFTTrainer(model)", "t.step(batch)"),
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
    (
        "from openai import OpenAI\nclient = OpenAI()",
        "client.fine_tuning.jobs.list()\nclient.chat.completions.create(model='m')",
    ),
    ("import openai\nopenai.embeddings.create(input='a', model='m')",),
    ("from nixtla import NixtlaClient\nc = NixtlaClient()", "c.forecast(df=df, h=12)"),
    ("from snowflake.core.table import Table\nTable(name='t', columns=[])",),
    ("from kafka import KafkaProducer\np = KafkaProducer()", "p.send('t', b'x')"),
    (
        "import boto3\nb = boto3.client('bedrock')",
        "b.list_custom_models()\nb.get_model_customization_job(jobIdentifier=j)",
    ),
    ("!docker run -d -p 6333:6333 qdrant/qdrant",),
    ("!ollama list",),
    ("from torchgeo.datasets.utils import download_url\ndownload_url(u, root)",),
    ("from datasetsforecast.m4 import M4", "await M4.async_download('data')"),
    ("from flwr_datasets import FederatedDataset\nfds = FederatedDataset(dataset='mnist')",),
    ("from ads.dataset.factory import DatasetFactory", "DatasetFactory.from_dataframe(df)"),
    ("from datafusion import SessionContext\nctx = SessionContext()",),
]
FIRES = [
    ("train", "from trl import PPOTrainer\nt = PPOTrainer(config)", "t.step(queries, responses, rewards)"),
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
    ("load", "from deltalake import DeltaTable\nt = DeltaTable('lake/t')"),
    ("load", "from datafusion import SessionContext\nctx = SessionContext()", "ctx.register_parquet('t', p)"),
    (
        "load",
        "from pyiceberg.catalog import load_catalog\nt = load_catalog('c').load_table('a.t')",
        "t.scan().to_pandas()",
    ),
    (
        "load",
        "from kafka import KafkaConsumer\nc = KafkaConsumer('rides')",
        "for m in c:\n    rides.append(m.value)",
    ),
    ("load", "from confluent_kafka import Consumer\nc = Consumer(conf)", "m = c.poll(1.0)"),
    ("load", "import boto3\nt = boto3.resource('dynamodb').Table('users')", "t.scan()['Items']"),
    ("load", "import boto3\no = boto3.resource('s3').Object('b', 'train.csv')", "o.get()['Body'].read()"),
    ("load", "import sempy.fabric as fabric\nfabric.evaluate_dax('sales', 'EVALUATE t')"),
    ("load", "%%dax 'sales'\nEVALUATE t"),
    (
        "load",
        "from snowflake.snowpark.context import get_active_session\nsession = get_active_session()",
        "df = session.table('T').to_pandas()",
    ),
    ("load", "import fiftyone as fo\nd = fo.Dataset.from_json(x)"),
    ("load", "import deepchem as dc\nt, d, tr = dc.molnet.load_tox21()"),
    ("load", "from ads.dataset.factory import DatasetFactory", "d = DatasetFactory.open('a.csv')"),
    ("load", "import sparknlp\nspark = sparknlp.start()", "d = spark.read.parquet('a.parquet')"),
    ("load", "from datasetsforecast.m4 import M4", "df, *_ = M4.load('data', 'Hourly')"),
    (
        "load",
        "from flwr_datasets import FederatedDataset\nfds = FederatedDataset(dataset='mnist')",
        "train = fds.load_partition(0)",
    ),
    (
        "load",
        "from langchain_unstructured import UnstructuredLoader\nloader = UnstructuredLoader(doc)",
        "pages = loader.load()",
    ),
    (
        "train",
        "from llama_index.finetuning import MistralAIFinetuneEngine as Engine\ne = Engine('m', 't.jsonl')",
        "e.finetune()",
    ),
    ("train", "engine.finetune()"),
    ("load", "import webdataset as wds\nd = wds.WebDataset('a.tar')"),
    ("train", "import openai\nopenai.FineTuningJob.create(training_file=f, model='m')"),
    ("train", "import openai\nopenai.fine_tuning.jobs.create(training_file=f, model='m')"),
    (
        "train",
        "from mistralai import Mistral\nc = Mistral(k)",
        "c.fine_tuning.jobs.create(model='m', training_files=f)",
    ),
    (
        "train",
        "from together import Together\nc = Together()",
        "c.fine_tuning.create(training_file=f, model='m')",
    ),
    (
        "train",
        "from google import genai\nc = genai.Client()",
        "c.tunings.tune(base_model='m', training_dataset=d)",
    ),
    ("train", "import boto3\nb = boto3.client('bedrock')", "b.create_model_customization_job(jobName='j')"),
    ("train", "bedrock.create_model_customization_job(jobName='j')"),
    (
        "train",
        "from sagemaker.core.resources import AutoMLJobV2\nj = AutoMLJobV2.create(auto_ml_job_name='j')",
    ),
    ("train", "from databricks import automl\ns = automl.classify(d, target_col='y')"),
    (
        "train",
        "from nixtla import NixtlaClient\nc = NixtlaClient()",
        "c.forecast(df=df, h=12, finetune_steps=10)",
    ),
    ("train", "!mlx_lm.lora --train --data d"),
    (
        "deploy",
        "import boto3\nb = boto3.client('bedrock')",
        "b.create_provisioned_model_throughput(modelId=m)",
    ),
    ("deploy", "from vertexai import agent_engines\na = agent_engines.create(agent_engine=app)"),
    (
        "deploy",
        "import hopsworks\nmr = hopsworks.login().get_model_registry()",
        "mr.python.create_model(name='m').save('d')",
    ),
    (
        "deploy",
        "!docker run --gpus all -p 8080:80 ghcr.io/huggingface/text-generation-inference:1.0 --model-id m",
    ),
    ("deploy", "!./llama.cpp/llama-server -m m.gguf"),
    ("deploy", "!ollama create m -f Modelfile"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)
