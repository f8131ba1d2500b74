"""In a kernel, a name that the code leaves unresolved is asked of the live namespace, and only then."""

from __future__ import annotations

from collections.abc import Sequence

from nbready.stages import Detector

TYPES = {
    "clf": ("sklearn.linear_model._base.LinearRegression", "sklearn.base.BaseEstimator", "builtins.object"),
    "scaler_": ("sklearn.preprocessing._data.StandardScaler", "builtins.object"),
    "box": ("mycorp.Box", "builtins.object"),
}


def _live(name: str) -> Sequence[str] | None:
    return TYPES.get(name)


def _stages(*cells: str) -> list[str]:
    detector = Detector(live=_live)
    return [use.stage for use in [detector.read(cell) for cell in cells][-1].uses]


def test_a_transformer_is_known_by_its_type_whatever_its_name() -> None:
    assert _stages("scaler_.fit(X)") == ["prepare"]


def test_a_name_bound_to_the_unknown_is_resolved() -> None:
    assert _stages("clf = build()", "clf.fit(X, y)") == ["train"]


def test_what_the_code_says_goes_before_what_is_live() -> None:
    assert _stages(
        "from sklearn.preprocessing import StandardScaler\nclf = StandardScaler()", "clf.fit(X)"
    ) == ["prepare"]


def test_an_unbound_name_is_as_without_a_kernel() -> None:
    assert _stages("import pandas as pd\npd.read_csv('a')") == ["load"]
    assert _stages("nothing.head()") == []
