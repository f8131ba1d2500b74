"""A notice in HTML and in text: the same words, and nothing that a notebook could smuggle in."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.kernel.notice import WIDTH, Item, Notice, Section

from .shells import Shell

HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e&\"'`\x07"


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert all(name in ("class", "role", "style") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def notice(text: str) -> Notice:
    sections = (Section(heading=text, items=(Item(term=text, text=text, remark=text),)),)
    return Notice(tone="block", title=text, text=text, sections=sections, footer=text)


@given(st.text())
def test_no_text_becomes_markup_or_control(text: str) -> None:
    made = notice(text)
    assert set(Elements(made.as_html()).tags) <= {"div", "table", "tbody", "tr", "td", "code", "b", "span"}
    assert all(char.isprintable() or char == "\n" or not char.isascii() for char in made.as_text())


def test_hostile_text_is_shown_as_text() -> None:
    made = notice(HOSTILE)
    assert "<script" not in made.as_html()
    assert "&lt;script&gt;" in made.as_html()
    assert "\x1b" not in made.as_text()
    assert "\u202e" not in made.as_text() + made.as_html()


def test_html_and_text_say_the_same() -> None:
    made = Notice(
        tone="warn",
        title="`a.b` loads",
        text="One is open.",
        sections=(Section(heading="Open", items=(Item(term="key", text="What?", remark="Since when?"),)),),
        footer="`%nbready help`",
    )
    html = " ".join("".join(Elements(made.as_html()).words).split())
    for words in ("a.b", "loads", "One is open.", "Open", "key", "What?", "Since when?", "%nbready help"):
        assert words in html
        assert words in made.as_text()


def test_lines_of_the_text_are_short() -> None:
    long = " ".join(["word"] * 60)
    section = Section(heading="", items=(Item(term="key", text=long, remark=long),))
    text = Notice(tone="note", title=long, text=long, sections=(section,), footer=long).as_text()
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_command_is_never_broken() -> None:
    command = "%nbready " + "word " * 40 + "end"
    section = Section(heading="", items=(Item(term=command, text="what it does"),))
    assert command in Notice(tone="note", title="x", sections=(section,)).as_text()


def test_a_blocked_cell_is_announced_to_assistive_technology() -> None:
    assert 'role="alert"' in notice("x").as_html()


@pytest.mark.parametrize("tone", ["block", "warn", "note", "good"])
def test_both_themes_are_served_by_variables(tone: str) -> None:
    html = Notice(tone=tone, title="x").as_html()  # type: ignore[arg-type]
    assert "var(--jp-ui-font-color1" in html
    assert "var(--jp-layout-color1" in html


def test_what_a_notebook_calls_its_functions_is_harmless(shell: Shell) -> None:
    shell.run("import pandas as pd")
    shell.clear()
    shell.run("pd.read_csv('<img src=x onerror=alert(1)>')")
    (output,) = shell.ip.display_pub.outputs
    assert "<img" not in output["data"]["text/html"]
