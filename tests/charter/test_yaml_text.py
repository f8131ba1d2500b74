"""YAML as text: what the person typed, or one message with line, column and the corrected line."""

from __future__ import annotations

import pytest

from nbready.charter.fill_in import write_charter
from nbready.charter.model import Questions
from nbready.charter.parse import MAX_TEXT, parse_charter
from nbready.charter.yaml_model import MAX_DEPTH
from nbready.charter.yaml_text import MAX_CHARACTERS, read_yaml
from nbready.errors import CharterError, QuestionsError

KEY = "business_objective"

# What is typed after `business_objective: `, and what is read.
READ_AS_TYPED = [
    ("NO", "NO"),
    ("1.10", "1.10"),
    ("0o17", "0o17"),
    ("2026-01-05", "2026-01-05"),
    ("null", "null"),
    ("1e3", "1e3"),
    ("12:30:45", "12:30:45"),
    ("Kündigungsquote von 9 % auf 6 %", "Kündigungsquote von 9 % auf 6 %"),
    ("将错误率降到 1%", "将错误率降到 1%"),
    ("“Cut churn” to 3 %", "“Cut churn” to 3 %"),
    ("see https://example.org/a#b for 3 %", "see https://example.org/a#b for 3 %"),
    ("[More Information Needed]", "[More Information Needed]"),
    ("[TBD, maybe]", "[TBD, maybe]"),
    ('"quoted: 3 % #1"', "quoted: 3 % #1"),
    ("|\n  timeout: bureau rule\n  dashboard #2\n", "timeout: bureau rule\ndashboard #2"),
    ("\n  - cut returns\n  - from 38 % to 33 %", "- cut returns\n- from 38 % to 33 %"),
    ("\n  from: 38 %\n  to: 33 %", "from: 38 %\nto: 33 %"),
    ("Cut returns\n  from 38 % to 33 %", "Cut returns from 38 % to 33 %"),
    (">\n  Cut returns\n  to 33 %", "Cut returns to 33 %"),
    ("Cut returns to 33 %\r\nauthor: A. B", "Cut returns to 33 %"),
    ("C#", "C#"),
]

# What is typed, and the corrected line that the message shows.
PUNISHED = [
    (f"{KEY}: timeout: bureau rule", f'{KEY}: "timeout: bureau rule"'),
    (f"{KEY}: !important 3 %", f'{KEY}: "!important 3 %"'),
    (f"{KEY}: %10 of all", f'{KEY}: "%10 of all"'),
    (f"{KEY}: @retail 3 %", f'{KEY}: "@retail 3 %"'),
    (f"{KEY}: `x` from 3 to 4", f'{KEY}: "`x` from 3 to 4"'),
    (f"{KEY}: *bold* 3 %", f'{KEY}: "*bold* 3 %"'),
    (f"{KEY}: *bold", f'{KEY}: "*bold"'),
    (f"{KEY}: &Co from 3 to 4", f'{KEY}: "&Co from 3 to 4"'),
    (f'{KEY}: "Cut" to 3 %', f"{KEY}: '\"Cut\" to 3 %'"),
    (f"{KEY}: 'tis 3 %", f'{KEY}: "\'tis 3 %"'),
    (f"{KEY}: [EUR] 400 less", f'{KEY}: "[EUR] 400 less"'),
    (f"{KEY}: {{EUR}} 400 less", f'{KEY}: "{{EUR}} 400 less"'),
    (f"{KEY}: ? which", f'{KEY}: "? which"'),
    (f"{KEY}: - 430 EUR", f'{KEY}: "- 430 EUR"'),
    (f"{KEY}: | from 3 to 4", f"{KEY}: |\n  from 3 to 4"),
    (f"{KEY}: {{{{ objective }}}}", f'{KEY}: "{{{{ objective }}}}"'),
    (f"{KEY}: C# and F# teams: no", f'{KEY}: "C# and F# teams: no"'),
    (f"{KEY}: as follows:", f'{KEY}: "as follows:"'),
    (f"{KEY}: “Cut: 3 %”", f'{KEY}: "“Cut: 3 %”"'),
    (f"{KEY}: |\nCut 3 %", "  Cut 3 %"),
    (f"{KEY}:Cut 3 %\nauthor: A. B", f"{KEY}: Cut 3 %"),
    ("integration:\n\tmode: batch", "  mode: batch"),
    ("cost_benefit:\n  values:\n    miss: - 430 EUR", '    miss: "- 430 EUR"'),
    (f'{KEY}: "unclosed 3 %\nauthor: A. B\n', f'{KEY}: "unclosed 3 %"'),
    (f"{KEY}: a \\ b: c", f"{KEY}: 'a \\ b: c'"),
]


