"""Functions, procedures and triggers: what they take and give, when they run, and what their bodies do."""

from __future__ import annotations

import re

from audiobook.narration.code.sql_phrases import condition
from audiobook.narration.code.sql_tables import type_words
from audiobook.narration.code.sql_tokens import Token, bare, clauses, dotted, group, split, tokenize
from audiobook.narration.code.sql_values import noun
from audiobook.narration.code.words import article, code, codes, few, listing, some

_MODES = frozenset(["IN", "OUT", "INOUT", "VARIADIC"])
_MOST_STEPS = 6


def routine(tokens: list[Token], with_body: bool = True) -> str:
    """CREATE FUNCTION or PROCEDURE; in brief, without what its body does."""
    kind = next(t.key.lower() for t in tokens if t.key in {"FUNCTION", "PROCEDURE"})
    at = next(i for i, t in enumerate(tokens) if t.key == kind.upper())
    rest = [t for t in tokens[at + 1 :] if t.key not in {"IF", "NOT", "EXISTS"}]
    inside, end = group(rest)
    takes = [_parameter(part) for part in split(inside, ",") if part]
    gives = _returns(rest[end:])
    told = [f"takes {some(takes, 4)}"] if takes else []
    told += [gives] if gives else []
    told += few(body_acts(rest[end:]), _MOST_STEPS) if with_body else []
    said = f"creates the {kind} {code(dotted(rest))}"
    return f"{said}, which {listing(told)}" if told else said


def _parameter(part: list[Token]) -> str:
    """A parameter: its name and its type."""
    held = clauses([t for t in part if t.key not in _MODES], ("DEFAULT",))
    tokens = held[0][1] if held else []
    tokens = split(tokens, "=")[0]
    if len(tokens) == 1:
        return type_words(tokens)
    return f"{code(bare(tokens[0]))}, {type_words(tokens[1:])}" if tokens else ""


_AFTER_TYPE = frozenset(["AS", "LANGUAGE", "IMMUTABLE", "STABLE", "VOLATILE", "STRICT", "SECURITY"])


def _returns(tokens: list[Token]) -> str:
    """What RETURNS says: "returns a list of integers", "returns a table with `a` and `b`"."""
    keys = [t.key for t in tokens]
    if "RETURNS" not in keys:
        return ""
    rest = tokens[keys.index("RETURNS") + 1 :]
    head = rest[0].key if rest else ""
    if head == "TABLE":
        columns = codes([bare(part[0]) for part in split(group(rest)[0], ",") if part])
        return f"returns a table with {some(columns, 4)}"
    if head == "TRIGGER":
        return "is for a trigger"
    if head == "VOID":
        return "returns nothing"
    if head == "SETOF":
        return f"returns rows of {code(dotted(rest[1:]))}"
    stop = next((i for i, t in enumerate(rest) if t.key in _AFTER_TYPE or t.kind == "string"), len(rest))
    return f"returns {type_words(rest[:stop])}" if rest[:stop] else ""


def body_acts(tokens: list[Token]) -> list[str]:
    """What the body between the dollar signs, or between BEGIN and END, does."""
    body = next((t.text for t in tokens if t.kind == "string" and t.text.startswith("$")), "")
    source = re.sub(r"^\$\w*\$|\$\w*\$$", "", body)
    if not body:
        keys = [t.key for t in tokens]
        if "BEGIN" not in keys:
            return _expression(tokens)
        return block_acts(tokens[keys.index("BEGIN") :])
    if re.search(r"(?i)\blanguage\s+'?(?:plpython|plperl|plv8|pljava|c)\b", " ".join(t.text for t in tokens)):
        return []
    return block_acts([t for t in tokenize(source) if t.kind != "comment"])


def _expression(tokens: list[Token]) -> list[str]:
    """A body that is one RETURN."""
    keys = [t.key for t in tokens]
    if "RETURN" not in keys:
        return []
    return [f"returns {noun(tokens[keys.index('RETURN') + 1 :], {}, 1) or 'an expression'}"]


def block_acts(tokens: list[Token]) -> list[str]:
    """The statements of a PL/pgSQL block, or of plain SQL, as verb phrases."""
    keys = [t.key for t in tokens]
    told: list[str] = []
    if "BEGIN" in keys and keys[0] in {"DECLARE", "BEGIN"}:
        at = keys.index("BEGIN")
        declared = codes([bare(part[0]) for part in split(tokens[:at][1:], ";") if part])
        told = [f"declares {some(declared, 4)}"] if keys[0] == "DECLARE" and declared else []
        tokens = tokens[at + 1 :]
        tokens = tokens[:-1] if tokens and tokens[-1].text == ";" else tokens
        tokens = tokens[:-1] if tokens and tokens[-1].key == "END" else tokens
    for part in _statements(tokens):
        told += [said for said in [_step(part)] if said]
    return told


