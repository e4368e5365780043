"""Output and plain text: tables drawn in characters, logs, comma-separated values, settings, text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.answers import table_columns
from audiobook.narration.code.budget import say
from audiobook.narration.code.languages import OUTPUT, PLAIN
from audiobook.narration.code.programs import is_known
from audiobook.narration.code.scalars import scalar_words
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, outline
from audiobook.narration.code.words import (
    code,
    codes,
    count,
    first_sentence,
    listing,
    plain,
    some,
    spoken_length,
)

_RULE = re.compile(r"^[\s|+\-=:─━┼┬┴│├┤╞╡╪]+$")
_LOG = re.compile(
    r"^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d:\d\d|\[?\d\d:\d\d:\d\d|\w{3}\s+\d+ \d\d:|"
    r"\[?(?:debug|info|warn(?:ing)?|error|notice|fatal|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)\]?\b)"
)
_LEVEL = re.compile(r"\b(debug|info|notice|warn(?:ing)?|error|fatal|critical)\b", re.I)
_FEW = 6
_MOST_CELLS = 5
_LONG_CELL = 12
_LONG_TEXT = 42
_LONG_LINE = 24


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


_ARROW = re.compile(r"[-=─]{2,}>|<[-=─]{2,}|[→←↑↓▼▲]|[┌└├┐┘]|\+--+|--+\+")


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


def _settings(lines: Sequence[str], any_value: bool = False) -> Telling | None:
    """`NAME=value` lines: settings of the environment when their names are in capitals.

    With `any_value` a value may have blanks without quotes.
    """
    kept = [line for line in lines if not line.lstrip().startswith("#")]
    value = r".*" if any_value else r"\S*|\"[^\"]*\"|'[^']*'"
    pattern = re.compile(rf"\s*(?:export )?([A-Za-z][\w.]*)(?:\s?=\s?|:(?=\S))({value})\s*(?:#.*)?")
    pairs = [hit for line in kept if (hit := pattern.fullmatch(line))]
    if not pairs or len(pairs) < max(1, 2 * len(kept) / 3) or (len(pairs) == 1 and not pairs[0][1].isupper()):
        return None
    capital = all(re.fullmatch(r"[A-Z][A-Z0-9_]*", hit[1]) for hit in pairs)
    if not capital and any(re.search(r"[(){};]|\s=\s", hit[0]) for hit in pairs):
        return None
    noun = "environment setting" if capital else "setting" if "=" in pairs[0][0] else "named value"
    names = codes([hit[1] for hit in pairs])
    told = [f"{code(hit[1])}, {scalar_words(hit[2])}" for hit in pairs]
    lead = count(len(names), noun)
    return idiom(
        f"{noun}s",
        say(f"{lead}: {'; '.join(told)}" if not capital else "", f"{lead}: {some(names, 5)}", lead, rank=0),
    )


def _columns(lines: Sequence[str]) -> Telling | None:
    """A table without bars, under a line of capitals: its columns, its size, and its first row."""
    columns = table_columns(lines)
    if not columns:
        return None
    head = f"a table of output with {count(len(columns), 'column')} and {count(len(lines) - 1, 'row')}"
    cells = re.split(r"\s{2,}|\t", lines[1].strip())
    first = [f"{name} is {plain(cell)}" for name, cell in zip(columns, cells, strict=False) if plain(cell)]
    told = (
        [one for one in first if spoken_length(one) < _LONG_CELL][:_MOST_CELLS]
        if len(cells) == len(columns)
        else []
    )
    return idiom(
        "a table of output",
        say(f"{head}; the columns are {some(columns, 6)}", head, rank=0),
        say(f"in the {'first' if len(lines) > 2 else 'only'} row, {'; '.join(told)}", rank=1)
        if told
        else None,
    )


def _text(lines: Sequence[str], what: str = "text") -> Telling | None:
    """Plain text: a few lines as they are, more by how they begin."""
    if len(lines) == 1 and re.fullmatch(r"\s*(?:https?://|arn:)\S+\s*", lines[0]):
        return outline("text", say(f"one line of {what}: {scalar_words(lines[0].strip())}", rank=0))
    whole = [plain(_signs_said(line)).rstrip(".,;:") for line in lines]
    whole = [re.sub(r"^\d+[.)] ", "", line) for line in whole]
    told = [first_sentence(line, _LONG_LINE) for line in whole if line]
    if not told or not told[0]:
        return None
    lead = f"{count(len(lines), 'line')} of {what}"
    if len(lines) <= _FEW and told == whole and sum(spoken_length(line) for line in told) <= _LONG_TEXT:
        return outline("text", say(f"{lead}: {'; '.join(told)}", lead, rank=0))
    if len(lines) == 1:
        return outline("text", say(f"{lead}, which begins: {told[0]}", lead, rank=0))
    worst = next((line for line in lines if re.match(r"(?i)\s*(?:error|fatal|err!)\b", line)), "")
    if worst and worst != lines[0]:
        message = first_sentence(plain(re.sub(r"^\W*\w+\W*", "", worst)), _LONG_LINE)
        return outline("text", say(f"{lead}, with an error: {message}", lead, rank=0))
    return outline(
        "text", say(f"{lead}, which are in the written lesson", rank=0), say(f"it begins: {told[0]}", rank=2)
    )


def _signs_said(line: str) -> str:
    """Arrows and the signs of a calculation as words; signs that stand for nothing spoken stay as they are."""
    line = re.sub(r"\s(?:-+>|=+>|→)\s", " to ", line)
    if not re.search(r"\w\s+=\s+\w", line):
        return line
    for sign, words in (("=", "equals"), ("+", "plus"), ("-", "minus"), ("*", "times"), ("/", "divided by")):
        line = re.sub(rf"(?<=[\w)])\s+{re.escape(sign)}\s+(?=[\w(.])", f" {words} ", line)
    return line


def tell(snippet: Snippet) -> Telling | None:
    """The telling of output or text; None when the block is in a programming language and none of the shapes fits."""
    lines = [line.rstrip() for line in snippet.source[:50_000].split("\n") if line.strip()]
    if snippet.language.names[:1] and snippet.language.names[0] in OUTPUT:
        return next(
            (told for shape in (_table, _log, _columns) if (told := shape(lines)) is not None), None
        ) or _text(lines, "output")
    for shape in (_table, _log, _columns):
        if (told := shape(lines)) is not None:
            return told
    if snippet.language.spoken == "" and (told := _diagram(lines)) is not None:
        return told
    if snippet.language.spoken in {"", "CSV"} and (told := _csv(lines)) is not None:
        return told
    if (
        snippet.language.spoken in {"", "environment settings", "INI"}
        and (told := _settings(lines, snippet.language.spoken == "environment settings")) is not None
    ):
        return told
    names = snippet.language.names
    if names[:1] == ("console",) and is_known(lines[0].split()[0]):
        return None
    plain_text = not snippet.language.names or snippet.language.names[0] in PLAIN | {"log", "console"}
    return _text(lines) if plain_text else None
