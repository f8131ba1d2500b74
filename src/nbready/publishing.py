"""``nbready.log_to_mlflow``: the record of a charter on the run, or the model version, that it is about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from nbready.charter.model import Charter
from nbready.charter_file import open_document
from nbready.config import Config
from nbready.document import read_document
from nbready.errors import ConfigError
from nbready.export import Source
from nbready.export.tracking import log_tags


def log_to_mlflow(
    run_id: str | None = None,
    *,
    charter: str | Path | Charter | None = None,
    model: str | None = None,
    version: str | int | None = None,
) -> None:
    """Put the record into MLflow: tags that start with ``nbready.``, and the brief as description.

    No tag says that anything is approved: that is for whoever deploys to look up in the charter.

    Args:
        run_id: The run; by default the active one, unless a model version is named.
        charter: A notebook or a charter file; by default the running notebook's charter.
        model: The name of a registered model, to tag a version of it.
        version: That version.

    Raises:
        ConfigError: MLflow is not installed, there is no run, or a model has no version named.
        NbreadyError: The charter cannot be read.
    """
    if (model is None) != (version is None):
        raise ConfigError("A model version has a name and a version.", remedy="Pass `model=` and `version=`.")
    log_tags(_source(charter), run_id=run_id, model=model, version=None if version is None else str(version))


def _source(charter: str | Path | Charter | None) -> Source:
    if isinstance(charter, Charter):
        document = read_document((), {}, Config()).with_own(charter)
    elif charter is not None:
        document = open_document(Path(charter))
    else:
        from nbready.kernel.here import document_needed

        document = document_needed()
    today = dt.date.today()
    name = document.path.name if document.path else ""
    return Source(name, document.review(today), document.charter, document.states(today))
