"""Reads the vocabulary: tab-separated files under `data/`, an entry a line; `## ` begins a line of comment."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of a table; columns missing at the end of a line are empty."""
    lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    found = (line.split("\t") for line in lines if line and not line.startswith("## "))
    return [tuple(cells + [""] * (columns - len(cells))) for cells in found]


def words(name: str) -> frozenset[str]:
    """A table of one column."""
    return frozenset(row[0] for row in rows(name, 1))


def listed(text: str) -> frozenset[str]:
    """The words of a short list that stands beside the rule it belongs to."""
    return frozenset(text.split())


def mapping(name: str) -> dict[str, str]:
    """A table of two columns: written, spoken."""
    return {row[0]: row[1] for row in rows(name, 2)}
