"""Notebook files to read: built in memory, in every layout that people's tools write."""

from __future__ import annotations

import json

from hypothesis import strategies as st


def code(source="", **more):
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    } | more


def markdown(source="", **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source} | more


def raw(source="", **more):
    return {"cell_type": "raw", "metadata": {}, "source": source} | more


def notebook(*cells, metadata=None, minor=4, **more):
    return {"cells": list(cells), "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": minor} | more


def as_bytes(document, *, indent=1, **how):
    return (json.dumps(document, indent=indent, ensure_ascii=False, **how) + "\n").encode()


V3 = {
    "metadata": {"name": "old"},
    "nbformat": 3,
    "nbformat_minor": 0,
    "worksheets": [
        {
            "metadata": {},
            "cells": [
                {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Title"]},
                {
                    "cell_type": "code",
                    "collapsed": False,
                    "input": ["import os\n", "x = 1"],
                    "language": "python",
                    "metadata": {},
                    "outputs": [],
                    "prompt_number": 7,
                },
            ],
        }
    ],
}

# No lone surrogates: the reader refuses those.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SOURCE = st.lists(
    st.sampled_from(["\n", "\r\n", "\r", "\\n", '"', "ü", "😀", "\t", "x = 1", "\x00", "]"]) | TEXT
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def sources(draw):
    """A cell's source, whole or cut into pieces, as any tool may have cut it."""
    pieces = draw(SOURCE)
    return "".join(pieces) if draw(st.booleans()) else pieces


@st.composite
def documents(draw, *, min_cells=0):
    """A valid notebook as an object."""
    make = st.sampled_from([code, markdown, raw])
    cells = [draw(make)(draw(sources())) for _ in range(draw(st.integers(min_cells, 4)))]
    return notebook(*cells, metadata=draw(st.dictionaries(TEXT.filter(is_free), JSON, max_size=3)))


@st.composite
def layouts(draw, document):
    """The bytes of an object, indented, minified or escaped, with any line ending."""
    pretty = draw(st.sampled_from([None, 1, 2, "\t"]))
    comma, colon = draw(st.sampled_from([(",", ":"), (", ", ": "), (",", ": ")]))
    text = json.dumps(document, indent=pretty, ensure_ascii=draw(st.booleans()), separators=(comma, colon))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return (
        draw(st.sampled_from(["", "\n", " "])) + text + draw(st.sampled_from(["", "\n", "\r\n"]))
    ).encode()


def is_free(key):
    """Whether a key of the metadata has no meaning to the schema or to the reader."""
    return key not in ("kernelspec", "language_info", "title", "authors", "orig_nbformat", "nbdime-conflicts")
