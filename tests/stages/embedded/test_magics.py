"""Magics and shell lines, translated without IPython."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nbready.stages import detect_stages
from nbready.stages.syntax.source import parse_cell
from stage_tables import all_stages_of, both_tables, stages_of

PD = "import pandas as pd\n"

QUIET = [
    ("!python generate-training-data.py\n!python make_train_data.py\n!python train_test_split.py",),
    ("!docker push gcr.io/p/trainer\n!docker push $TRAIN_IMAGE $DEPLOY_IMAGE\n!docker push {IMAGE_URI}",),
    ("!python -m spacy download en\n!gcloud ai-platform jobs list\n!yolo predict source=a.jpg",),
    ("%%R\nlibrary(prophet)\n# m <- prophet(df)\nm <- prophet(growth = 'flat')\nplot(m, predict(m, f))",),
    ("%%R\nggtitle('Best fit (red) and data (blue)')\nmessage(\"Running lm(y ~ x)\")",),
    ("%%R\nlearner$train(task)\ndata(package = 'datasets')",),
    ("%%bigquery\ncreate model a.b remote with connection `c` options(endpoint = 'gemini')",),
    ("%%R -i df\nhead(df)\nformat(df)",),
    ("%matplotlib inline\n%load_ext nbready",),
    ("%%charter\ndecision: pd.read_csv('a')",),
    ("%nbready defer data --reason 'pd.read_csv'",),
    ("!pip install pandas\n!ls data\n!head train.csv",),
    ("%%writefile train.py\nimport pandas as pd\npd.read_csv('a')",),
    ("%%html\n<b>pd.read_csv('a')</b>",),
    ("%%javascript\npd.read_csv('a')",),
    (PD + "pd.read_csv?",),
    (PD + "?pd.read_csv",),
    ("%sql sqlite:///a.db",),
    ("%%sql\ncreate table t (a int)",),
    ("%%bash\nls -l",),
    ("'''\n%run train.py\n!python train.py\n'''",),
    ("x = (1\n% 2)",),
    ("!python setup.py install",),
    ("%sql\ncreate table t (a int)",),
    ("%md\n# pd.read_csv('a')",),
    ("%sh\nls -l",),
    ('%scala\nval df = spark.read.csv("a")',),
    ("%sql sqlite:///a.db\nx = 1",),
    ("%%kql\n.show tables",),
    ("%%kql\nazureDataExplorer://code;cluster='help'",),
    ("%run",),
    ("%run -m",),
    ("!python -m pip install vllm",),
    ("!python create_train_val.py",),
    ("!kubectl apply -f postgres.yaml",),
    ("!python train_tokenizer.py",),
    ("!python -m torch.distributed.run --nproc_per_node 2 evaluate.py",),
    ("!python -m spacy download en_core_web_sm",),
]
FIRES = [
    ("deploy", "!docker push gcr.io/p/churn-serving:latest"),
    ("train", "!yolo task=detect mode=train model=a.pt"),
    ("train", "!gcloud ai-platform jobs submit training j --region r"),
    ("train", "!gcloud ai custom-jobs create --region r"),
    ("train", "!trl sft --model m"),
    ("train", "!aws sagemaker create-training-job --name j"),
    ("deploy", "!gcloud run deploy app --image i"),
    ("deploy", "!hf upload me/model ."),
    ("load", "%sql\nselect *\nfrom t"),
    ("load", "%sql select *\nfrom t"),
    ("load", "\n%sql\n-- cards\nwith a as (select 1 from b) select * from a"),
    ("load", PD, "%python\npd.read_csv('a')"),
    ("load", "%r\ndf <- read.csv('a.csv')"),
    ("train", "%sh\npython train.py"),
    ("load", "%sql select * from t\nx = 1"),
    ("load", "%%kql\nStormEvents | take 10"),
    ("load", "rows = %kql StormEvents | where a > 1"),
    ("load", "df = _dntk.execute_sql(\n  'SELECT * FROM cards',\n  'SQL_WAREHOUSE',\n)"),
    ("load", "df = _deepnote_execute_sql('SELECT * FROM cards', 'SQL_ALCHEMY_JSON_ENV_VAR')"),
    ("load", "%%R -w 5\ndf <- read.csv('a.csv')"),
    ("load", "%%R\nlibrary(data.table)\ndf <- data.table::fread('a.csv') # lm(y ~ x)"),
    ("train", "%%R\nm <- prophet(df, growth = 'flat')"),
    ("train", "%%R\nfit <- lm(\n  y ~ x,\n  data = df\n)"),
    ("train", "%%R\nm <- prophet(growth = 'linear') %>% fit.prophet(df)"),
    ("train", "%%R\nfit <- lm(y ~ x, data = df)"),
    ("load", PD + "%time df = pd.read_csv('a')"),
    ("load", PD, "%%time\ndf = pd.read_csv('a')"),
    ("load", PD + "%timeit -n 1 -r 1 pd.read_csv('a')"),
    ("load", PD, "%%timeit -n 3\npd.read_csv('a')"),
    ("load", PD, "%%capture out\n\npd.read_csv('a')"),
    ("load", PD, "%%prun -l 5\npd.read_csv('a')"),
    ("load", PD, "if True:\n    %time pd.read_csv('a')"),
    ("load", PD, "exec(\"pd.read_csv('a')\")"),
    ("load", "%%python\nimport pandas as pd\npd.read_csv('a')"),
    ("load", "%sql select * from t"),
    ("load", "%%sql\nselect *\nfrom t"),
    ("load", "rows = %sql select * from t"),
    ("load", "%%bigquery df\nSELECT a FROM `b.c`"),
    ("train", "!python train.py --epochs 3"),
    ("train", "%%bash\ncd src\naccelerate launch finetune.py"),
    ("train", "!torchrun --nproc_per_node 2 train_model.py"),
    ("train", "%run train.py"),
    ("train", "!yolo train data=a.yaml"),
    ("deploy", "!streamlit run app.py"),
    ("deploy", "!mlflow models serve -m runs:/1"),
    ("train", "!python -m spacy train a.cfg"),
    ("train", "!python -m torch.distributed.run --nproc_per_node 2 train.py"),
    ("train", "!python build_and_train.py"),
    ("deploy", "!kubectl apply -f ./models/churn.yaml -n prod"),
    ("train", "SCRIPT = 'train.py'\n!python {SCRIPT} --epochs 3"),
    ("train", "!python -m mlx_lm.lora --train --data d"),
    ("deploy", "!python -m vllm.entrypoints.openai.api_server --model m"),
]


test_stays_quiet, test_fires = both_tables(QUIET, FIRES)


@pytest.mark.parametrize(
    "line", ["!wget http://a/b.csv", "!kaggle competitions download -c a", "!curl -O http://a/b"]
)
def test_a_download_to_disk_is_told_and_opens_no_gate(line: str) -> None:
    assert all_stages_of(line) == {"download"}


def test_lines_are_those_of_the_cell_as_the_person_sees_it() -> None:
    def lines(*cells: str) -> list[int]:
        return [use.line for use in detect_stages(cells)[-1].uses]

    assert lines(PD, "%%time\n\npd.read_csv('a')") == [3]
    assert lines(PD, "x = 1\n%time pd.read_csv('a')") == [2]
    assert lines(PD, "!ls \\\n -l\npd.read_csv('a')") == [3]
    assert lines("%%bash\nls\npython train.py") == [3]


def test_a_script_that_was_written_by_the_notebook_is_read() -> None:
    written = "%%writefile job.py\nimport pandas as pd\npd.read_csv('a')"
    assert stages_of(written, "!python job.py") == {"load"}
    assert stages_of(written, "%run job.py") == {"load"}
    assert stages_of(written, "import job") == {"load"}


def test_a_script_beside_the_notebook_is_read(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text("if __name__ == '__main__':\n    clf.fit(X, y)\n")
    assert stages_of("!python job.py", folder=tmp_path) == {"train"}
    assert stages_of("%run job.py", folder=tmp_path) == {"train"}
    assert stages_of("import job", folder=tmp_path) == set()


@pytest.mark.parametrize(
    "source",
    [
        "%time x = 1",
        "%matplotlib inline",
        "!ls -l",
        "!!ls",
        "x = !ls",
        "x = %sql select 1",
        "pd.read_csv?",
        "if a:\n    %time f()\n    !ls",
        "!ls \\\n  -l\nx = 1",
        "s = '''\n%time x\n'''\n%time y",
        "f(\n  1\n  % 2)\n%time y",
        "%%time\nx = 1\ny = 2",
        "%%bash\nls\n",
    ],
)
def test_translation_is_that_of_ipython(source: str) -> None:
    inputtransformer2 = pytest.importorskip("IPython.core.inputtransformer2")
    theirs = ast.parse(inputtransformer2.TransformerManager().transform_cell(source))
    ours = parse_cell(source)
    assert ours is not None
    names = [
        [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for tree in (ours, theirs)
    ]
    squeezed = [[" ".join(call.split()).replace("\\n'", "'") for call in calls] for calls in names]
    assert squeezed[0] == squeezed[1]
