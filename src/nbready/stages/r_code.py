"""R in a cell of ``%%R``: the calls by which R loads data and fits models, found by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nbready.stages.pattern import Pattern
from nbready.stages.uses import Stage


class Call(NamedTuple):
    """A call that enters a stage, and its line in the text, from 1."""

    stage: Stage
    name: str
    line: int


# A call of a function, of a package perhaps, that is given something; no member of an object.
_CALL = r"(?<![\w.$@])(?:\w{{1,40}}::)?({})\s*\(\s*[^)\s]"
_CALLS: tuple[tuple[Stage, Pattern], ...] = (
    (
        "load",
        Pattern(
            _CALL.format(
                r"read[._](?:csv2?|table|delim2?|fwf|tsv|excel|xlsx?|sav|dta|sas|parquet|feather|rds|spss)|readRDS|fread|"
                r"vroom|dbGetQuery|dbReadTable|readLines"
            )
        ),
    ),
    (
        "train",
        Pattern(
            _CALL.format(
                r"lm|glm|gam|gbm|nls|lmer|glmer|loess|rpart|ctree|randomForest|ranger|xgboost|xgb\.train|xgb\.cv|lgb\.train|"
                r"glmnet|cv\.glmnet|svm|ksvm|naiveBayes|nnet|neuralnet|kmeans|hclust|dbscan|Mclust|fit\.prophet|"
                r"cross_validation|arima|auto\.arima|ets|tbats|HoltWinters|survreg|coxph|stan|brm|polr|multinom|aov|earth|"
                r"h2o\.(?:gbm|glm|automl|randomForest|deeplearning)"
            )
        ),
    ),
    # These fit only when they are given the data, or are other things' names too.
    ("train", Pattern(r"(?<![\w.$@])(?:\w{1,40}::)?(prophet)\s*\(\s*(?!\w[\w.]*\s*=(?!=))[^)\s]")),
    ("train", Pattern(r"(?<![\w.$@])(?:\w{1,40}::)?(train|fit)\s*\([^()]{0,200}(?:~|\bdata\s*=)")),
)
_ASIDE = Pattern(r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'")


def read(text: str) -> Iterator[Call]:
    """The calls of R code that load data or fit a model."""
    code = _ASIDE.sub(lambda aside: "" if aside[0][0] == "#" else '""', text)
    for stage, calls in _CALLS:
        for match in calls.finditer(code):
            yield Call(stage, match[1], code.count("\n", 0, match.start()) + 1)
