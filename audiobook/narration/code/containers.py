"""Docker, Docker Compose and Kubernetes."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.commandline import Line
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import IT, clause, code, codes, listing, some


def _image(name: str) -> str:
    base, _, tag = name.rpartition("/")[2].partition(":")
    return f"{code(base)} {code(tag)}" if tag and re.match(r"v?\d", tag) else code(base)


def _inner(words: list[str]) -> str:
    """A command that runs inside a container."""
    from audiobook.narration.code.programs import act_of

    return act_of(words)


def _docker(line: Line) -> str:
    verb, *rest = line.args or [""]
    if verb == "compose":
        return _compose(Line(["docker-compose", *rest, *line.flags]))
    if verb == "run" and rest:
        said = f"starts {_image(rest[0])}" + (" in the background" if line.has("-d", "--detach") else "")
        facts = []
        if name := line.get("--name"):
            facts.append(f"in a container named {code(name)}")
        if ports := line.all("-p", "--publish"):
            facts.append(
                f"publishes {'port' if len(ports) == 1 else 'ports'} {listing([port_words(port) for port in ports])}"
            )
        if env := line.all("-e", "--env"):
            facts.append(f"sets {some(codes([value.split('=')[0] for value in env]), 3)}")
        if volumes := line.all("-v", "--volume"):
            facts.append("mounts a volume" if len(volumes) == 1 else "mounts volumes")
        if network := line.get("--network"):
            facts.append(f"joins the network {code(network)}")
        if line.has("--rm"):
            facts.append("removes it afterwards")
        if len(rest) > 1:
            facts.append(f"runs {code(' '.join(rest[1:4]))} in it")
        inside = [facts.pop(0)] if facts and facts[0].startswith("in a container") else []
        head = ", ".join([f"runs Docker, which {said}", *inside])
        return f"{head}, and {listing(facts)}" if facts else head
    if verb == "exec" and len(rest) > 1:
        return f"inside the container {code(rest[0])}, {clause(IT, _inner(rest[1:]))}"
    if verb == "build":
        tag = line.get("--tag") or (rest[0] if line.has("-t") and len(rest) > 1 else "")
        return "builds a Docker image" + (f" tagged {code(tag)}" if tag else "")
    words = {
        "pull": "pulls the image",
        "push": "pushes the image",
        "stop": "stops the container",
        "start": "starts the container",
        "rm": "removes the container",
        "logs": "shows the logs of",
        "inspect": "inspects",
        "rmi": "removes the image",
    }
    if verb in words and rest:
        return f"{words[verb]} {some([code(one) for one in rest], 3)}"
    return {"ps": "lists the running containers", "images": "lists the images"}.get(
        verb, runs("Docker", line.args[:2])
    )


def port_words(mapping: str) -> str:
    """`5432:5432` is port 5432; two different ones are told as the outer as the inner."""
    outer, _, inner = mapping.rpartition(":")
    outer = outer.rpartition(":")[2] or inner
    return outer if outer == inner else f"{outer} as {inner}"


def _compose(line: Line) -> str:
    verb, *rest = line.args or [""]
    services = f" {some(codes(rest), 3)}" if rest else " the services"
    quiet = " in the background" if line.has("-d", "--detach") else ""
    words = {
        "up": "starts",
        "down": "stops and removes",
        "build": "builds",
        "logs": "shows the logs of",
        "stop": "stops",
        "restart": "restarts",
        "ps": "lists",
        "pull": "pulls",
    }
    if verb in {"exec", "run"} and len(rest) > 1:
        return f"inside the service {code(rest[0])}, {clause(IT, _inner(rest[1:]))}"
    return (
        f"with Docker Compose, {IT} {words[verb]}{services}{quiet}"
        if verb in words
        else "runs Docker Compose"
    )


def _kubectl(line: Line) -> str:
    verb, *rest = line.args or [""]
    file = line.get("-f", "--file")
    words = {
        "apply": "applies",
        "create": "creates",
        "delete": "deletes",
        "get": "lists",
        "describe": "describes",
        "logs": "shows the logs of",
        "scale": "scales",
        "expose": "exposes",
        "rollout": "rolls out",
        "edit": "edits",
    }
    if verb == "exec" and rest:
        return f"runs a command inside the pod {code(rest[0])}"
    if verb == "port-forward" and len(rest) > 1:
        return f"forwards port {port_words(rest[1])} to {code(rest[0])}"
    if verb in words:
        return f"with Kubernetes, {IT} {words[verb]} {code(file) if file else some(codes(rest), 3)}".rstrip()
    return runs("kubectl", line.args[:2])


PROGRAMS: dict[str, Callable[[Line], str]] = {
    "docker": _docker,
    "podman": _docker,
    "docker-compose": _compose,
    "kubectl": _kubectl,
}
