"""Redis commands, one a line, as verb phrases: "sets `user:1` to `Ana`"."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audiobook.narration.code.budget import say
from audiobook.narration.code.redis_commands import TEMPLATES
from audiobook.narration.code.redis_options import OPTIONED
from audiobook.narration.code.redis_streams import entries
from audiobook.narration.code.redis_values import amount, at_most, pairs, value, values
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.steps import Step, in_order, together
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import IT, clause, code, comment_text, count, first_sentence, listing

PROMPT = re.compile(
    r"^\s*(?:redis-cli\s+(?=[A-Za-z])|(?:redis )?[\w.-]+:\d+(?:\[\d+\])?(?:\(TX\))?>\s*|redis(?:-cli)?>\s*|>\s+)"
)
_HOLE = re.compile(r"\{(\d)(l|s|ms|wait)?\}")
# Commands that neighbours of the same key can be told together: their arguments from here on are put together.
_JOINED = {
    "RPUSH": 1, "LPUSH": 1, "SADD": 1, "SREM": 1, "ZADD": 1, "ZREM": 1, "HSET": 1, "PFADD": 1, "HDEL": 1,
    "GEOADD": 1, "GET": 0, "DEL": 0, "EXISTS": 0, "MSET": 0, "TOPK.ADD": 1, "BF.ADD": 1, "CF.ADD": 1,
    "HGET": 1, "LPUSHX": 1, "RPUSHX": 1, "XADD": 1,
}  # fmt: skip
_ONE_AT_A_TIME = frozenset({"RPUSH", "LPUSH", "SADD", "ZADD", "PFADD", "LPUSHX", "RPUSHX", "GEOADD"})
_ALSO = {"BF.ADD": "BF.MADD", "HGET": "HMGET"}
_PLACEHOLDER = re.compile(r"<([A-Za-z][^<>]*)>")
_MOST_JOINED = 12
_MOST_INSIDE = 4


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a block, and the comment above it; `parts` are the arguments of those told together."""

    words: tuple[str, ...]
    note: str = ""
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def joined(self) -> int:
        return len(self.parts) or 1

    @property
    def name(self) -> str:
        return self.words[0].upper()

    @property
    def given(self) -> tuple[str, ...]:
        return self.words[1:]


ALL_COMMANDS = frozenset({*TEMPLATES, *OPTIONED})
"""Every command that can be told."""


def words_of(line: str) -> list[str]:
    """A command line as its words; quotes that do not close are taken as they stand."""
    line = _PLACEHOLDER.sub(
        lambda hit: (
            re.sub(r"[^\w.-]+", "-", hit[1].strip()) if re.fullmatch(r"[\w .:-]+", hit[1]) else "value"
        ),
        line,
    )
    try:
        return shlex.split(line, posix=True)
    except ValueError:
        return line.replace('"', "").replace("'", "").split()


def known(words: Sequence[str]) -> str:
    """The name of a Redis command, with its second word where it has one; empty when it is none."""
    if not words:
        return ""
    two = " ".join(words[:2]).upper()
    name = words[0].upper()
    if two in TEMPLATES and len(words) > 1:
        return two
    return name if name in TEMPLATES or name in OPTIONED else ""


def act_of(words: Sequence[str]) -> str:
    """One Redis command as a verb phrase; empty when it is not a command known here."""
    name = known(words)
    if not name:
        return ""
    given = list(words[1 + name.count(" ") :])
    if name == "KEYS" and given == ["*"]:
        return "lists all keys"
    if name in OPTIONED and len(given) >= OPTIONED[name][0]:
        try:
            said = OPTIONED[name][1](given)
        except (IndexError, ValueError):
            said = ""
        if said:
            return said
    if name in TEMPLATES:
        return _filled(TEMPLATES[name], given) or _plainly(name, given)
    return _plainly(name, given)


def _plainly(name: str, given: Sequence[str]) -> str:
    """A command by its name, when it is not written in full."""
    return f"runs {code(name)}" + (f" on {value(given[0])}" if given and code(given[0]) else "")


