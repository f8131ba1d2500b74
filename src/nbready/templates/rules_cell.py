"""The rules of a template as a cell: what every kernel reads, whether or not it knows the notebook's file.

papermill, nbconvert and nbgrader hand cells to a kernel, and no metadata. A cell travels with them; a file
beside the notebook would not reach Colab, or the folder that a grader copies submissions to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from nbready.charter.model import Value
from nbready.charter.store import RULES_MAGIC
from nbready.charter.yaml_text import read_yaml
from nbready.charter.yaml_write import write_value
from nbready.errors import CharterError
from nbready.templates.lock import LOCKED, broken_parts

_HEAD = f"""\
{RULES_MAGIC}
# Set by who made this notebook, and not to be edited: the fingerprint tells. Answers go into the charter.
"""


def write_rules(stored: Mapping[str, Any]) -> str:
    """The source of the rules cell for a template's ``metadata.nbready``."""
    return (_HEAD + write_value({key: stored[key] for key in LOCKED if key in stored})).rstrip("\n")


def read_rules(source: str) -> dict[str, Any]:
    """The locked keys of ``metadata.nbready``, out of a rules cell.

    Raises:
        CharterError: It is not YAML, or no longer what its fingerprint seals.
    """
    _, _, body = source.lstrip().partition("\n")
    value: Value = read_yaml(body, first_line=2).value
    rules = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    broken = broken_parts(rules) if "template" in rules else ("fingerprint",)
    if broken:
        raise CharterError(
            f"The rules of this notebook were edited: {' and '.join(broken)}.",
            line=1,
            column=1,
            remedy="Take this cell again from the notebook that was handed out.",
        )
    return rules
