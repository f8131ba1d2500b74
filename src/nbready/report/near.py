"""Which notebooks say nearly the same, summed over their answers.

Each question's answers become vectors of character 4-grams within words, weighted by TF-IDF over the class
and compared by cosine (scikit-learn): a changed word, another ending or another order moves such a vector
little, in any script. What a template, a preset or the question itself put there is taken out first (of those
from which somebody kept three words in a row), and so is what more than half of the class wrote; what is left
counts the less the more of the class has it. So honest answers to one assignment, in one preset's sentences,
have next to nothing in common.

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
        answers: By question, how alike the two answers are, from ``ALIKE`` to 1.
    """

    first: int
    second: int
    words: float
    answers: Mapping[str, float]


def find_near(texts: Sequence[Mapping[str, str]], given: Mapping[str, Sequence[str]]) -> list[Near]:
    """The pairs to look at, the most alike first.

    Args:
        texts: The answers of each notebook, by question.
        given: What everybody was given, by question: template, preset, prompt, example.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    import numpy as np

    keys = dict.fromkeys(key for answers in texts for key in answers)
    tables = {
        key: table for key in keys if (table := _weigh([t.get(key, "") for t in texts], given.get(key, ())))
    }
    pairs: set[tuple[int, int]] = set()
    for start in range(0, len(texts), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(texts)))
        words = sum((_shared(table, rows) for table in tables.values()), np.zeros((len(rows), len(texts))))
        words[np.arange(len(rows)), rows] = 0
        for row, partners in zip(rows, np.argsort(-words, axis=1)[:, :_PARTNERS], strict=True):
            pairs |= {
                (min(int(row), int(other)), max(int(row), int(other)))
                for other in partners
                if words[row - start, other] >= WORDS
            }
    return sorted((_near(pair, tables) for pair in pairs), key=lambda near: (-near.words, near[:2]))


class _Table(NamedTuple):
    """One question: unit vectors of the notebooks' answers, and how many words in each are its own."""

    vectors: Any
    words: Any


def _weigh(answers: Sequence[str], given: Sequence[str]) -> _Table | None:
    """The answers to one question as vectors; None where there is nothing to compare."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    bones = [skeleton(answer) for answer in answers]
    # Of a text that many handed in, one copy counts: it must not excuse itself.
    different = list({bone: place for place, bone in enumerate(bones) if bone}.values())
    if sum(map(bool, bones)) < 2:
        return None
    common = _MOST if len(different) >= ENOUGH_TEXTS else 1.0
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(_GRAM, _GRAM), lowercase=False, max_df=common)
    try:
        counter.fit([bones[place] for place in different])
    except ValueError:  # no 4-gram is left that is not everybody's
        return None
    counts = counter.transform(bones)
    taken = _columns(counter, _kept(map(skeleton, given), bones))
    counts = counts[:, np.setdiff1d(np.arange(counts.shape[1]), taken)]
    if not counts.nnz:
        return None
    analyze = counter.build_analyzer()
    all_grams = np.array([max(len(analyze(bone)), 1) for bone in bones])
    own = np.asarray(counts.sum(axis=1)).ravel() / all_grams
    vectors = TfidfTransformer().fit(counts[different]).transform(counts)
    return _Table(vectors.tocsr(), own * np.array([count_words(bone) for bone in bones]))


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
    alike[alike < ALIKE] = 0
    return alike * np.minimum(table.words[rows][:, None], table.words[None, :])


def _near(pair: tuple[int, int], tables: Mapping[str, _Table]) -> Near:
    found = {key: values for key, table in tables.items() if (values := _alike(pair, table))}
    return Near(
        *pair, sum(a * words for a, words in found.values()), {key: a for key, (a, _) in found.items()}
    )


def _alike(pair: tuple[int, int], table: _Table) -> tuple[float, float] | None:
    first, second = pair
    alike = min(1.0, float((table.vectors[first] @ table.vectors[second].T).sum()))
    return (alike, float(min(table.words[first], table.words[second]))) if alike >= ALIKE else None