def _path(given: Sequence[str]) -> str:
    """The path into a JSON document: `$` is the root, `$.a.b` is `a.b`."""
    path = re.sub(r"^\$?\.?", "", given[1]) if len(given) > 1 else ""
    return value(path) if path and code(path) else "the root"


def _filled(template: str, given: Sequence[str]) -> str:
    """The template with its holes filled; empty when an argument is missing."""
    holes = [int(hit[1]) for hit in _HOLE.finditer(template)]
    listed = re.findall(r"\{(rest2?|all|pairs(?:_all)?)\}", template)
    needed = max(
        [
            0,
            *(hole + 1 for hole in holes),
            *({"rest": 2, "rest2": 3, "pairs": 3}.get(one, 1) for one in listed),
        ]
    )
    if len(given) < needed:
        return ""

    def hole(hit: re.Match[str]) -> str:
        word = given[int(hit[1])]
        if hit[2] == "l":
            return word.lower()
        if hit[2] == "wait":
            return at_most(word)
        unit = {"s": "second", "ms": "millisecond"}.get(hit[2] or "")
        return amount(word, unit) if unit else value(word)

    said = _HOLE.sub(hole, template)
    several = len(given) > 1
    words = {
        "rest": values(given[1:]), "rest2": values(given[2:]), "all": values(given),
        "pairs": pairs(given[1:]), "pairs_all": pairs(given), "path": _path(given), "it": IT,
        "exist": "exist" if several else "exists", "has": "have together" if several else "has",
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda hit: words.get(hit[1], hit[0]), said)


def commands_of(source: str) -> list[Command]:
    """The commands of a block with the comments above them; lines that are none are left out."""
    found: list[Command] = []
    note = ""
    for line in source.split("\n"):
        clean = PROMPT.sub("", line).strip()
        if clean.startswith(("#", "//", "--")):
            note = first_sentence(comment_text(clean), 14)
            continue
        words = words_of(re.sub(r"\s+#\s.*$", "", clean))
        if known(words):
            found.append(Command(tuple(words), note))
            note = ""
    return found


def joined(commands: Sequence[Command]) -> list[Command]:
    """Neighbours of the same name and key as one command: "pushes `a`, `b`, and `c`, one at a time"."""
    merged: list[Command] = []
    for command in commands:
        last = merged[-1] if merged else None
        if last is not None and not command.note and _may_join(last, command):
            words = (*last.words, *command.given[_JOINED[command.name] :])
            merged[-1] = Command(words, last.note, (*(last.parts or (last.given,)), command.given))
        else:
            merged.append(command)
    return merged


def _may_join(last: Command, command: Command) -> bool:
    keep = _JOINED.get(command.name)
    options = {"NX", "XX", "GT", "LT", "CH", "INCR", "MAXLEN", "MINID", "NOMKSTREAM"}
    if command.name == "XADD" and (command.given[1:2] != ("*",) or last.given[1:2] != ("*",)):
        return False
    return (
        keep is not None
        and last.name == command.name
        and last.given[:keep] == command.given[:keep]
        and len(command.given) > keep
        and len(last.given) + len(command.given) <= _MOST_JOINED
        and not options & {word.upper() for word in (*last.given, *command.given)}
        and (last.words != command.words)
    )


def step_of(command: Command) -> Step:
    """A command, or several told together, as a step."""
    words: Sequence[str] = command.words
    if command.joined > 1 and command.name in _ALSO:
        words = [_ALSO[command.name], *command.given]
    said = entries(command.parts) if command.parts and command.name == "XADD" else act_of(words)
    if command.joined > 1 and command.name in _ONE_AT_A_TIME:
        said += ", one at a time"
    return Step(said, note=command.note, name=known(command.words))


def steps_of(commands: Sequence[Command]) -> list[Step]:
    """Commands as steps: alike neighbours together, plain `SET`s as one listing."""
    return said_once(together(_transactions([step_of(command) for command in joined(_sets(commands))])))


_OF_KEY = re.compile(r"\bthe (sorted set|set|list|hash|stream) (`[^`]+`)")


