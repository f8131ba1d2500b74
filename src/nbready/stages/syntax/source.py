"""From a cell's text to a tree: plain Python first, and only what fails is looked at for magics.

The trees of magics have the shapes that IPython's own transformer gives them, so that one walk serves a
file and a running kernel.
"""

from __future__ import annotations

import ast
import re
import warnings

# Patterns are texts: `re` compiles each when it is first asked for, and most notebooks need few.
_ESCAPED = r"(?s)^(\s*)([%!?,;/].*)$"
# The target ends with a character that is no space, so that a long run of them is not tried at every cut.
_ASSIGNED = r"(?s)^(\s*)([\w.\[\]'\",](?:[\w.\[\]'\", ]*[\w.\[\]'\",])?)\s*=\s*([%!])(?!=)(.*)$"
_HELP = r"(?s)^(\s*)(%{0,2}[\w.*\[\]()'\"]+)\s*(\?\??)\s*(#.*)?$"
_WRONG_ESCAPE = r"""\\[^\n\\'"abfnrtvxuUN0-7]"""
_LIKELY = r"(?m)^[ \t]*[%!?]|\?$|=[ \t]*[!%]"
_TOKENS = r"'''|\"\"\"|\\.|'|\"|#|[()\[\]{}]"
# On Databricks one such line gives the whole cell to a language; alone on its line it means nothing else.
_LANGUAGE = r"(?s)(\s*)%(sql|sh|python|r|scala|md|fs)([ \t][^\n]*)?\n(.*)"
_CELL_MAGICS = {"r": "R"}
_SIGNS = frozenset("%!?,;/")
_CLOSES = {")", "]", "}"}


def parse_cell(source: str) -> ast.Module | None:
    """The tree of a cell, or None where it is not Python even with its magics translated."""
    if source.lstrip().startswith("%"):
        if source.lstrip().startswith("%%"):
            return _cell_magic(source)
        language = re.match(_LANGUAGE, source)
        if language is not None:
            return _cell_in(language)
    # Nearly always such a line is a magic, and parsing what fails costs more than looking for one.
    if ("%" in source or "!" in source or "?" in source) and re.search(_LIKELY, source):
        tree = parse(translate(source))
        if tree is not None:
            return tree
        return parse(source)
    tree = parse(source)
    if tree is None:
        translated = translate(source)
        tree = parse(translated) if translated != source else None
    return tree


def parse(source: str) -> ast.Module | None:
    """``ast.parse`` that answers None instead of raising, whatever it was given."""
    try:
        if "\\" not in source or re.search(_WRONG_ESCAPE, source) is None:
            return ast.parse(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, UnicodeError):
        return None


def _cell_magic(source: str) -> ast.Module | None:
    before = len(source) - len(source.lstrip())
    first, _, body = source[before:].partition("\n")
    name, _, line = first[2:].partition(" ")
    call = f"get_ipython().run_cell_magic({name.strip()!r}, {line.rstrip()!r}, {body!r})"
    return parse("\n" * source.count("\n", 0, before) + call)


def _cell_in(language: re.Match[str]) -> ast.Module | None:
    """The tree of a cell that its first line gives to a language."""
    space, name, line, body = language[1], language[2], (language[3] or "").strip(), language[4]
    above = "\n" * (space.count("\n") + 1)
    if line and name != "md":
        # `%sql select 1` above a line of Python is IPython's magic, which ends with its line.
        tree = parse(translate(language[0]))
        if tree is not None:
            return tree
    if name == "python":
        return parse_cell(above + body)
    text = f"{line}\n{body}" if line else body
    return _cell_magic(f"{above[1:]}%%{_CELL_MAGICS.get(name, name)}\n{text}")


def translate(source: str) -> str:
    """The source with its magics, shell lines and help requests as calls, on the same lines."""
    lines = source.split("\n")
    out: list[str] = []
    open_brackets, quote = 0, ""
    i = 0
    while i < len(lines):
        line = lines[i]
        if not open_brackets and not quote:
            translated, used = _translate_line(lines, i)
            if translated is not None:
                out.append(translated)
                out += [""] * (used - 1)
                i += used
                continue
        open_brackets, quote = _scan(line, open_brackets, quote)
        out.append(line)
        i += 1
    return "\n".join(out)


def _translate_line(lines: list[str], i: int) -> tuple[str | None, int]:
    """The call a line stands for and how many lines it takes, or None where it is plain Python."""
    line = lines[i]
    if not _may_translate(line):
        return None, 1
    match = re.match(_ESCAPED, line) or re.match(_ASSIGNED, line)
    if match is None:
        asked = re.match(_HELP, line)
        if asked is None:
            return None, 1
        return f"{asked[1]}get_ipython().run_line_magic('pinfo', {asked[2]!r})", 1
    used = 1
    while line.rstrip().endswith("\\") and i + used < len(lines):
        line = line.rstrip()[:-1] + " " + lines[i + used].strip()
        used += 1
    escaped = re.match(_ESCAPED, line)
    if escaped is not None:
        return escaped[1] + _call(escaped[2]), used
    assigned = re.match(_ASSIGNED, line)
    if assigned is None:
        return None, 1
    call = _magic(assigned[4]) if assigned[3] == "%" else f"get_ipython().getoutput({assigned[4]!r})"
    return f"{assigned[1]}{assigned[2]} = {call}", used


def _may_translate(line: str) -> bool:
    """Whether a line has one of the signs that are not Python's: most have none."""
    if line.lstrip()[:1] in _SIGNS or "?" in line:
        return True
    return "=" in line and ("%" in line or "!" in line)


def _call(text: str) -> str:
    if text.startswith("%"):
        return _magic(text.lstrip("%"))
    if text.startswith("!!"):
        return f"get_ipython().getoutput({text[2:]!r})"
    if text.startswith("!"):
        return f"get_ipython().system({text[1:]!r})"
    return f"get_ipython().run_line_magic('pinfo', {text.strip('?')!r})" if text[0] == "?" else "pass"


def _magic(text: str) -> str:
    if text.rstrip().endswith("?"):
        return f"get_ipython().run_line_magic('pinfo', {text.rstrip().rstrip('?')!r})"
    name, _, rest = text.strip().partition(" ")
    return f"get_ipython().run_line_magic({name!r}, {rest.strip()!r})"


def _scan(line: str, brackets: int, quote: str) -> tuple[int, str]:
    """How many brackets, and which triple quote, are open at the end of a line."""
    for match in re.finditer(_TOKENS, line):
        token = match[0]
        if quote:
            quote = "" if token == quote else quote
        elif token == "#":
            break
        elif token in _CLOSES:
            brackets = max(0, brackets - 1)
        elif token in "([{":
            brackets += 1
        elif token[0] != "\\":
            quote = token
    return brackets, quote if len(quote) == 3 else ""
