"""The parts of Docker commands: images, ports, options, and the command that runs inside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.words import IT, clause, code, listing

FLAGS = frozenset(
    [
        "--rm",
        "--detach",
        "--interactive",
        "--tty",
        "--init",
        "--privileged",
        "--publish-all",
        "--read-only",
        "--no-cache",
        "--pull",
        "--quiet",
        "--all",
        "--force",
        "--follow",
        "--no-trunc",
        "--build",
        "--remove-orphans",
        "--volumes",
        "--no-deps",
        "--force-recreate",
        "--prune",
        "--help",
        "--version",
        "--push",
        "--load",
        "--no-stream",
        "--latest",
        "--no-healthcheck",
        "--rmi",
        "--services",
        "--compatibility",
        "--bootstrap",
        "--use",
        "--digests",
        "--attachable",
        "--dry-run",
        "--debug",
        "--wait",
        "--no-start",
        "--no-color",
        "--timestamps",
        "--details",
        "--squash",
        "--insecure",
        "--password-stdin",
        "--link-local",
        "--verbose",
        "--oom-kill-disable",
        "--no-start",
        "--always-recreate-deps",
        "--renew-anon-volumes",
        "--experimental",
        "--json",
        "--size",
        "--no-log-prefix",
    ]
)


def image(name: str) -> str:
    """An image as it is said: `redis:7` is "`redis` `7`"; the registry and the owner are kept."""
    base, _, tag = name.partition("@")[0].rpartition(":")
    if not base or "/" in tag:
        base, tag = name.partition("@")[0], ""
    return (
        f"{code(base)} {code(tag)}"
        if tag and re.match(r"v?\d", tag)
        else code(f"{base}:{tag}" if tag else base)
    )


def inside(words: Sequence[str]) -> str:
    """A command that runs inside a container."""
    from audiobook.narration.code.programs import act_of

    if list(words) in (["sh"], ["bash"], ["/bin/sh"], ["/bin/bash"], ["ash"], ["zsh"]):
        return "opens a shell"
    if list(words[1:2]) == ["-c"] and words[0].rpartition("/")[2] in {"sh", "bash"} and len(words) > 2:
        from audiobook.narration.code.shell import acts_of_text

        acts = acts_of_text(words[2])
        return listing(acts[:3]) if acts and len(acts) < 4 else "runs a shell command"
    return act_of(words)


def split_at_command(words: Words, flags: frozenset[str], short: str) -> tuple[Line, list[str]]:
    """The options of `docker run` and its kin end at the first plain word: what stands there, and what comes after."""
    at = 1
    valued = {f"-{letter}" for letter in short}
    while at < len(words) and words[at].startswith("-"):
        word = words[at]
        alone = "=" in word or word in flags or (not word.startswith("--") and f"-{word[-1]}" not in valued)
        at += 1 if alone or (word[:2] in valued and len(word) > 2 and not word.startswith("--")) else 2
    return Line(words[:at], flags, short), list(words[at:])


def run_inside(where: str, inner: Sequence[str]) -> str:
    said = inside(inner)
    return f"inside {where}, {clause(IT, said)}" if said else f"runs a command inside {where}"


def port_words(mapping: str) -> str:
    """`5432:5432` is port 5432; two different ones are told as the outer as the inner."""
    mapping = re.sub(r"/(?:tcp|udp)$", "", mapping)
    if hit := re.search(r"published=(\d+).*target=(\d+)|target=(\d+).*published=(\d+)", mapping):
        outer, inner = (hit[1], hit[2]) if hit[1] else (hit[4], hit[3])
        return outer if outer == inner else f"{outer} as {inner}"
    outer, _, inner = mapping.rpartition(":")
    outer = outer.rpartition(":")[2] or inner
    told = [part if part.isdigit() else code(part) or part for part in (outer, inner)]
    return told[0] if outer == inner else f"{told[0]} as {told[1]}"
