"""``check``: the linter as a function."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from nbready.charter.model import Charter
from nbready.charter.questions import default_questions, load_questions
from nbready.charter.share import resolve_charter
from nbready.config import Config, FailOn, find_config
from nbready.errors import CharterError, ConfigError, UnreadableConfigError
from nbready.lint.discover import find_notebooks
from nbready.lint.engine import Checker, Options
from nbready.lint.findings import Finding, NotebookResult, Report
from nbready.lint.outsiders import ignored_by_git, lies_outside
from nbready.lint.parallel import FEW, check_files
from nbready.lint.remote import is_address
from nbready.lint.select import Choice
from nbready.notebook import Notebook
from nbready.notebook.file import MAX_BYTES

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from nbready.lint.baseline import Baseline

Progress = Callable[[int, int], None]


def check(
    paths: Iterable[str | os.PathLike[str]],
    *,
    config: Config | None = None,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    exclude: Sequence[str] = (),
    everything: bool = False,
    ignores: bool = True,
    fail_on: FailOn | None = None,
    template: str | os.PathLike[str] | None = None,
    baseline: Baseline | None = None,
    max_bytes: int = MAX_BYTES,
    today: dt.date | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    cache: Path | Literal["users"] | None = None,
    allow_outside: bool | None = None,
    since: str = "",
    progress: Progress | None = None,
) -> Report:
    """Check notebooks: what ``nbready check`` does, without a word.

    Args:
        paths: Files and folders; folders are searched for ``.ipynb`` files.
        config: The configuration; None for that of each file's own project.
        select: Codes, or starts of codes, of the rules to run in place of the configured ones.
        extend_select: Rules to run besides.
        ignore: Rules to leave out.
        exclude: Patterns of files and folders to leave out.
        everything: Whether to leave nothing out: what is excluded, environments, packages of others, what git
            ignores.
        ignores: Whether the marks in cells count.
        fail_on: The severity from which the report has ``failed``; None for the configuration's.
        template: A template that the notebooks are held against; the configuration is then the given one, or
            that of the working directory, for all of them.
        baseline: Findings that are known and not reported again.
        max_bytes: The size from which a file is refused.
        today: The day on which dates are judged; None for today.
        executor: Where the files are checked, in batches; None for this machine.
        jobs: How many processes of this machine share the work, where it is enough to share.
        cache: The folder where results are kept from run to run; ``"users"`` for one in the user's cache
            folder, where there are enough files for it to pay; None to keep none.
        allow_outside: Whether configurations may name files outside of their project; None for what the
            environment variable ``NBREADY_ALLOW_OUTSIDE`` says.
        since: A revision of git's: each notebook's record is held against what it was there.
        progress: Called with the number of files done and of all files, after each batch.

    Returns:
        The report. After Ctrl-C it holds what was found so far, and says that it was ``interrupted``.

    Raises:
        ConfigError: A configuration, a rule code or a shared file that it names cannot be used.
    """
    if template is not None:
        config = (config or find_config(Path.cwd(), allow_outside=allow_outside))._replace(
            template=Path(template)
        )
    options = Options(
        today=today or dt.date.today(),
        config=config,
        choice=Choice(select=tuple(select), extend_select=tuple(extend_select), ignore=tuple(ignore)),
        exclude=tuple(exclude),
        everything=everything,
        listen=ignores,
        fail_on=fail_on,
        max_bytes=max_bytes,
        folder=str(Path.cwd()),
        allow_outside=allow_outside,
        since=since,
    )
    checker = Checker(options)
    named = [os.fspath(path) for path in paths]
    for start in named or ["."]:
        with contextlib.suppress(UnreadableConfigError):  # each file below it says so
            require_usable(checker.config_for(Path() if is_address(start) else Path(start)))
    if since:
        from nbready.lint.earlier import Earlier  # brings git

        Earlier(since).require(Path.cwd())
    gitignore = _respects_gitignore(checker)
    files = list(find_notebooks(named, checker.is_excluded, everything=everything, gitignore=gitignore))
    if not everything:
        options = options._replace(left_out=_left_out(named, gitignore=gitignore))
    options = options._replace(cache=_cache_folder(cache, len(files), options))
    results, interrupted = _collect(
        check_files(files, options, executor=executor, jobs=jobs), len(files), progress
    )
    report = Report(notebooks=tuple(results), interrupted=interrupted)
    if baseline is None:
        return report
    from nbready.lint.baseline import apply_baseline

    return apply_baseline(report, baseline)


def check_notebook(
    notebook: Notebook, *, config: Config | None = None, today: dt.date | None = None
) -> NotebookResult:
    """Check one notebook that was read or made in memory."""
    checker = Checker(Options(today=today or dt.date.today(), config=config or Config()))
    return checker.check_notebook(notebook, str(notebook.path or "notebook.ipynb"), config or Config())


def check_rule(
    code: str, notebook: Notebook, *, config: Config | None = None, today: dt.date | None = None
) -> tuple[Finding, ...]:
    """What one rule finds in one notebook: ``check_rule("NBR201", notebook)``."""
    only = (config or Config())._replace(select=(code,), extend_select=(), ignore=())
    return check_notebook(notebook, config=only, today=today).findings


def _respects_gitignore(checker: Checker) -> bool:
    try:
        return checker.config_for(Path()).gitignore
    except ConfigError:
        return True  # what is wrong with it is said of each file


def _left_out(named: Sequence[str], *, gitignore: bool) -> frozenset[str]:
    """Files that were named, and are left out as they would be in a folder."""
    files = [name for name in named if not is_address(name) and os.path.isfile(name)]  # noqa: PTH113
    ignored = ignored_by_git(files) if gitignore else frozenset()
    return ignored | {name for name in files if lies_outside(name)}


def _cache_folder(cache: Path | Literal["users"] | None, files: int, options: Options) -> Path | None:
    if cache != "users":
        return cache.absolute() if cache else None
    if files <= FEW:
        return None  # checking them costs less than looking for what is known of them
    from nbready.lint.shelf import users_folder

    here = Path(options.folder)
    try:
        root = (options.config or find_config(here)).root
    except ConfigError:
        root = None
    return users_folder(root or here)


def require_usable(config: Config) -> None:
    """Refuse files that the configuration names and that cannot be used: once, not on every notebook.

    Raises:
        ConfigError: Says which file, and why.
    """
    try:
        base = default_questions()
        questions = load_questions(config.questions, base=base) if config.questions else base
        if config.template:
            from nbready.templates.lock import read_template

            read_template(config.template)
        if config.charter:
            resolve_charter(
                Charter(),
                questions,
                notebook=None,
                root=config.root,
                shared=config.charter,
                allow_outside=config.allow_outside,
            )
    except CharterError as error:
        raise ConfigError(
            error.message, path=error.path, line=error.line, column=error.column, remedy=error.remedy
        ) from error


def _collect(
    batches: Iterator[Sequence[NotebookResult]], total: int, progress: Progress | None
) -> tuple[list[NotebookResult], bool]:
    results: list[NotebookResult] = []
    try:
        for batch in batches:
            results += batch
            if progress:
                progress(len(results), total)
    except KeyboardInterrupt:
        return results, True
    return results, False
