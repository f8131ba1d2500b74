"""``--allow-outside``: the person's leave for a configuration to name files outside of its project."""

from __future__ import annotations

import os

import click

from nbready.config import ALLOW_OUTSIDE


def _allow(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    # The environment reaches whatever reads a configuration, in other processes too.
    before = os.environ.get(ALLOW_OUTSIDE)
    os.environ[ALLOW_OUTSIDE] = "1"

    @context.call_on_close
    def restore() -> None:
        os.environ.pop(ALLOW_OUTSIDE)
        if before is not None:
            os.environ[ALLOW_OUTSIDE] = before


allow_outside = click.option(
    "--allow-outside",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_allow,
    help="Let configurations name files outside of their project.",
)