@pytest.mark.parametrize(("typed", "read"), READ_AS_TYPED)
def test_a_text_is_what_the_person_typed(typed: str, read: str, questions: Questions) -> None:
    assert parse_charter(f"{KEY}: {typed}", questions).answers[KEY] == read


@pytest.mark.parametrize(("typed", "corrected"), PUNISHED)
def test_prose_that_yaml_punishes_gets_the_corrected_line(
    typed: str, corrected: str, questions: Questions
) -> None:
    with pytest.raises(CharterError) as raised:
        parse_charter(typed, questions)
    assert raised.value.remedy == f"Write it like this:\n{corrected}"
    assert raised.value.line in range(1, typed.count("\n") + 3)


@pytest.mark.parametrize(("typed", "corrected"), PUNISHED)
def test_the_corrected_line_can_be_read(typed: str, corrected: str, questions: Questions) -> None:
    lines = typed.split("\n")
    wanted = corrected.strip().strip("\"'")[:8]
    number = max(range(len(lines)), key=lambda n: (wanted in lines[n], corrected[:6] in lines[n]))
    mended = "\n".join([*lines[:number], corrected, *lines[number + 1 :]])
    assert parse_charter(mended, questions).answers


def test_a_comment_that_cuts_an_answer_is_noted_with_the_corrected_line(questions: Questions) -> None:
    charter = parse_charter(f"author: A. B\n{KEY}: Raise dashboard #2 from 3 to 4\n", questions, first_line=2)
    (note,) = charter.notes
    assert charter.answers[KEY] == "Raise dashboard"
    assert (note.line, note.column, note.remedy) == (3, 37, f'{KEY}: "Raise dashboard #2 from 3 to 4"')


@pytest.mark.parametrize(
    "text",
    [
        f"{KEY}: C# team from 3 to 4",
        f"# {KEY}: x\n{KEY}: from 3 to 4\n# a comment of its own",
        "integration:\n  mode: batch  # or online\n  latency:  # a number",
        "decision_maker:\n  approver: M. Okoro  # who, by name or office",
        f'{KEY}: "from 3 to 4"  # in quotes nothing can be cut',
        f"{KEY}: |\n  dashboard #2",
    ],
)
def test_other_comments_go_without_a_note(text: str, questions: Questions) -> None:
    assert parse_charter(text, questions).notes == ()


REFUSED = [
    (f"{KEY}: a\nauthor: b\n{KEY}: c", "written twice", 3, 1),
    ("integration:\n  mode: a\n  mode: b", "written twice", 3, 3),
    (f"{KEY}: &x a\nauthor: *x", "anchor", 1, 21),
    ("author: *x", "anchor", 1, 9),
    (f"{KEY}: !!python/object:os.system x", "type", 1, 21),
    ("!!map\nauthor: b", "type", 1, 1),
    ("? [a, b]\n: c", "key must be a word", 1, 3),
    ("? {a: b}\n: c", "key must be a word", 1, 3),
    ("&k author: b", "anchor", 1, 1),
    ("author: b\n---\nauthor: c", "second document", 2, 1),
    ("author: \x00", "U\\+0000", 1, 9),
    ("author: b\n\x1b[31m", "U\\+001B", 2, 1),
    ("author: \ud800", "U\\+D800", 1, 9),
    ("author: \ufffe", "U\\+FFFE", 1, 9),
    ('author: "\\ud800"', "not YAML", 1, 12),
    ("author: " + "[" * (MAX_DEPTH + 1), "levels deep", 1, 9 + MAX_DEPTH - 1),
]


