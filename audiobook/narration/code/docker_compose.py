"""Docker Compose commands."""

from __future__ import annotations

from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.docker_words import FLAGS, run_inside, split_at_command
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import IT, code, codes, listing, some

_COMPOSE = {
    "up": "starts", "down": "stops and removes", "build": "builds", "logs": "shows the logs of",
    "stop": "stops", "start": "starts", "restart": "restarts", "ps": "lists", "pull": "pulls the images of",
    "push": "pushes the images of", "rm": "removes", "create": "creates", "kill": "kills",
    "config": "checks the configuration of", "top": "lists the processes of",
    "watch": "watches the files of", "images": "lists the images of", "pause": "pauses",
    "unpause": "resumes", "ls": "lists",
}  # fmt: skip


def compose(words: Words) -> str:
    """A `docker compose` command as a verb phrase."""
    at, files = 1, []
    while at < len(words) and words[at].startswith("-"):
        name, _, value = words[at].partition("=")
        takes = name in {"-f", "--file", "-p", "--project-name", "--profile", "--env-file"} and not value
        if name in {"-f", "--file"}:
            files.append(value or "".join(words[at + 1 : at + 2]))
        at += 2 if takes else 1
    verb, rest = "".join(words[at : at + 1]), list(words[at + 1 :])
    if verb in {"exec", "run"}:
        line, inner = split_at_command([verb, *rest], FLAGS, "ewup")
        return (
            run_inside(f"the service {code(inner[0])}", inner[1:])
            if len(inner) > 1
            else f"runs the service {some(codes(inner), 1)}"
        )
    line = Line([verb, *rest], FLAGS, "t")
    if verb == "scale" and line.args:
        return f"scales {listing([code(one.replace('=', ' to ')) for one in line.args])} with Docker Compose"
    if verb not in _COMPOSE:
        return (
            "shows the version of Docker Compose"
            if verb == "version"
            else runs("docker-compose", [verb, *rest])
        )
    services = f" {some(codes(line.args), 3)}" if line.args else " the services"
    facts = [f"of {code(files[0])}"] if files and not line.args and code(files[0]) else []
    said = " ".join([f"with Docker Compose, {IT} {_COMPOSE[verb]}{services}", *facts])
    said += " in the background" if verb == "up" and line.has("-d", "--detach") else ""
    said += ", building the images first" if verb == "up" and line.has("--build") else ""
    said += ", with their volumes" if verb in {"down", "rm"} and line.has("-v", "--volumes") else ""
    return said + (", and follows them" if verb == "logs" and line.has("-f", "--follow") else "")
