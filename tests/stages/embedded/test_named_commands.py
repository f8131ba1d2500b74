"""What other languages say in a cell: SQL's statements, the words of commands."""

from __future__ import annotations

import pytest

from nbready.stages import Catalogue
from nbready.stages.embedded import shell, sql

CATALOGUE = Catalogue.default()


@pytest.mark.parametrize(
    "text",
    [
        "select * from t",
        "-- note\n(with a as (select 1 from b) select * from a)",
        "from t select a",
        "summarize t",
        "refresh t; select * from t",
        "use db; select * from t",
        "select count(1) from pg_catalog, t",
    ],
)
def test_sql_that_reads_rows(text: str) -> None:
    assert sql.reads_rows(CATALOGUE, text)


@pytest.mark.parametrize(
    "text",
    [
        "create table t (a int)",
        "drop table t",
        "insert into t select * from s",
        "select 1;",
        "select version()",
        "select datname from pg_database",
        "select * from main.information_schema.tables",
        "",
    ],
)
def test_sql_that_reads_none(text: str) -> None:
    assert not sql.reads_rows(CATALOGUE, text)


@pytest.mark.parametrize(
    ("text", "makes"),
    [
        ("create model a.b options(model_type='logistic_reg') as select * from t", True),
        ("use d; CREATE OR REPLACE TEMP MODEL m as select 1", True),
        ("create model a.b remote with connection `c` options(endpoint='g')", False),
        ("create model a.b options(model_type='onnx', model_path='gs://b/m')", False),
        ("create table model as select * from t", False),
        ("drop model m", False),
    ],
)
def test_sql_that_makes_a_model(text: str, makes: bool) -> None:
    assert sql.makes_model(CATALOGUE, text) is makes


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("sudo /usr/bin/python3.11 -u train.py --lr 1", ["train.py"]),
        ("accelerate launch --mixed_precision fp16 run.py", ["run.py"]),
        ("mpirun -n 4 python train.py && ls", ["train.py"]),
        ("uv run -m jobs.train", ["jobs/train.py"]),
        ("{sys.executable} train.py", ["train.py"]),
        ("python -c 'print(1)'", []),
        ("CUDA_VISIBLE_DEVICES=0 yolo detect train data=a.yaml", ["yolo detect"]),
        ("cat python.txt", []),
        ("# python train.py", []),
    ],
)
def test_shell_lines(line: str, found: list[str]) -> None:
    assert [command.call for command in shell.read(CATALOGUE, line)] == found
