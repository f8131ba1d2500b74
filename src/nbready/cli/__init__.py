"""The ``nbready`` command: a table of commands, each imported when it is called, and the exit codes.

====  ==========================================================================================
code  meaning
====  ==========================================================================================
0     no error
1     an error was found: a block verdict, an unreadable or malformed file, an expired deferral
      (with ``--fail-on warning``: a warning too); a promise that is missed
2     wrong usage or configuration, no room for the output, or nbready itself failed
3     ``nbready measure --strict``: the promise is met on the point, not established
130   interrupted
====  ==========================================================================================
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn, cast

import click

from nbready import __version__
from nbready.errors import ConfigError, MeasureError, NbreadyError, QuestionsError

FOUND_ERRORS, WRONG_USAGE, INTERRUPTED = 1, 2, 130

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What writing to a full disk gives; everything else that is written has a message of its own."""

COMMANDS: dict[str, str] = {
    "init": "nbready.cli.init:command",
    "check": "nbready.cli.check:check",
    "sync": "nbready.cli.sync:sync",
    "stages": "nbready.cli.stages:stages",
    "charter": "nbready.cli.charter:charter",
    "brief": "nbready.cli.brief:command",
    "export": "nbready.cli.export:command",
    "measure": "nbready.cli.measure:measure",
    "questions": "nbready.cli.questions:questions",
    "schema": "nbready.cli.schema:schema",
    "rule": "nbready.cli.rule:rule",
    "doctor": "nbready.cli.doctor:doctor",
    "new": "nbready.cli.new:command",
    "presets": "nbready.cli.presets:command",
    "history": "nbready.cli.history:history",
    "who": "nbready.cli.history:who",
    "report": "nbready.cli.report:command",
    "grade": "nbready.cli.grade:command",
    "review": "nbready.cli.review:command",
    "reviews": "nbready.cli.reviews:command",
    "mcp": "nbready.cli.mcp:command",
}


@contextmanager
def loading() -> Iterator[None]:
    """Load modules: they stay, so the collector need not go over them, now or later."""
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_enabled:
            gc.enable()


class _Commands(click.Group):
    """A group that knows its commands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        with loading():
            return cast("click.Command", getattr(import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from nbready.nearest import did_you_mean

            ctx.fail(f"No such command '{args[0]}'. {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


def _tell_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.util import find_spec

    found = find_spec("nbready.stages.walk")
    is_compiled = found is not None and not str(found.origin).endswith(".py")
    click.echo(f"nbready {__version__} ({'compiled' if is_compiled else 'pure Python'})")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version, and whether it was compiled, and exit.",
)
def cli() -> None:
    """The project charter, before the data.

    Checks Jupyter notebooks for data that is loaded, models that are trained and deployments that are
    made before the project has answered what they are for.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code. People's errors are one message, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name or a message that the terminal's encoding lacks must not stop the report.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_finish(_run(args)))


def _run(args: list[str] | None) -> int:
    try:
        return cli.main(args=args, prog_name="nbready", standalone_mode=False) or 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except NbreadyError as error:
        _complain(str(error))
        return WRONG_USAGE if isinstance(error, ConfigError | QuestionsError | MeasureError) else FOUND_ERRORS
    except (click.Abort, KeyboardInterrupt):
        _complain("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone (`nbready check | head`): nothing is left to say to it.
        _drop_stdout()
        return FOUND_ERRORS
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            return _give_up_stdout(error)
        return _confess(error)


def _finish(code: int) -> int:
    """The exit code, once all that was said has arrived."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
        return code or FOUND_ERRORS
    except OSError as error:
        return _give_up_stdout(error)
    return code


def _give_up_stdout(error: OSError) -> int:
    _drop_stdout()
    _complain(f"The output cannot be written: {error.strerror or error}.")
    return WRONG_USAGE


def _drop_stdout() -> None:
    """Say nothing more on stdout, not at exit either: nobody is there to read it."""
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (lives until exit)


def _complain(message: str) -> None:
    from nbready.escape import plain_text

    click.echo(f"{click.style('error', fg='red', bold=True)}: {plain_text(message)}", err=True)


def _confess(error: Exception) -> int:
    if os.environ.get("NBREADY_DEBUG"):
        raise error
    _complain(
        f"nbready itself failed ({type(error).__name__}: {error}). This is a bug in nbready, "
        "not in your notebooks; NBREADY_DEBUG=1 shows where."
    )
    return WRONG_USAGE
