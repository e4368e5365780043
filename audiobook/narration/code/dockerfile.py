"""Dockerfiles, instruction by instruction; those with several stages stage by stage."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.steps import Step, in_order, names, together
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.words import (
    IT,
    clause,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    ordinal,
    some,
)

_MOST_ACTS = 3
_MOST_STAGES = 4


def _image(rest: str) -> tuple[str, str]:
    """The base image in words, and the name of the stage."""
    hit = re.match(r"(?:--platform=\S+\s+)?(\S+)(?:\s+[Aa][Ss]\s+(\S+))?", rest)
    if not hit:
        return "an image", ""
    base, _, tag = hit[1].partition("@")[0].rpartition(":")
    if not base or "/" in tag:
        base, tag = hit[1], ""
    if base == "scratch":
        return "an empty image", hit[2] or ""
    said = code(base) + (
        f" version {code(tag)}" if tag and tag[0].isdigit() else f", tag {code(tag)}" if code(tag) else ""
    )
    return said, hit[2] or ""


def _run(rest: str, most: int = _MOST_ACTS) -> str:
    from audiobook.narration.code.shell import acts_of_text

    clean = re.sub(r"--(?:mount|network|security)=\S+\s*", "", rest.replace("\\\n", " "))
    if heredoc := re.match(r"<<-?\s*['\"]?(\w+)['\"]?[^\n]*\n(.*?)\n?\s*\1?\s*$", clean, re.S):
        clean = heredoc[2]
    if clean.startswith("["):
        try:
            clean = " ".join(str(word) for word in json.loads(clean))
        except ValueError:
            return "runs a command"
    acts = [act.replace(IT, "it") for act in acts_of_text(clean)]
    if not acts:
        return "runs a command"
    more = f" and runs {count(len(acts) - most, 'more command')}" if len(acts) > most else ""
    return listing(acts[:most]) + more


def _command(rest: str) -> str:
    try:
        words = [str(word) for word in json.loads(rest)]
    except (ValueError, TypeError):
        words = rest.split()
    return code(" ".join(words)) or "a command"


def instruction(name: str, rest: str) -> str:
    """One instruction as a verb phrase."""
    if name == "FROM":
        image, stage = _image(rest)
        return f"starts from {image}" + (f", as the stage {code(stage)}" if stage else "")
    if name == "RUN":
        return _run(rest)
    if name in {"COPY", "ADD"}:
        return _copies(rest)
    if name in {"CMD", "ENTRYPOINT"}:
        return f"when it starts, {IT} runs {_command(rest)}"
    if name in {"ENV", "ARG"}:
        pairs = re.findall(r"(\w+)=", rest) or rest.split()[:1]
        return f"{'sets' if name == 'ENV' else 'takes the argument'} {some(codes(pairs), 4)}"
    value = rest.strip() if name == "EXPOSE" else code(rest)
    volumes = codes(re.findall(r'[^\s,"\[\]]+', rest))
    verbs = {
        "WORKDIR": f"works in {value}",
        "EXPOSE": f"exposes port {listing(value.split())}",
        "USER": f"runs as the user {value}",
        "VOLUME": f"mounts {listing(volumes)}",
        "LABEL": "adds a label",
        "HEALTHCHECK": "checks its health",
        "SHELL": "sets the shell",
        "STOPSIGNAL": f"stops on {value}",
        "MAINTAINER": "names its maintainer",
        "ONBUILD": "says what to do when it is built upon",
    }
    return verbs.get(name, "")


def _copies(rest: str) -> str:
    words = [word for word in rest.split() if not word.startswith("--")]
    stage = re.search(r"--from=(\S+)", rest)
    source = "everything" if words[:-1] in (["."], ["/"]) else some(codes(words[:-1]), 3) or "files"
    goal = f" to {code(words[-1])}" if words and code(words[-1]) else ""
    kind = "image" if stage and re.search(r"[/:]", stage[1]) else "stage"
    return f"copies {source}{f' from the {kind} {code(stage[1])}' if stage else ''}{goal or ('' if stage else ' in')}"


_INSTRUCTION = re.compile(r"^\s*([A-Za-z]+)\s+(\S.*)$", re.S)


def _lines(source: str) -> list[str]:
    """Instructions and comments, each with the lines that continue it: after a backslash, or in a here document."""
    found: list[str] = []
    mark, going_on = "", False
    for line in source.split("\n"):
        comment = line.lstrip().startswith("#")
        if mark or (going_on and not comment):
            found[-1] += f"\n{line}"
        elif not (going_on and comment) and line.strip():
            found.append(line)
        if mark:
            mark = "" if line.strip() == mark else mark
            continue
        if comment:
            continue
        if heredoc := re.search(r"<<-?\s*['\"]?(\w+)['\"]?", line):
            mark = heredoc[1]
        going_on = line.rstrip().endswith("\\")
    return found


def _steps(source: str) -> list[Step]:
    """The instructions with the comments above them; settings that stand together as one."""
    found: list[Step] = []
    note = ""
    for line in _lines(source):
        if line.lstrip().startswith("#"):
            note = (
                "" if re.match(r"\s*#\s*(?:syntax|escape)=", line) else first_sentence(comment_text(line), 12)
            )
            continue
        hit = _INSTRUCTION.match(line)
        said = instruction(hit[1].upper(), hit[2].strip()) if hit else ""
        if not hit or not said:
            continue
        name = hit[1].upper()
        if found and not note and name == found[-1].name and name in {"ENV", "ARG"}:
            rest = said.removeprefix("sets").removeprefix("takes the argument").strip()
            found[-1] = Step(f"{found[-1].said}, {rest}", "", found[-1].note, name)
        else:
            found.append(Step(said, _run(hit[2].strip(), 1) if name == "RUN" else "", note, name))
        note = ""
    return [replace(step, said=_listed(step.said)) for step in found]


def _listed(said: str) -> str:
    """`sets a, b, c` as a listing."""
    head = next((verb for verb in ("sets ", "takes the argument ") if said.startswith(verb)), "")
    names = re.findall(r"`[^`]+`", said) if head else []
    if len(names) < 2:
        return said
    return f"{head.replace('argument', 'arguments')}{some(names, 5)}"


def _stages(steps: Sequence[Step]) -> list[list[Step]]:
    found: list[list[Step]] = []
    for step in steps:
        if step.name == "FROM" or not found:
            found.append([])
        found[-1].append(step)
    return found


def _stage(at: int, steps: Sequence[Step], last: bool) -> Say:
    """A stage in a sentence: what it starts from, and what it does."""
    head, *rest = together(steps)
    base, _, name = head.said.partition(", as the stage ")
    lead = f"the {'last' if last else ordinal(at)} stage{f', {name},' if name else ''} {base}"
    key = [
        step
        for step in rest
        if step.name in {"RUN", "CMD", "ENTRYPOINT"} or re.search("from the (?:stage|image) ", step.said)
    ]
    told = names(rest)
    return say(
        f"{lead}: {_acts([step.said for step in rest])}" if rest else lead,
        f"{lead}: {_acts([step.short for step in rest])}" if rest else "",
        f"{lead}: {_acts([step.short for step in key])}" if key else "",
        f"{lead}, with {told}" if told else "",
        rank=1,
    )


def _further(stages: Sequence[Sequence[Step]]) -> Say:
    """The stages that are left, by what they start from."""
    bases = [stage[0].said.removeprefix("starts ").replace(", as the stage ", " as ") for stage in stages]
    return say(
        f"then come {count(len(stages), 'more stage')}: {listing(bases)}",
        f"then come {count(len(stages), 'more stage')}",
        rank=1,
    )


def _acts(phrases: Sequence[str]) -> str:
    """Verb phrases under one subject; those that open with a clause bring it along."""
    return listing([clause("it", phrases[0]), *(phrase.replace(IT, "it") for phrase in phrases[1:])])


def tell(snippet: Snippet) -> Telling | None:
    """The instructions in order; None when none is known."""
    steps = _steps(snippet.source)
    if not steps:
        return None
    stages = _stages(steps)
    several = sum(stage[0].name == "FROM" for stage in stages) > 1
    head = f"a Dockerfile, {size(snippet)}{where(snippet)}" + (
        f", with {count(len(stages), 'stage')}" if several else ""
    )
    if not any(step.name == "FROM" for step in steps):
        head = f"part of a Dockerfile, {size(snippet)}"
    if several:
        told = stages if len(stages) <= _MOST_STAGES else stages[: _MOST_STAGES - 1]
        says = [_stage(at, stage, at == len(stages)) for at, stage in enumerate(told, 1)]
        says += [_further(stages[len(told) :])] if len(told) < len(stages) else []
        return idiom("a Dockerfile", say(head, rank=0), *says)
    steps = together(steps)
    if len(steps) == 1:
        return idiom("a Dockerfile", say(f"{head}: {clause('it', steps[0].said)}", rank=0))
    return idiom("a Dockerfile", say(head, rank=0), *in_order(steps, "instruction"))
