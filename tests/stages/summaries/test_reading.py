"""How files, pages and services are read, whatever library or name stands for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stage_tables import both_tables, stages_of

PATHS = 'from pathlib import Path\nimport json\nDATA = Path("data")'
LATER = "import dask\nimport pandas as pd\ndef part(path):\n    return pd.read_csv(path)"
TOOLS = "import yfinance as yf\ndef price(s):\n    return yf.Ticker(s).history()\ntools = {'price': price}"

QUIET: list[tuple[str, ...]] = [
    # paths
    (PATHS, '(DATA / "out.txt").write_text("x")'),
    (PATHS, 'p = DATA / "out.txt"\np.write_text("x")\nt = p.read_text()'),
    (PATHS, 'with (DATA / "out.csv").open("w") as f:\n    f.write("a")'),
    (PATHS, 'with (DATA / "out.csv").open(mode="w") as f:\n    f.write("a")'),
    (PATHS, 'c = json.loads((DATA / "config.json").read_text())'),
    (PATHS, 'prompt = (DATA / "prompt.txt").read_text()'),
    (PATHS, "x = 3 / 4\ny = x / 2"),
    (PATHS, 'b = (DATA / "logo.png").read_bytes()'),
    ("settings = open(args.config).read()",),
    ("x = [1]\ny = list(x)\nz = list(enumerate(zip(x, x)))",),
    # requests
    (
        "import os, requests\nbase_url = os.environ['OPENAI_BASE_URL']",
        "requests.get(f'{base_url}/organization/projects', headers=h)",
    ),
    ("import os, requests\nbase = os.getenv('ANTHROPIC_URL')", "requests.get(base + '/v1/models')"),
    ("import requests", "requests.get('http://localhost:8000/health')"),
    ("import requests", "requests.get(f'http://{host}:{port}/')"),
    ("import requests", "requests.get(endpoint, timeout=5)"),
    ("import requests", "requests.get(f'{workspace}/deployments/{name}').json()"),
    ("import requests", "requests.get('https://a.org/runs', headers=h)"),
    ("import requests", "css = requests.get('https://a.org/site.css').text"),
    # calls put off
    (LATER, "tasks = {k: dask.delayed(part)(p) for k, p in paths.items()}"),
    ("import dask, pandas as pd\n@dask.delayed\ndef part(p):\n    return pd.read_csv(p)", "t = part('x')"),
    (LATER, "dask.compute([1, 2])"),
    # attributes and what a model asks for
    ("import yfinance as yf", "t = yf.Ticker('X')\nt.ticker"),
    (TOOLS, "function_to_call = tools[name]\nfunction_to_call(**args)"),
    (TOOLS, "tools[call.name](**json.loads(call.arguments))"),
    ("import ee", "i = ee.Image(1)\nf = ee.FeatureCollection([ee.Feature(None)])"),
    # kept under a name of data, and yet none
    ("import onnxruntime as o\nsession = o.InferenceSession(p)", "input_data = session.get_inputs()[0]"),
    ("from keras import backend as K", "target_image = K.constant(prepare(target_image_path))"),
    ("component_data = ml_client.components.get(name='c')",),
    ("data_href = client.data_assets.get_href(details)",),
    ("!helm upgrade --install seldon-core-v2-crds ../charts/seldon-core-v2-crds -n mesh",),
    (
        "from ray.train.torch import TorchTrainer\ndef loop(c):\n    for b in d:\n        loss.backward()\n"
        "        optimizer.step()",
        "t = TorchTrainer(train_loop_per_worker=loop)",
    ),
    # what is unknown
    ("import foo\nm = foo.Net()", "m.train(False)\nm.train(mode=True)\nm.train()"),
    ("legend = ax.legend()", "legend.get_frame()"),
    ("m = foo.Map()", "m.fit_bounds(b)"),
    ("m = api.client()", "m.delete_training_pipeline(name=n)\nm.get_training_data_schema()"),
    ("import foo\nl = foo.ModelLoader('m')", "l.load()"),
    ("import foo\nm = foo.Model()", "m.load('weights.h5')"),
    ("import foo", "foo.save('x.csv')\nfoo.plot_file('x.csv')"),
    ("c = Elastic()", "c.search(index='i', knn=q)"),
    (
        "from elasticsearch import Elasticsearch\nes = Elasticsearch()\n"
        "def rag(q):\n    return es.search(query=q)",
        "rag('what?')",
    ),
]
FIRES = [
    ("load", PATHS, 'json.loads((DATA / "hardware_sweep.json").read_text())'),
    ("load", PATHS, 'with (DATA / "orders.csv").open() as f:\n    rows = f.read()'),
    ("load", PATHS, 'p = DATA / "raw" / "people.txt"\nt = p.read_text()'),
    ("load", "t = (cfg.root / 'people.txt').read_text()"),
    ("load", "t = (Path.cwd().parent / 'people.txt').read_text()"),
    ("load", PATHS, "for p in DATA.glob('*.txt'):\n    t = p.read_text()"),
    ("load", PATHS, "import pickle\nwith (DATA / 'x.bin').open('rb') as f:\n    d = pickle.load(f)"),
    ("load", PATHS, "p = Path('<file>')\nwith p.open(errors='ignore') as lines:\n    items = list(lines)"),
    ("load", "lines = sorted(open('people_of_rome'))"),
    ("load", "with open(path) as f:\n    rows = list(map(json.loads, f))"),
    ("load", "with open(path) as f:\n    for i, line in enumerate(f):\n        print(line)"),
    ("load", "with open(a) as f, open(b) as g:\n    pairs = list(zip(f, g))"),
    ("load", "rows = open(args.input).read()"),
    ("load", "rows = open(config['train_path']).read()"),
    ("load", "import requests", "requests.get('https://legiscan.com/CA/text/x.html').text"),
    (
        "load",
        "import requests\nAPI_KEY = 'x'",
        "requests.get(f'https://api.a.org/weather?q=Rome&appid={API_KEY}')",
    ),
    ("load", "import requests", "requests.get('https://ergast.com/api/f1/results.json').json()"),
    ("load", "import requests\nendpoint = 'https://data.gov/v1/beaches'", "requests.get(endpoint).json()"),
    ("load", LATER + "\ntasks = {k: dask.delayed(part)(p) for k, p in paths.items()}", "dask.compute(tasks)"),
    ("load", LATER + "\ntasks = [dask.delayed(part)(p) for p in paths]", "list(dask.compute(*tasks))"),
    ("load", LATER + "\nt = dask.delayed(part)(p)", "t.compute()"),
    (
        "load",
        "from dask import delayed\nimport pandas\n@delayed(pure=True)\n"
        "def part(p):\n    return pandas.read_csv(p)",
        "@delayed\ndef total(xs):\n    return sum(xs)\ntotal([part(p) for p in paths]).compute()",
    ),
    ("load", "import yfinance as yf", "d = yf.Ticker('X').dividends"),
    ("load", "import yfinance as yf\nt = yf.Ticker('X')", "t.financials"),
    ("load", TOOLS, "price('x')"),
    ("load", "import ee", "i = ee.Image('LANDSAT/LC08')"),
    ("load", "import foo", "foo.read_cloud('points.las')"),
    ("load", "import foo\nx = foo.Thing()", "x.open('brain.nii')"),
    ("load", "import foo\nr = foo.PageReader(u)", "docs = r.load()"),
    ("load", "import foo\nd = foo.Data()", "d.load_training_data(path)"),
    (
        "load",
        "from elasticsearch import Elasticsearch\ne = Elasticsearch()",
        "e.search(body={'query': {'match_all': {}}})",
    ),
    ("train", "import foo\nm = foo.Net(a)", "m.train(use_gpu=False)"),
    ("train", "import foo\nm = foo.Net(a)", "m.train_next_model(d)"),
    ("train", "import foo\nm = foo.Odd()", "m.fit_score(features=x)"),
    (
        "train",
        "if done:\n    m = foo.Net.load(p)\nelse:\n    m = foo.Net(a)\n    m.train(use_gpu=False)",
    ),
    ("deploy", "c = es()", "c.ml.start_trained_model_deployment(model_id=m)"),
    ("deploy", "c = client()", "c.update_endpoint_weights_and_capacities(EndpointName=n)"),
    ("deploy", "!mlflow sagemaker build-and-push-container"),
    ("deploy", "r = foo.AgentCoreRuntime()", "agentcore_runtime.launch()"),
]

test_stays_quiet, test_fires = both_tables(QUIET, FIRES)

MANIFEST = "apiVersion: v1\nkind: {}\nspec: {{}}"


@pytest.mark.parametrize(
    ("cells", "stages"),
    [
        (("!kubectl apply -f message-dumper.yaml",), set()),
        (("!kubectl apply -f hf-secret.yaml -n default",), set()),
        (("!kubectl apply -f llama_tgi.yaml",), {"deploy"}),
        (("!kubectl apply -f sklearn-model-gateway.yaml",), {"deploy"}),
        (("!kustomize build config/single-model | kubectl apply -f -",), {"deploy"}),
        (("%%writefile a.yaml\n" + MANIFEST.format("Trigger"), "!kubectl apply -f a.yaml"), set()),
        (
            ("%%writefile a.yaml\n" + MANIFEST.format("InferenceService"), "!kubectl apply -f a.yaml"),
            {"deploy"},
        ),
    ],
)
def test_a_cluster_is_judged_by_what_it_is_told_to_run(cells: tuple[str, ...], stages: set[str]) -> None:
    assert stages_of(*cells) == stages


def test_a_manifest_beside_the_notebook_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(MANIFEST.format("Broker"))
    assert stages_of("!kubectl apply -f ./b.yaml", folder=tmp_path) == set()


def test_steps_that_only_prepare_make_no_training() -> None:
    made = "from sagemaker.workflow.pipeline import Pipeline\nfrom sagemaker.workflow.steps import *\n"
    chores = made + "p = Pipeline(name='a', steps=[ProcessingStep(name='b')])"
    both = made + "p = Pipeline(name='a', steps=[ProcessingStep(name='b'), TrainingStep(name='c')])"
    some = made + (
        "from sagemaker.workflow.condition_step import ConditionStep\n"
        "p = Pipeline(name='a', steps=[ProcessingStep(name='b'), ConditionStep(name='c')])"
    )
    assert stages_of(chores, "p.start()") == set()
    assert stages_of(both, "p.start()") == {"train"}
    assert stages_of(some, "p.start()") == {"train"}


def test_what_read_a_file_does_not_read_it_again() -> None:
    assert (
        stages_of(
            "with open(path) as f:\n    rows = list(f)", "for i, r in enumerate(rows[:1]):\n    print(r)"
        )
        == set()
    )
