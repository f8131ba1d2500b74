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


_CALLS: tuple[tuple[Stage, Pattern], ...] = (
    (
        "load",
        Pattern(
            r"(?<![\w.])(?:\w+::)?(read[._](?:csv2?|table|delim2?|fwf|tsv|excel|xlsx?|sav|dta|sas|parquet|feather|rds|spss)"
            r"|readRDS|fread|vroom|dbGetQuery|dbReadTable|readLines|scan|data)\s*\(\s*[^)\s]"
        ),
    ),
    (
        "train",
        Pattern(
            r"(?<![\w.])(?:\w+::)?(lm|glm|gam|gbm|nls|lmer|glmer|loess|rpart|ctree|randomForest|ranger|xgboost|xgb\.train"
            r"|xgb\.cv|lgb\.train|glmnet|cv\.glmnet|svm|knn|naiveBayes|nnet|neuralnet|kmeans|hclust|dbscan|Mclust|prophet|cross_validation"
            r"|fit\.prophet|arima|auto\.arima|ets|tbats|HoltWinters|survreg|coxph|train|fit|h2o\.(?:gbm|glm|automl|"
            r"randomForest|deeplearning)|stan|sampling|brm|polr|multinom|step|aov|ksvm|earth)\s*\(\s*[^)\s]"
        ),
    ),
)
# Fits only when it is given the data; the first argument says so.
_EMPTY = Pattern(r"(?<![\w.])prophet\s*\(\s*(?:\w[\w.]*\s*=(?!=)|\))")


def read(text: str) -> Iterator[Call]:
    """The calls of R code that load data or fit a model."""
    for number, line in enumerate(text.split("\n"), 1):
        code = _without_comment(line)
        for stage, calls in _CALLS:
            match = calls.search(code)
            if match and not (match[1] == "prophet" and _EMPTY.search(code)):
                yield Call(stage, match[1], number)


def _without_comment(line: str) -> str:
    """A line up to a ``#`` that stands in no text."""
    quote = ""
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#":
            return line[:at]
    return line
