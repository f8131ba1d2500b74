"""The lexicon's files, their reader, and what names are found to speak of."""

from __future__ import annotations

import re

import pytest

from nbready.stages.lexicon import Lexicon, lexicon
from nbready.stages.lexicon.reader import FOLDER
from nbready.stages.summaries.guess import speaks_of

SUBJECTS = sorted(file.stem for file in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_file_is_read_and_says_what_it_is_about(subject: str) -> None:
    assert (FOLDER / f"{subject}.txt").read_text(encoding="utf-8").startswith("# ")
    assert lexicon(subject).word("zzz") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# Mine.\ndata", "own.txt:2: a word before any section"),
        ("[word]\ndata", "own.txt:1: [word] is none of words, parts"),
        ("[no way]\ndata", "own.txt:1: [no way] is none of"),
        ("[names]\nload|read .. (data)", "own.txt:2: 'load|read .. (data)' is no name"),
        ("[names]\nload||read", "own.txt:2: 'load||read' is no name"),
        ("[extensions]\ncsv .tsv", "own.txt:2: '.tsv' is no word of [extensions]"),
        ("[words]\ndata, csv", "own.txt:2: 'data,' is no word of [words]"),
        ("[words]\ndata|csv", "own.txt:2: 'data|csv' is no word of [words]"),
        ("[no words]\ndata", "own.txt:1: no words of the subject"),
        ("[names]\nload ...", "own.txt:2: 'load ...' is no name"),
        ("[names]\nload|\n    read|\n[words]", "own.txt:4: '[words]' stands in a line that goes on"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        Lexicon("own", text)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("[words]\ndata", ["my_data.json", "Data2"], ["update", "dataset"]),
        ("[parts]\nconfig", ["MyConfig2"], ["conf"]),
        ("[extensions]\ncsv", ["a/b.csv", "a.csv?x"], ["csv", "a.csvs"]),
        ("[folders]\ndatasets?", ["data/datasets/a", "dataset\\a"], ["mydataset/a", "dataset"]),
        ("[begins]\n/etc/", ["/etc/hosts", " /etc/x"], ["a/etc/b"]),
        ("[whole]\nx data*", ["X", "data_x"], ["ax", "x1"]),
        ("[names]\nload|read .. data", ["load_data", "readData", "read_my_data2"], ["load", "load_data_x"]),
        ("[names]\nload data ..", ["load_data", "load_data_x", "_load_data"], ["load_datax", "my_load_data"]),
        ("[names]\n.. data", ["my_data", "data"], ["mydata"]),
        ("[names]\nload|\n    read data", ["load_data", "read_data"], ["data"]),
        ("[words]\ndata\n\n[no parts]\nloader", ["data"], ["data_loader"]),
    ],
)
def test_forms(text: str, yes: list[str], no: list[str]) -> None:
    words = Lexicon("own", text)
    assert [name for name in yes if not words.word(name)] == []
    assert [name for name in no if words.word(name)] == []


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("", "load_model load_config load_data_info train_test_split train_data docs Train plot_grid_search"),
        ("", "deploy_model_to_gpu push_model_to_cpu get_name dataset training_args fit_transform"),
        ("loads", "load_data loadData load_data2 read_my_tables read_tsv load_image_files get_df"),
        ("trains", "train trainModel fit_model retrain run_training build_and_train_model grid_search_cv"),
        ("deploys", "deploy_model deploy_model_v2 push_model_to_hub deploy_to_sagemaker"),
        ("loaders", "get_data_loaders create_train_dataloader"),
    ],
)
def test_what_a_function_name_speaks_of(subject: str, names: str) -> None:
    assert {name: speaks_of(name) for name in names.split()} == dict.fromkeys(names.split(), subject)
