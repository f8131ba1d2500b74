"""``nbready check``: options in, report and exit code out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from nbready.cli import FOUND_ERRORS, INTERRUPTED, loading
from nbready.cli.output import write_output
from nbready.cli.outside import allow_outside
from nbready.errors import NbreadyError
from nbready.escape import plain_line, plain_text
from nbready.lint.reports import FORMATS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from nbready.lint.findings import Report

_BASELINE = Path("nbready-baseline.json")

Command = TypeVar("Command", bound=Callable[..., Any])


def _codes(option: str, text: str) -> Callable[[Command], Command]:
    return click.option(option, multiple=True, metavar="CODES", callback=_split, help=text)


def _split(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@_codes("--select", "Rules to run, by code or start of a code, comma-separated; ALL for every rule.")
@_codes("--extend-select", "Rules to run besides the configured ones.")
@_codes("--ignore", "Rules to leave out.")
@click.option(
    "--changed",
    is_flag=False,
    flag_value="",
    metavar="[=REV]",
    help="Only notebooks that differ from the merge base with REV (default: the default branch).",
)
@click.option(
    "--paths-from",
    type=click.File("rb"),
    metavar="FILE",
    help="Check the notebooks that a file names, one a line; - for standard input. None named, none checked.",
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Files and folders to leave out.")
@click.option("--no-exclude", is_flag=True, help="Check what is excluded, ignored by git or in environments.")
@click.option("--no-ignores", is_flag=True, help="Don't listen to ignore comments and tags in notebooks.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), help="What makes the check fail.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--fix", is_flag=True, help="Bring charter cells and metadata in step first.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--template", type=click.Path(path_type=Path), help="Hold notebooks against this template.")
@click.option("--format", "format_", type=click.Choice([*FORMATS]), default="text", help="How to report.")
@click.option("--sarif-suppressed", is_flag=True, help="Put what notebooks ask to ignore into SARIF too.")
@click.option("--concise", is_flag=True, help="One line a finding.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@click.option("-q", "--quiet", is_flag=True, help="Show findings and nothing else.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Don't report what this file knows.")
@click.option("--write-baseline", is_flag=True, help=f"Put all findings on record ({_BASELINE}).")
@click.option("--prune-baseline", is_flag=True, help="Take out of the record what is gone.")
@click.option("--since", metavar="REV", default="", help="Hold each record against what it was at REV.")
@click.option("--max-size", type=click.IntRange(min=1), default=100, show_default=True, help="In MiB.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use (default: one a core).")
@click.option("--no-cache", is_flag=True, help="Don't use or keep results of earlier runs.")
@click.option(
    "--cache-dir", type=click.Path(path_type=Path), help="Where to keep them (default: your cache folder)."
)
@click.option("--dask", metavar="ADDRESS|local", help="Check on a Dask cluster.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
@allow_outside
@click.pass_context
def check(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Check notebooks for data, training and deployment that come before their answers.

    PATHS are files and folders (default: this folder). Notebooks are read, never run.

    Exits 1 when an error is found, 2 on wrong usage or configuration, else 0.
    """
    paths = _chosen(paths, options)
    report = _run(paths, options)
    unfixed = 0
    if options["diff"]:
        changed, unfixed = _mend(report, paths, diff=True)
        context.exit(FOUND_ERRORS if (changed or unfixed) and not options["exit_zero"] else 0)
    if options["fix"]:
        changed, unfixed = _mend(report, paths, diff=False)
        report = _run(paths, options) if changed else report
    if options["write_baseline"]:
        _write_baseline(report, _baseline(options) or _BASELINE)
    elif options["prune_baseline"]:
        report = _prune_baseline(report, _baseline(options) or _BASELINE)
        _show(report, options)
    else:
        _show(report, options)
    if report.interrupted:
        context.exit(INTERRUPTED)
    if (report.failed or unfixed) and not options["exit_zero"] and not options["write_baseline"]:
        context.exit(FOUND_ERRORS)


