"""Which notebooks say nearly the same, summed over their answers.

Each question's answers become vectors of character 4-grams within words, weighted by TF-IDF over the class
and compared by cosine (scikit-learn): a changed word, another ending or another order moves such a vector
little, in any script. What a template, a preset or the question itself put there is taken out first (of those
from which somebody kept three words in a row), and so is what more than half of the class wrote; what is left
counts the less the more of the class has it. So honest answers to one assignment, in one preset's sentences,
have next to nothing in common.

Short answers (for each what, measured on which data, from where) are alike for good reasons too: two who
chose the same public data describe it the same. They bear out what longer ones say, and say nothing by
themselves: they count from a higher likeness on, and at most as much as the long answers of the same two.

Reference: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), chapters 6 and 19.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nbready.charter.words import count_words
from nbready.report.passages import runs_of
from nbready.report.skeleton import skeleton

ALIKE = 0.5
"""Cosine from which two answers are nearly the same; honest ones of a class are below 0.35."""
SHORT_ALIKE = 0.7
"""The same for answers of a few words, of which one more in common moves the cosine further."""
WORDS = 12
"""Words of their own that two notebooks have in common before anybody is asked to look."""

_GRAM = 4
ENOUGH_TEXTS = 4
"""Different texts from which what most of them have is taken for common, the template's or the language's."""
_MOST = 0.5
_PARTNERS = 3
"""Of a crowd that shares one source, so many others are named for each."""
_BLOCK = 256


class Near(NamedTuple):
    """Two notebooks that say nearly the same.

    Attributes:
        first: The place of one.
        second: The place of the other.
        words: How many words of their own they have in common, about.
        answers: By question, how alike the two answers are, from ``ALIKE`` (``SHORT_ALIKE``) to 1.
    """

    first: int
    second: int
    words: float
    answers: Mapping[str, float]


def find_near(
    texts: Sequence[Mapping[str, str]],
    given: Mapping[str, Sequence[str]],
    short: Sequence[Mapping[str, str]] = (),
) -> list[Near]:
    """The pairs to look at, the most alike first.

    Args:
        texts: The long answers of each notebook, by question.
        given: What everybody was given, by question: template, preset, prompt, example.
        short: The short answers of each notebook, to other questions.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    import numpy as np

    tables = _Tables(_weigh_all(texts, given, ALIKE), _weigh_all(short, given, SHORT_ALIKE))
    pairs: set[tuple[int, int]] = set()
    for start in range(0, len(texts), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(texts)))
        none = np.zeros((len(rows), len(texts)))
        long = sum((_shared(table, rows) for table in tables.long.values()), none)
        long[np.arange(len(rows)), rows] = 0
        words = long + np.minimum(long, sum((_shared(table, rows) for table in tables.short.values()), none))
        for row, partners in zip(rows, np.argsort(-words, axis=1)[:, :_PARTNERS], strict=True):
            pairs |= {
                (min(int(row), int(other)), max(int(row), int(other)))
                for other in partners
                if words[row - start, other] >= WORDS
            }
    return sorted((_near(pair, tables) for pair in pairs), key=lambda near: (-near.words, near[:2]))


class _Table(NamedTuple):
    """One question: unit vectors of the answers, how many words in each are its own, from when on alike."""

    vectors: Any
    words: Any
    alike: float


class _Tables(NamedTuple):
    """The questions with long answers, and those with short ones."""

    long: Mapping[str, _Table]
    short: Mapping[str, _Table]


def _weigh_all(
    texts: Sequence[Mapping[str, str]], given: Mapping[str, Sequence[str]], alike: float
) -> dict[str, _Table]:
    keys = dict.fromkeys(key for answers in texts for key in answers)
    found = {key: _weigh([t.get(key, "") for t in texts], given.get(key, ()), alike) for key in keys}
    return {key: table for key, table in found.items() if table is not None}


def _weigh(answers: Sequence[str], given: Sequence[str], least: float) -> _Table | None:
    """The answers to one question as vectors; None where there is nothing to compare."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    bones = [skeleton(answer) for answer in answers]
    # Of a text that many handed in, one copy counts: it must not excuse itself.
    different = list(dict.fromkeys(filter(None, bones)))
    if sum(map(bool, bones)) < 2:
        return None
    common = _MOST if len(different) >= ENOUGH_TEXTS else 1.0
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(_GRAM, _GRAM), lowercase=False, max_df=common)
    try:
        counts = counter.fit_transform(different)
    except ValueError:  # no 4-gram is left that is not everybody's
        return None
    taken = _columns(counter, _kept(map(skeleton, given), different))
    counts = counts[:, np.setdiff1d(np.arange(counts.shape[1]), taken)]
    if not counts.nnz:
        return None
    own = np.asarray(counts.sum(axis=1)).ravel() / np.array([_count_grams(bone) for bone in different])
    words = own * np.array([count_words(bone) for bone in different])
    vectors = TfidfTransformer().fit_transform(counts)
    # From one row a text to one a notebook; the last one is that of an answer that was not given.
    rows = {bone: row for row, bone in enumerate(different)}
    places = [rows.get(bone, len(different)) for bone in bones]
    vectors = vstack([vectors, csr_matrix((1, vectors.shape[1]))]).tocsr()
    return _Table(vectors[places], np.append(words, 0.0)[places], least)


def _count_grams(bones: str) -> int:
    """How many 4-grams ``char_wb`` makes of a text: it puts a space on both sides of each word."""
    return sum(max(1, len(word) + 3 - _GRAM) for word in bones.split())


def _kept(given: Iterable[str], bones: Sequence[str]) -> list[str]:
    """The given texts of which somebody kept a passage: all others are other people's presets."""
    written = {run for bone in bones for run in runs_of(bone)}
    return [text for text in given if not written.isdisjoint(runs_of(text))]


def _columns(counter: Any, given: Sequence[str]) -> Any:
    """The 4-grams that everybody was given."""
    import numpy as np

    return np.unique(counter.transform(given).indices) if given else []


def _shared(table: _Table, rows: Any) -> Any:
    """How many words of their own these rows' answers have in common with each row's."""
    import numpy as np

    alike = (table.vectors[rows] @ table.vectors.T).toarray()
    alike[alike < table.alike] = 0
    return alike * np.minimum(table.words[rows][:, None], table.words[None, :])


def _near(pair: tuple[int, int], tables: _Tables) -> Near:
    long, short = ({k: at for k, table in part.items() if (at := _alike(pair, table))} for part in tables)
    by_long, by_short = (sum(a * words for a, words in found.values()) for found in (long, short))
    answers = {key: a for key, (a, _) in (*long.items(), *short.items())}
    return Near(*pair, by_long + min(by_long, by_short), answers)


def _alike(pair: tuple[int, int], table: _Table) -> tuple[float, float] | None:
    first, second = pair
    alike = min(1.0, float((table.vectors[first] @ table.vectors[second].T).sum()))
    return (alike, float(min(table.words[first], table.words[second]))) if alike >= table.alike else None
