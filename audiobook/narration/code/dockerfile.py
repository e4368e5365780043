"""Dockerfiles, instruction by instruction."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from audiobook.narration.code.budget import say
from audiobook.narration.code.programs import act_of
from audiobook.narration.code.redis import words_of
from audiobook.narration.code.snippet import Snippet, text
from audiobook.narration.code.telling import Telling, does_all, idiom, size, where
from audiobook.narration.code.words import IT, clause, code, codes, count, listing


def _image(rest: str) -> str:
    hit = re.match(r"(?:--platform=\S+\s+)?(\S+)(?:\s+[Aa][Ss]\s+(\S+))?", rest)
    if not hit:
        return "starts from an image"
    base, _, tag = hit[1].partition(":")
    said = f"starts from {code(base)}" + (
        f" version {code(tag)}" if tag and tag[0].isdigit() else (f", tag {code(tag)}" if code(tag) else "")
    )
    return said + (f", as the stage {code(hit[2])}" if hit[2] else "")


def _run(rest: str) -> str:
    clean = re.sub(r"--mount=\S+\s*", "", rest.replace("\\\n", " "))
    acts = [
        act
        for part in re.split(r"&&|;|\n", clean)
        if part.strip() and (act := act_of(words_of(part.strip())))
    ]
    return listing([clause("", act).strip() for act in acts[:3]]) + (
        f" and does {count(len(acts) - 3, 'more thing')}" if len(acts) > 3 else ""
    )


def _command(rest: str) -> str:
    try:
        words = [str(word) for word in json.loads(rest)]
    except (ValueError, TypeError):
        words = words_of(rest)
    said = code(" ".join(words))
    return said or "a command"


def instruction(name: str, rest: str) -> str:
    """One instruction as a verb phrase."""
    if name == "FROM":
        return _image(rest)
    if name == "RUN":
        return _run(rest)
    if name in {"COPY", "ADD"}:
        words = [word for word in rest.split() if not word.startswith("--")]
        stage = re.search(r"--from=(\S+)", rest)
        source = "everything" if words[:-1] == ["."] else listing(codes(words[:-1])) or "files"
        goal = "" if words[-1:] in (["."], ["./"]) or not words else f" to {code(words[-1])}"
        return f"copies {source}{f' from the stage {code(stage[1])}' if stage else ''}{goal or ' in'}"
    if name in {"CMD", "ENTRYPOINT"}:
        return f"at the start, {IT} runs {_command(rest)}"
    if name in {"ENV", "ARG"}:
        names = re.findall(r"(\w+)=", rest) or rest.split()[:1]
        return f"{'sets' if name == 'ENV' else 'takes the argument'} {listing(codes(names))}"
    verbs = {
        "WORKDIR": "works in",
        "EXPOSE": "exposes port",
        "USER": "runs as the user",
        "VOLUME": "mounts",
        "LABEL": "adds a label",
        "HEALTHCHECK": "checks its health",
        "SHELL": "sets the shell",
    }
    value = rest.strip() if name == "EXPOSE" else code(rest)
    return (
        f"{verbs[name]} {value}"
        if name in verbs and name not in {"LABEL", "HEALTHCHECK", "SHELL"}
        else verbs.get(name, "")
    )


def _instructions(tops: Sequence[str]) -> list[str]:
    acts = []
    for source in tops:
        name, _, rest = source.strip().partition(" ")
        if said := instruction(name.upper(), rest.strip()):
            acts.append(said)
    return acts


def tell(snippet: Snippet) -> Telling | None:
    """The instructions in order; None when none is known."""
    acts = _instructions([text(node) for node in snippet.tops if "comment" not in node.type])
    if not acts:
        return None
    stages = sum(1 for act in acts if act.startswith("starts from"))
    head = f"a Dockerfile, {size(snippet)}{where(snippet)}" + (
        f", with {count(stages, 'stage')}" if stages > 1 else ""
    )
    if not stages:
        head = f"part of a Dockerfile, {size(snippet)}"
    return idiom("a Dockerfile", say(head, rank=0), does_all(acts, "it", 0))