def _chosen(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[str, ...]:
    """The files and folders to check: those that were named, listed, or changed; else the folder here."""
    if options["paths_from"] is not None:
        listed = options["paths_from"].read()
        names = (os.fsdecode(name.strip(b"\r")) for name in listed.split(b"\0" if b"\0" in listed else b"\n"))
        paths += tuple(name for name in names if name.endswith(".ipynb"))
    elif not paths:
        paths = (".",)
    if options["changed"] is None:
        return paths
    from nbready.lint.changed import changed_notebooks

    return tuple(changed_notebooks(paths, options["changed"]))


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> Report:
    from nbready.cli.progress import progress_bar

    with loading():
        from nbready.lint import check as run_check
    known = None
    baseline = _baseline(options)
    if baseline and not (options["write_baseline"] or options["prune_baseline"]):
        from nbready.lint.baseline import read_baseline

        known = read_baseline(baseline)
    with progress_bar() as progress, _executor(options) as executor:
        return run_check(
            paths,
            select=options["select"],
            extend_select=options["extend_select"],
            ignore=options["ignore"],
            exclude=options["exclude"],
            everything=options["no_exclude"],
            ignores=not options["no_ignores"],
            fail_on=options["fail_on"],
            template=options["template"],
            baseline=known,
            max_bytes=options["max_size"] * 2**20,
            executor=executor,
            jobs=options["jobs"] or _cores(),
            cache=None if options["no_cache"] else options["cache_dir"] or "users",
            since=options["since"],
            progress=progress,
        )


def _executor(options: dict[str, Any]) -> AbstractContextManager[Executor | None]:
    if not options["dask"]:
        return nullcontext()
    from nbready.lint.dask import dask_executor

    return dask_executor(options["dask"], jobs=options["jobs"])


def _cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _mend(report: Report, given: tuple[str, ...], *, diff: bool) -> tuple[int, int]:
    """Bring what can be mended in step, or show how: how many files change, and how many could not."""
    from nbready.cli.sync import Syncer
    from nbready.lint.rules.charter import MENDABLE

    paths = [
        notebook.path
        for notebook in report.notebooks
        if any(finding.code in MENDABLE for finding in notebook.findings)
        # A gate that is passed may be due for its seal, which is no finding.
        or any(verdict.outcome == "pass" for verdict in notebook.verdicts)
    ]
    changed = unfixed = 0
    files = Syncer(given, diff=diff, write=not diff)
    # What was changed is news for people; stdout is the report's.
    with nullcontext() if diff else redirect_stdout(sys.stderr):
        for path in paths:
            try:
                changed += files.sync(path)
            except NbreadyError as error:
                click.echo(plain_text(f"{path} is not fixed: {error}"), err=True)
                unfixed += 1
    return changed, unfixed


def _show(report: Report, options: dict[str, Any]) -> None:
    file: Path | None = options["output_file"]
    color = options["color"] == "always" or (options["color"] == "auto" and file is None and _is_colorful())
    text = _rendered(report, options, color=color)
    if file is None:
        click.echo(text, nl=False, color=color)
    else:
        write_output(file, text)


def _rendered(report: Report, options: dict[str, Any], *, color: bool) -> str:
    from nbready.lint.reports import renderer, statistics, text

    quiet = cast("bool", options["quiet"])
    if options["statistics"]:
        return statistics.render(report, as_json=options["format_"] == "json")
    if FORMATS[options["format_"]].from_root:
        report = _from_root(report)
    if options["format_"] == "sarif" and options["sarif_suppressed"]:
        from nbready.lint.reports import sarif

        return sarif.render(report, suppressed=True)
    if options["format_"] != "text":
        return renderer(options["format_"])(report)
    if options["concise"]:
        return text.render_concise(report, color=color, quiet=quiet)
    return text.render(report, color=color, width=_width(), quiet=quiet)


def _from_root(report: Report) -> Report:
    """The report with the paths that programs outside look up: git's top folder, or the checkout's."""
    from nbready.git import GitError, find_repository
    from nbready.lint.places import from_root

    try:
        root = find_repository(Path.cwd()).root
    except GitError:
        checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
        root = Path(checkout) if checkout else Path.cwd()
    return from_root(report, root)


def _baseline(options: dict[str, Any]) -> Path | None:
    """The file of known findings that is asked for, or configured where the command runs."""
    from nbready.config import find_config

    given: Path | None = options["baseline"]
    return given or find_config(Path.cwd()).baseline


def _write_baseline(report: Report, file: Path) -> None:
    from nbready.lint.baseline import baseline_text, read_baseline
    from nbready.wording import counted

    before = read_baseline(file) if file.exists() else None
    write_output(file, baseline_text(report, file, before=before))
    known = sum(len(notebook.findings) for notebook in report.notebooks)
    click.echo(f"{counted(known, 'finding')} on record in {plain_line(str(file))}.", err=True)


def _prune_baseline(report: Report, file: Path) -> Report:
    """Take out of the record what is gone; the report with what is left of it applied."""
    from nbready.lint.baseline import apply_baseline, pruned_text, read_baseline
    from nbready.wording import counted

    text, gone = pruned_text(report, read_baseline(file))
    if gone:
        write_output(file, text)
    click.echo(f"{counted(gone, 'finding')} taken out of {plain_line(str(file))}.", err=True)
    return apply_baseline(report, read_baseline(file))


def _is_colorful() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size(fallback=(100, 24)).columns, 110)
