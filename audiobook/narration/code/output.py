"""Output and plain text: tables drawn in characters, logs, comma-separated values, settings, text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.budget import say
from audiobook.narration.code.languages import OUTPUT, PLAIN
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, outline
from audiobook.narration.code.words import codes, count, first_sentence, listing, plain, some, spoken_length

_RULE = re.compile(r"^[\s|+\-=:─━┼┬┴│├┤╞╡╪]+$")
_LOG = re.compile(
    r"^(?:\[?\d{4}-\d\d-\d\d[T ]?|\[?\d\d:\d\d:\d\d|\w{3}\s+\d+ \d\d:|"
    r"\[?(?:debug|info|warn(?:ing)?|error|notice|fatal|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)\]?\b)"
)
_LEVEL = re.compile(r"\b(debug|info|notice|warn(?:ing)?|error|fatal|critical)\b", re.I)
_FEW = 3


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"[|│]", line.strip().strip("|│"))]


def _table(lines: Sequence[str]) -> Telling | None:
    """A table drawn with bars: its columns, its size, and its first row."""
    rules = [line for line in lines if _RULE.match(line) and re.search(r"[-─=━]{3}", line)]
    rows = [_cells(line) for line in lines if re.search(r"[|│]", line) and not _RULE.match(line)]
    if not rules or len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    columns = codes(rows[0])
    first = [f"{name} is {plain(cell) or 'empty'}" for name, cell in zip(columns, rows[1], strict=False)]
    head = f"a table of output with {count(len(columns), 'column')} and {count(len(rows) - 1, 'row')}"
    return idiom(
        "a table of output",
        say(f"{head}; the columns are {some(columns, 5)}", head, rank=0),
        say(
            f"in the first row, {'; '.join(first[:5])}"
            if all(spoken_length(cell) < 12 for cell in first)
            else "",
            rank=1,
        ),
    )


def _log(lines: Sequence[str]) -> Telling | None:
    """A log: how many lines of which level, and the first error."""
    if len(lines) < 2 or sum(1 for line in lines if _LOG.match(line.strip())) < max(2, len(lines) // 2):
        return None
    levels = [hit[1].lower() for line in lines if (hit := _LEVEL.search(line[:60]))]
    counts = [f"{count(levels.count(level), f'{level} line')}" for level in dict.fromkeys(levels)]
    worst = next((line for line in lines if re.search(r"(?i)\b(error|fatal|critical)\b", line[:60])), None)
    message = (
        first_sentence(plain(re.sub(r"^.*?\b(?:error|fatal|critical)\b\]?:?", "", worst, flags=re.I)), 16)
        if worst
        else ""
    )
    head = f"{count(len(lines), 'line')} of a log" + (f", with {listing(counts)}" if counts else "")
    return idiom(
        "a log", say(head, rank=0), say(f"the first error says: {message}", rank=1) if message else None
    )


_ARROW = re.compile(r"[-=─]{1,}>|<[-=─]{1,}|[→←↑↓▼▲]|[┌└├┐┘]|\+--+|--+\+")


def _diagram(lines: Sequence[str]) -> Telling | None:
    """A diagram drawn in characters: what its labels are."""
    drawn = [line for line in lines if _ARROW.search(line) or re.fullmatch(r"[\s|v^│/\\]+", line)]
    if (
        not any(_ARROW.search(line) for line in lines)
        or len(drawn) < max(1, len(lines) // 3)
        or len(lines) < 2
    ):
        return None
    pieces = [
        piece
        for line in lines
        for piece in re.split(r"[-=─]{2,}>?|<[-=─]+|[|│┌└├┐┘┤┬┴┼+→←↑↓▼▲]|\s{2,}", line)
    ]
    labels = list(
        dict.fromkeys(
            said for piece in pieces if len(piece.strip()) > 1 and (said := plain(piece).strip(" ,."))
        )
    )
    if not labels:
        return None
    return idiom(
        "a diagram",
        say(
            f"a diagram drawn in text, with {some(labels, 6)}",
            f"a diagram drawn in text, with {count(len(labels), 'label')}",
            rank=0,
        ),
    )


def _csv(lines: Sequence[str]) -> Telling | None:
    """Comma-separated values: the columns, the rows, the first row."""
    rows = [line.split(",") for line in lines]
    if (
        len(rows) < 2
        or len(rows[0]) < 2
        or len({len(row) for row in rows}) != 1
        or not all(re.fullmatch(r"\s*\"?[A-Za-z_][\w .-]*\"?\s*", cell) for cell in rows[0])
    ):
        return None
    columns = codes([cell.strip(' "') for cell in rows[0]])
    first = [plain(cell) or "empty" for cell in rows[1]]
    head = f"comma-separated values with {count(len(columns), 'column')}, {some(columns, 5)}, "
    head += f"and {count(len(rows) - 1, 'row')}"
    sample = listing([f"{name} {value}" for name, value in zip(columns, first, strict=False)][:4])
    return idiom("comma-separated values", say(head, rank=0), say(f"the first row has {sample}", rank=1))


def _settings(lines: Sequence[str]) -> Telling | None:
    """`NAME=value` lines."""
    pairs = [
        hit
        for line in lines
        if not line.lstrip().startswith("#")
        and (hit := re.fullmatch(r"\s*(?:export )?([A-Z][A-Z0-9_]*)=(.*)", line))
    ]
    if not pairs or len(pairs) < len([line for line in lines if not line.lstrip().startswith("#")]):
        return None
    names = codes([hit[1] for hit in pairs])
    return idiom(
        "environment settings",
        say(
            f"{count(len(names), 'environment setting')}: {some(names, 5)}",
            count(len(names), "environment setting"),
            rank=0,
        ),
    )


def _text(lines: Sequence[str], what: str = "text") -> Telling | None:
    """Plain text: a few lines as they are, more by how they begin."""
    told = [plain(line).rstrip(".,;:") for line in lines]
    told = [line for line in told if line and spoken_length(line) <= 24]
    if not told:
        return None
    if len(lines) <= _FEW and len(told) == len(lines):
        lead = f"{count(len(lines), 'line')} of {what}"
        return outline("text", say(f"{lead}: {'; '.join(told)}", lead, rank=0))
    lead = f"{count(len(lines), 'line')} of {what}, which are in the written lesson"
    return outline("text", say(lead, rank=0), say(f"it begins: {told[0]}", rank=2))


def tell(snippet: Snippet) -> Telling | None:
    """The telling of output or text; None when the block is in a programming language and none of the shapes fits."""
    lines = [line.rstrip() for line in snippet.source[:50_000].split("\n") if line.strip()]
    if snippet.language.names[:1] and snippet.language.names[0] in OUTPUT:
        return next((told for shape in (_table, _log) if (told := shape(lines)) is not None), None) or _text(
            lines, "output"
        )
    for shape in (_table, _log):
        if (told := shape(lines)) is not None:
            return told
    if snippet.language.spoken == "" and (told := _diagram(lines)) is not None:
        return told
    if snippet.language.spoken in {"", "CSV"} and (told := _csv(lines)) is not None:
        return told
    if (
        snippet.language.spoken in {"", "environment settings", "INI"}
        and (told := _settings(lines)) is not None
    ):
        return told
    plain_text = not snippet.language.names or snippet.language.names[0] in PLAIN | {"log", "console"}
    return _text(lines) if plain_text else None
