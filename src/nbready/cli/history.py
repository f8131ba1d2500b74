"""``nbready history`` and ``nbready who``: what git tells of a charter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.cli.output import put
from nbready.escape import html_text, plain_line, plain_text

if TYPE_CHECKING:
    from nbready.charter.model import Value
    from nbready.git.log import Commit
    from nbready.history import Change, History

_FORMATS = ("table", "json", "html")
_EVENTS = {"load": "the first load", "training": "training", "result": "the result", "sign_off": "sign-off"}
_FILE = click.Path(dir_okay=False, path_type=Path)
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;"
    "color-scheme:light dark}h2{margin:2rem 0 .3rem;font-size:1.1rem}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-top:1px solid #8884}"
    "del{opacity:.65}small{opacity:.75}.after{color:#b35900}@media(prefers-color-scheme:dark)"
    "{.after{color:#ffb454}}td:first-child{white-space:nowrap}"
)


@click.command("history")
@click.argument("file", type=_FILE)
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="table", help="How to show it.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write it to a file.")
def history(file: Path, format_: str, output_file: Path | None) -> None:
    """Show what a charter said at each commit, question by question.

    FILE is a notebook, a text notebook or a charter file in a git repository; renames are followed. Each
    change names who made it, and what was known by then: the first load, training, the result, the sign-off.
    git is asked and nothing is written. It can't show what was rewritten together with its history.
    """
    from nbready.history import read_history

    found = read_history(file)
    render = {"table": _table, "json": _json, "html": _html}[format_]
    put(output_file, render(found))


@click.command("who")
@click.argument("file", type=_FILE)
def who(file: Path) -> None:
    """Show the commit that brought the sign-off in, its author, and whether its signature verifies.

    It certifies nothing more than git does: an author is whom a commit names.
    """
    from nbready.git.log import signature_of
    from nbready.history import who_signed

    signed = who_signed(file)
    if signed is None:
        click.echo(plain_line(f"{file}: nobody has signed."))
        return
    click.echo(plain_line(f"{file}: {_words(signed.answer)}"))
    if signed.commit is None:
        click.echo("  not committed yet: git cannot tell who brought it in")
        return
    commit = signed.commit
    signature = signature_of(signed.repository, commit.id)
    by = f" by {signature.signer}" if signature.signer else ""
    click.echo(plain_line(f"  commit     {commit.id[:12]}  {commit.subject}"))
    click.echo(plain_line(f"  author     {commit.author} <{commit.email}>, {commit.date:%Y-%m-%d %H:%M %z}"))
    click.echo(plain_line(f"  signature  {signature.words}{by} (git says {signature.status})"))


def _table(found: History) -> str:
    return "".join(f"{plain_text(line)}\n" for line in _lines(found))


def _lines(found: History) -> Iterator[str]:
    for key, changes in _by_question(found).items():
        yield f"{found.labels.get(key, key)} ({key})"
        for change in changes:
            yield f"  {_when(change)}  {_who(change)}{_after(change)}"
            if change.was:
                yield f"    - {_words(change.was)}"
            yield f"    + {_words(change.now)}" if change.now else "    (taken out)"
        yield ""
    yield from _remarks(found)


def _remarks(found: History) -> Iterator[str]:
    if not found.changes:
        yield "No answer was ever written in this file."
    for commit, why in found.unreadable:
        yield f"{commit.id[:12]} ({commit.date:%Y-%m-%d}, {commit.author}) cannot be read: {why}"
    if found.is_cut:
        yield "This is a shallow clone: what was before its first commit is not here."
        yield "Fetch the rest with `git fetch --unshallow`."


def _json(found: History) -> str:
    value = {
        "version": 1,
        "path": found.path,
        "is_cut": found.is_cut,
        "changes": [_as_json(change) for change in found.changes],
        "unreadable": [{**_commit_json(commit), "problem": why} for commit, why in found.unreadable],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "question": change.question,
        "commit": _commit_json(change.commit) if change.commit else None,
        "was": change.was or None,
        "now": change.now or None,
        "after": list(change.after),
        "amendment": change.amendment or None,
    }


def _commit_json(commit: Commit) -> dict[str, Any]:
    return {
        "id": commit.id,
        "author": commit.author,
        "email": commit.email,
        "date": commit.date.isoformat(),
        "subject": commit.subject,
        "path": commit.path,
    }


def _html(found: History) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        # Nothing runs and nothing is fetched: text that slipped through as markup would still do nothing.
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_text(found.path)}</title><style>{_STYLE}</style>",
        f"<h1>What the charter of {_text(found.path)} said</h1>",
    ]
    for key, changes in _by_question(found).items():
        rows = "".join(_row(change) for change in changes)
        parts.append(f"<h2>{_text(found.labels.get(key, key))}</h2><table>{rows}</table>")
    parts += [f"<p><small>{_text(remark)}</small></p>" for remark in _remarks(found)]
    return "".join(parts) + "\n"


def _row(change: Change) -> str:
    was = f"<del>{_text(_words(change.was))}</del><br>" if change.was else ""
    now = _text(_words(change.now)) if change.now else "<i>taken out</i>"
    after = f"<br><span class=after>{_text(_after(change).strip())}</span>" if change.after else ""
    return f"<tr><td>{_text(_when(change))}<td>{_text(_who(change))}{after}<td>{was}{now}"


def _text(text: str) -> str:
    """What people wrote, letter for letter, and with nothing in it that a browser would act on."""
    return html_text(plain_line(text))


def _by_question(found: History) -> dict[str, list[Change]]:
    grouped: dict[str, list[Change]] = {key: [] for key in found.labels}
    for change in found.changes:
        grouped.setdefault(change.question, []).append(change)
    return {key: changes for key, changes in grouped.items() if changes}


def _when(change: Change) -> str:
    return f"{change.commit.date:%Y-%m-%d}" if change.commit else "not yet   "


def _who(change: Change) -> str:
    return f"{change.commit.author} {change.commit.id[:8]}" if change.commit else "not committed"


def _after(change: Change) -> str:
    if not change.after:
        return ""
    amended = f"; on record as {change.amendment}" if change.amendment else ""
    return f"  after {_EVENTS[change.after[-1]]}{amended}"


def _words(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(item)}" for key, item in value.items())
    return " / ".join(_words(item) for item in value)
