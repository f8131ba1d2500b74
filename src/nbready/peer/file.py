"""One review as a file: YAML that people read, and that is read back strictly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nbready.charter.model import GATES, Gate, Value
from nbready.charter.quantity import read_date
from nbready.charter.question import Fail
from nbready.charter.yaml_model import At
from nbready.charter.yaml_text import read_yaml
from nbready.charter.yaml_write import write_scalar, write_text
from nbready.errors import ConfigError
from nbready.peer.form import Form
from nbready.peer.model import GateReview, PeerReview

VERSION = 1
FILE_KEYS = ("version", "by", "date", "notebook", "author", "gates")
_HEAD = "# A review of a charter, as `nbready review` keeps it beside the file that it is about."


def parse_review(text: str, *, path: Path | None = None) -> PeerReview:
    """The review of a file's text, whatever form it answers.

    Raises:
        ConfigError: It is none; has its line and the remedy.
    """
    reading = read_yaml(text, path=path, error=ConfigError)
    fail = Fail(path=path, reading=reading, error=ConfigError)
    table = fail.mapping(reading.value, ())
    if table.get("version", "") != str(VERSION):
        raise fail(f"This is no review that this nbready reads: it needs `version: {VERSION}`.", ("version",))
    fail.known_keys(table, FILE_KEYS, ())
    missing = [key for key in ("by", "date", "notebook", "gates") if not table.get(key)]
    if missing:
        raise fail(f"This review has no `{missing[0]}`.", (), "Write it again with `nbready review`.")
    date = read_date(fail.text(table["date"], ("date",)))
    if date is None:
        raise fail("This is no date.", ("date",), "Write it as 2027-01-31.")
    said = fail.mapping(table["gates"], ("gates",))
    fail.known_keys(said, GATES, ("gates",))
    return PeerReview(
        by=fail.text(table["by"], ("by",)),
        date=date.isoformat(),
        notebook=fail.text(table["notebook"], ("notebook",)),
        author=fail.text(table["author"], ("author",)) if table.get("author") else "",
        gates={gate: _gate(said[gate], ("gates", gate), fail) for gate in GATES if gate in said},
    )


def _gate(value: Value, at: At, fail: Fail) -> GateReview:
    table = fail.mapping(value, at)
    if not table.get("of"):
        raise fail("It does not say of which answers.", at, "Write it again with `nbready review`.")
    texts = {key: fail.text(item, (*at, key)) for key, item in table.items()}
    return GateReview(texts.pop("of"), texts)


def write_review(review: PeerReview) -> str:
    """The text of its file."""
    head = {
        "version": str(VERSION),
        "by": review.by,
        "date": review.date,
        "notebook": review.notebook,
        "author": review.author,
    }
    lines = [_HEAD, *(f"{key}: {write_scalar(text)}" for key, text in head.items() if text), "gates:"]
    for gate, said in review.gates.items():
        lines += [f"  {gate}:", f"    of: {write_scalar(said.of)}", *_said(said.said)]
    return "\n".join(lines) + "\n"


def _said(said: Mapping[str, str]) -> Iterator[str]:
    for key, text in said.items():
        written = write_text(text, 6) if "\n" in text else write_scalar(text)
        yield f"    {key}: {written}"


def blank_form(form: Form, gates: Mapping[Gate, str]) -> str:
    """A form to fill in and give to ``nbready review --from``; ``gates`` says what each of them is called."""
    lines = ["# Fill it in, then `nbready review NOTEBOOK --by YOUR_NAME --from THIS_FILE`.", "gates:"]
    for gate, label in gates.items():
        lines += [f"  # {label}", f"  {gate}:"]
        for item in form:
            choices = f" ({', '.join(item.part.choices)})" if item.part.choices else ""
            lines += [f"    # {item.prompts[gate]}{choices}"]
            is_prose = item.part.type == "long_text"
            lines += [f"    {item.part.key}: |", ""] if is_prose else [f"    {item.part.key}:"]
    return "\n".join(lines).rstrip("\n") + "\n"
