"""Columns of a file of predictions: CSV by the standard library, Parquet by pyarrow."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbready.errors import MeasureError
from nbready.nearest import did_you_mean

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array

_MISSING = ("", "na", "n/a", "nan", "null", "none")


def read_columns(path: Path, names: Collection[str]) -> Mapping[str, Array]:
    """Columns of a CSV or Parquet file, by name; shape (n,) each.

    Numbers are read as such where every value of a column is one; what is empty is missing.

    Raises:
        MeasureError: The file cannot be read, or lacks a column.
    """
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return _read_parquet(path, names)
        return _read_csv(path, names)
    except OSError as error:
        raise MeasureError(f"This file cannot be read: {error.strerror or error}.", path=path) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise MeasureError(
            f"This is no CSV file: {error}.", path=path, remedy="Pass a CSV file in UTF-8, or a Parquet file."
        ) from error


def _read_csv(path: Path, names: Collection[str]) -> Mapping[str, Array]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(65_536)
        file.seek(0)
        rows = csv.reader(file, delimiter=_delimiter(start.partition("\n")[0]))
        header = [name.strip() for name in next(rows, [])]
        places = {name: _place(name, header, path) for name in names}
        columns: dict[str, list[str]] = {name: [] for name in names}
        for row in rows:
            if not row:
                continue
            if len(row) != len(header):
                raise MeasureError(
                    f"This line has {len(row)} values for {len(header)} columns.",
                    path=path,
                    line=rows.line_num,
                )
            for name, place in places.items():
                columns[name].append(row[place])
    return {name: _converted(values) for name, values in columns.items()}


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _place(name: str, header: list[str], path: Path) -> int:
    if name not in header:
        raise MeasureError(f"There is no column `{name}`.", path=path, remedy=did_you_mean(name, header))
    return header.index(name)


def _converted(values: list[str]) -> Array:
    import numpy as np

    try:
        return np.array(values, dtype=np.float64)
    except ValueError:
        pass
    stripped = [value.strip() for value in values]
    try:
        return np.array([math.nan if v.casefold() in _MISSING else float(v) for v in stripped])
    except ValueError:
        kinds = {value.casefold() for value in stripped}
        if kinds <= {"true", "false"}:
            return np.array([value.casefold() == "true" for value in stripped])
        return np.array([value or None for value in stripped], dtype=object)


def _read_parquet(path: Path, names: Collection[str]) -> Mapping[str, Array]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise MeasureError(
            "Parquet files need pyarrow.", path=path, remedy="pip install pyarrow, or pass a CSV file."
        ) from None
    try:
        header = parquet.read_schema(path).names
        for name in names:
            _place(name, header, path)
        table: Any = parquet.read_table(path, columns=list(dict.fromkeys(names)))
    except ArrowException as error:
        raise MeasureError(f"This is no Parquet file: {error}.", path=path) from error
    return {name: table[name].to_numpy() for name in names}
