"""``nbready rule``: what a rule looks for, and why."""

from __future__ import annotations

import click


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--list", "listed", is_flag=True, help="List the rules, one a line.")
def rule(codes: tuple[str, ...], listed: bool) -> None:
    """Explain rules of `nbready check`, by code (NBR201) or start of a code (NBR2).

    Without a code, lists them all.
    """
    from nbready.lint.documentation import rule_page
    from nbready.lint.rules import RULE_BY_CODE
    from nbready.lint.select import matching_codes

    wanted = [code for entry in codes or ("ALL",) for code in matching_codes(entry)]
    rules = [RULE_BY_CODE[code] for code in dict.fromkeys(wanted)]
    if listed or not codes:
        width = max(len(rule.name) for rule in rules)
        for each in rules:
            click.echo(f"{click.style(each.code, bold=True)}  {each.name:{width}}  {each.summary}")
        return
    click.echo("\n\n".join(rule_page(each) for each in rules), nl=False)