def _statements(tokens: list[Token]) -> list[list[Token]]:
    """Statements parted by semicolons; an IF or LOOP with what is inside it is one."""
    parts: list[list[Token]] = [[]]
    depth = 0
    previous = ""
    for token in tokens:
        opens = token.key in {"IF", "LOOP", "CASE"} and previous not in {"END", "DROP", "CREATE", "TABLE"}
        depth += opens
        if token.key == "END":
            depth -= 1
        if token.text == ";" and depth <= 0:
            parts.append([])
            depth = 0
        else:
            parts[-1].append(token)
        previous = token.key
    return [part for part in parts if part]


def _step(tokens: list[Token]) -> str:
    """One statement of a block."""
    from audiobook.narration.code.sql_statements import statement_act

    keys = [t.key for t in tokens]
    head = keys[0]
    if head == "IF":
        return _if(tokens)
    if head == "RETURN":
        rest = tokens[1:]
        if keys[1:2] == ["QUERY"]:
            return f"returns the rows of a query that {statement_act(rest[1:])}"
        return f"returns {noun([t for t in rest if t.key != 'NEXT'], {}, 1) or 'nothing'}"
    if head == "RAISE":
        text_of = next((t.text.strip("'") for t in tokens if t.kind == "string"), "")
        words = code(re.sub(r"%", "", text_of)) if text_of else ""
        level = keys[1] if len(keys) > 1 and tokens[1].kind == "word" else "EXCEPTION"
        if level in {"NOTICE", "WARNING", "INFO", "DEBUG", "LOG"}:
            return f"reports {words or 'a message'}"
        return f"raises {words or 'an error'}" if level == "EXCEPTION" else f"raises {code(level.lower())}"
    if head == "PERFORM":
        return f"runs {noun(tokens[1:], {}, 1) or 'a query'}".replace("the result of ", "")
    if head == "FOR" and "LOOP" in keys:
        inner = [
            _step(part) for part in _statements(tokens[keys.index("LOOP") + 1 :]) if part[0].key != "END"
        ]
        return f"for each {code(bare(tokens[1]))}, {listing(['it ' + one for one in inner if one][:2]) or 'it loops'}"
    if head == "EXECUTE":
        return "runs SQL that is put together"
    if ":=" in keys or (len(tokens) > 2 and tokens[1].text == "="):
        sides = split(tokens, ":=") if ":=" in keys else split(tokens, "=")
        return f"sets {noun(sides[0], {}, 1)} to {noun([t for side in sides[1:] for t in side], {}, 1) or 'a value'}"
    if head in {"EXCEPTION", "WHEN"}:
        return "handles an error"
    return statement_act(tokens)


def _if(tokens: list[Token]) -> str:
    """IF with its branches: "if ..., it ..., and otherwise it ..."."""
    keys = [t.key for t in tokens]
    end = len(tokens) - 2 if keys[-2:] == ["END", "IF"] else len(tokens)
    if "THEN" not in keys:
        return ""
    at = keys.index("THEN")
    test = condition(tokens[1:at], {})
    depth, cut = 0, end
    for i in range(at + 1, end):
        depth += (keys[i] in {"IF", "CASE"} and keys[i - 1] != "END") - (keys[i] == "END")
        if depth == 0 and keys[i] in {"ELSE", "ELSIF"}:
            cut = i
            break
    inner = [said for part in _statements(tokens[at + 1 : cut]) if (said := _step(part))]
    other = [
        said
        for part in _statements(tokens[cut + 1 : end])
        if keys[cut : cut + 1] == ["ELSE"] and (said := _step(part))
    ]
    told = f"if {test}, it {listing(few(inner, 3))}" if inner else f"checks whether {test}"
    return told + (f", and otherwise it {listing(few(other, 2))}" if other else "")


def trigger(tokens: list[Token]) -> str:
    """CREATE TRIGGER: when it runs, on what, and which function."""
    at = next(i for i, t in enumerate(tokens) if t.key == "TRIGGER")
    rest = tokens[at + 1 :]
    keys = [t.key for t in rest]
    name = code(bare(rest[0])) if rest else ""
    when = next((key.lower() for key in keys if key in {"BEFORE", "AFTER", "INSTEAD"}), "")
    when = "instead of" if when == "instead" else when
    events = (
        [
            article(key.lower())
            for key in keys[: keys.index("ON")]
            if key in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}
        ]
        if "ON" in keys
        else []
    )
    table = code(dotted(rest[keys.index("ON") + 1 :])) if "ON" in keys else ""
    each = "for each row" if "ROW" in keys else "once for each statement"
    runs = next((i for i, key in enumerate(keys) if key in {"FUNCTION", "PROCEDURE"}), -1)
    said = f"creates the trigger {name}"
    said += f", which, {when} {listing(events, 'or')} on {table}, {each}" if events else ""
    if "WHEN" in keys:
        said += f" where {condition(group(rest, keys.index('WHEN'))[0], {})}"
    if not events and "ON" in keys:
        said += f", which, on {table}"
    if runs >= 0:
        link = "," if ", which" in said else ", which"
        return f"{said}{link} runs the function {code(dotted(rest[runs + 1 :]))}"
    if "BEGIN" in keys:
        inner = block_acts(rest[keys.index("BEGIN") :])
        return f"{said}, {listing(few(inner, 4))}" if inner else said
    return said