def said_once(steps: Sequence[Step]) -> list[Step]:
    """A key that was named in the step before is not named again: "the sorted set" is enough."""
    found: list[Step] = []
    last: dict[str, str] = {}
    for step in steps:
        named = dict(_OF_KEY.findall(step.said))
        several = len(_OF_KEY.findall(step.said)) > len(named) or len(set(named.values())) > 1

        known = {} if several else last
        parts = {part: _without_keys(getattr(step, part), known) for part in ("said", "brief", "least")}
        found.append(replace(step, **parts))
        last = named or last
    return found


def _without_keys(phrase: str, known: Mapping[str, str]) -> str:
    """`phrase` without the keys that were named just before."""
    return _OF_KEY.sub(lambda hit: f"the {hit[1]}" if known.get(hit[1]) == hit[2] else hit[0], phrase)


def _transactions(steps: Sequence[Step]) -> list[Step]:
    """What stands between MULTI and EXEC as one step: "in one transaction, it ..."."""
    found: list[Step] = []
    opened = -1
    for step in steps:
        found.append(step)
        if step.name == "MULTI":
            opened = len(found) - 1
        elif step.name == "EXEC" and opened >= 0:
            inner = found[opened + 1 : -1]
            if 0 < len(inner) <= _MOST_INSIDE and not any(one.note or IT in one.said for one in inner):
                said = f"in one transaction, {IT} {listing([one.said for one in inner])}"
                found[opened:] = [Step(said, note=found[opened].note, name="MULTI")]
            opened = -1
    return found


def _sets(commands: Sequence[Command]) -> list[Command]:
    """A plain SET beside another as MSET, which says the same."""
    plain = [command.name == "SET" and len(command.given) == 2 for command in commands]
    found: list[Command] = []
    for at, command in enumerate(commands):
        beside = (at > 0 and plain[at - 1] and not command.note) or plain[at + 1 : at + 2] == [True]
        found.append(Command(("MSET", *command.given), command.note) if plain[at] and beside else command)
    return found


def acts_of_text(source: str) -> list[str]:
    """Every command of `source` as a verb phrase."""
    return [step.said for step in steps_of(commands_of(source))]


def is_redis(source: str) -> bool:
    """Whether nearly all lines that are not comments are Redis commands in capitals."""
    lines = [PROMPT.sub("", line).strip() for line in source.split("\n") if line.strip()]
    lines = [line for line in lines if line and not line.startswith(("#", "//"))]
    named = [line for line in lines if line.split()[0].isupper() and known(line.split()) and _has_form(line)]
    return bool(lines) and len(named) == len(lines)


_AMBIGUOUS = frozenset(["SELECT", "SET", "COPY", "COMMAND", "TIME", "GET", "INFO", "TYPE", "SAVE", "WAIT"])


def _has_form(line: str) -> bool:
    """Whether a line that opens with the name of a command goes on like one, and not like a sentence or SQL."""
    name, *rest = line.split()
    if name not in _AMBIGUOUS:
        return True
    if name == "SELECT" and not (len(rest) == 1 and rest[0].isdigit()):
        return False
    if name == "GET" and rest and rest[0].startswith(("/", "http", "_")):
        return False
    return "=" not in rest and not line.endswith((";", "."))


def tell(snippet: Snippet) -> Telling | None:
    """Redis commands without answers; None when no line is one."""
    commands = commands_of(snippet.source)
    if not commands:
        return None
    steps = steps_of(commands)
    total = count(len(commands), "Redis command")
    if len(steps) == 1:
        said = steps[0].said
        if len(commands) == 1:
            link, subject = (": ", "it") if IT in said else (", ", "which")
            note = f"; its comment says: {steps[0].note.rstrip('.')}" if steps[0].note else ""
            full = f"{total}{link}{clause(subject, said)}"
            return idiom("Redis commands", say(full + note, full, rank=0))
        return idiom("Redis commands", say(f"{total}: {listing([clause('it', said)])}", rank=0))
    return idiom("Redis commands", say(total, rank=0), *in_order(steps, "command"))