@pytest.mark.parametrize(("text", "problem", "line", "column"), REFUSED)
def test_what_could_surprise_is_refused_with_its_place(
    text: str, problem: str, line: int, column: int
) -> None:
    with pytest.raises(CharterError, match=problem) as raised:
        read_yaml(text)
    assert (raised.value.line, raised.value.column) == (line, column)


def test_lines_are_counted_from_the_first_line_given() -> None:
    with pytest.raises(QuestionsError) as raised:
        read_yaml("a: b\na: c", first_line=10, error=QuestionsError)
    assert raised.value.line == 11


BOMB = "a: &a [x,x]\n" + "".join(
    f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "x" * 10_000_000,
        f"{KEY}: |\n" + "  line\n" * 1_500_000,
        "[" * 200_000,
        "{a: " * 60_000,
        "- " * 120_000,
        "? " * 120_000,
        f"{KEY}:" + " " * 250_000 + "\n\t",
        f"{KEY}: a: " + "b " * 120_000,
        "'" * 200_001,
        "".join(f"k{n}: v\n" for n in range(25_000)),
        "stakeholders_consulted:\n" + "  - who: a #b\n" * 15_000,
        "cost_benefit:\n  values:\n" + "".join(f"    k{n}: 1\n" for n in range(15_000)),
        "%YAML 9.9\n---\na: b",
        "%TAG ! tag:x,2000:\n---\na: !b c",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_bodies_are_one_error(text: str, questions: Questions) -> None:
    with pytest.raises(CharterError) as raised:
        parse_charter(text, questions)
    assert len(str(raised.value)) < 6_000


def test_the_largest_answers_that_are_read_can_be_written_and_read_again(questions: Questions) -> None:
    charter = parse_charter(f"{KEY}: |\n" + "  x" * (MAX_TEXT // 3) + "\n# " + "-" * 100_000, questions)
    assert parse_charter(write_charter(charter, questions), questions) == charter
    with pytest.raises(CharterError, match="at most 100,000 are kept"):
        parse_charter(f"{KEY}: " + "x" * (MAX_TEXT + 1), questions)


def test_the_longest_body_that_is_read_is_read() -> None:
    text = f"{KEY}: a\n#"
    text += "x" * (MAX_CHARACTERS - len(text))
    assert read_yaml(text).value == {KEY: "a"}
    with pytest.raises(CharterError, match="256,001 characters long"):
        read_yaml(text + "x")


def test_it_reads_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch, questions: Questions) -> None:
    import yaml

    text = "author: A. B\nstakeholders_consulted:\n  - {who: C. D, date: 2026-01-05, response: x}\n"
    fast = read_yaml(text)
    monkeypatch.setattr("nbready.charter.yaml_events._Loader", yaml.BaseLoader)
    slow = read_yaml(text)
    assert fast.value == slow.value
    assert [(p.line, p.column) for p in fast.places.values()] == [
        (p.line, p.column) for p in slow.places.values()
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_breaks_that_nobody_sees_are_characters_like_others(sign: str) -> None:
    text = f"a{sign}b: c{sign}d # e\n\ue000: |\n  f{sign}g\nlast: h"
    reading = read_yaml(text)
    assert reading.value == {f"a{sign}b": f"c{sign}d", "\ue000": f"f{sign}g\n", "last": "h"}
    assert reading.text == text
    assert reading.places[("last",)].line == 3
    assert reading.source((f"a{sign}b",)) == f"c{sign}d"
    with pytest.raises(CharterError) as error:
        read_yaml(f"a: b{sign}c\nd: e: f")
    assert error.value.line == 2


@pytest.mark.parametrize("typed", [">= 35 %", "> 35 %", ">=35%", ">= 1,000 EUR"])
def test_a_comparator_needs_no_quotes(typed: str, questions: Questions) -> None:
    """As the examples show it."""
    text = f"success_metric:\n  name: recall\n  threshold: {typed}\n  baseline: 22 %\n"
    answer = parse_charter(text, questions).answers["success_metric"]
    assert isinstance(answer, dict)
    assert answer["threshold"] == typed


def test_folded_blocks_stay_what_they_are(questions: Questions) -> None:
    text = "business_objective: >\n  from 3\n  to 4\n"
    assert parse_charter(text, questions).answers["business_objective"] == "from 3 to 4"
