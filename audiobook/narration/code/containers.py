"""Docker and Docker Compose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.docker_compose import compose
from audiobook.narration.code.docker_words import (
    FLAGS,
    image,
    inside,
    port_words,
    run_inside,
    split_at_command,
)
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import IT, code, codes, count, listing, some

# Short options with a value, by command; the same letter may be an option without one elsewhere.
_SHORT = {
    "run": "vepwuhmlac", "create": "vepwuhmla", "exec": "ewu", "build": "tfo", "buildx": "tfo",
    "compose": "fp", "ps": "fn", "logs": "n", "commit": "am", "network": "do", "volume": "do",
    "service": "ep", "login": "up", "save": "o", "load": "i", "export": "o", "stop": "t", "update": "mc",
    "images": "f", "secret": "l", "kill": "s", "events": "f", "stack": "c",
}  # fmt: skip
_TOP_VALUED = frozenset(
    {
        "-H",
        "--host",
        "--context",
        "-c",
        "--config",
        "--tlscacert",
        "--tlscert",
        "--tlskey",
        "-l",
        "--log-level",
    }
)
_MANAGED = frozenset(
    [
        "container",
        "image",
        "network",
        "volume",
        "service",
        "swarm",
        "node",
        "stack",
        "secret",
        "config",
        "system",
        "buildx",
        "context",
        "plugin",
        "manifest",
        "trust",
        "scan",
        "scout",
        "model",
        "checkpoint",
    ]
)


_SHORT_COMMAND = 30


def docker(words: Words) -> str:
    """A `docker` command as a verb phrase."""
    rest = list(words[1:])
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option in _TOP_VALUED and rest:
            rest.pop(0)
    verb, *rest = rest or ["", ""]
    if verb == "compose":
        return compose(["docker-compose", *rest])
    if verb == "container" and rest:
        verb, *rest = rest
    if verb == "image" and rest[:1] == ["build"]:
        verb, *rest = rest
    if verb in {"run", "create"}:
        return _run(rest, verb)
    if verb == "exec":
        line, inner = split_at_command(["exec", *rest], FLAGS, _SHORT["exec"])
        return (
            run_inside(f"the container {code(inner[0])}", inner[1:])
            if inner
            else "runs a command inside a container"
        )
    line = Line([verb, *rest], FLAGS, _SHORT.get(verb, ""))
    if verb in {"build", "buildx"}:
        return _build(line)
    if verb in _MANAGED:
        return _managed(verb, line)
    return _simple(verb, line)


def _run(rest: Sequence[str], verb: str) -> str:
    line, inner = split_at_command([verb, *rest], FLAGS, _SHORT[verb])
    if not inner:
        return "starts a container"
    said = f"with Docker, {IT} {'starts' if verb == 'run' else 'creates a container from'} {image(inner[0])}"
    said += " in the background" if line.has("-d", "--detach") else ""
    attached = line.has("-it", "-ti") or (line.has("-i", "--interactive") and line.has("-t", "--tty"))
    said += " interactively" if attached and verb == "run" else ""
    said += f", in a container named {code(line.get('--name'))}" if line.get("--name") else ""
    facts = _run_facts(line) + ([_runs_inside(inner[1:])] if len(inner) > 1 else [])
    facts += ["removes it afterwards"] if line.has("--rm") else []
    said += "".join(f", {fact}" for fact in facts[:-1])
    return f"{said}, and {facts[-1]}" if facts else said


def _runs_inside(words: Sequence[str]) -> str:
    """What a new container runs: "opens a shell in it", "runs `npm test` in it"."""
    said = inside(words)
    if said == "opens a shell":
        return "opens a shell in it"
    if list(words[1:2]) == ["-c"] and said and IT not in said:
        return f"in it {said}"
    whole = code(" ".join(words))
    return (
        f"runs {whole} in it"
        if len(" ".join(words)) <= _SHORT_COMMAND and whole
        else f"runs {code(words[0])} in it"
    )


def _run_facts(line: Line) -> list[str]:
    facts = []
    if ports := line.all("-p", "--publish"):
        word = "port" if len(ports) == 1 else "ports"
        facts.append(f"publishes {word} {listing([port_words(port) for port in ports])}")
    if env := line.all("-e", "--env"):
        facts.append(f"sets {some(codes([value.split('=')[0] for value in env]), 3)}")
    if volumes := line.all("-v", "--volume", "--mount"):
        facts.append(_mounts(volumes))
    if network := line.get("--network", "--net"):
        facts.append(f"joins the network {code(network)}")
    if policy := line.get("--restart"):
        facts.append(f"restarts it {policy.replace('-', ' ')}".replace("it no", "it never"))
    if line.has("--privileged"):
        facts.append("gives it all privileges")
    for option, words in (
        ("--memory", "limits its memory to"),
        ("--cpus", "limits its processors to"),
        ("--user", "runs it as"),
    ):
        if held := line.get(option):
            facts.append(f"{words} {code(held)}")
    return facts


def _mounts(volumes: Sequence[str]) -> str:
    if len(volumes) > 1:
        return f"mounts {count(len(volumes), 'volume')}"
    parts = [part for part in volumes[0].split(":") if part not in {"ro", "rw", "z", "Z", "cached"}]
    if "=" in volumes[0] or len(parts) != 2 or not all(code(part) for part in parts):
        return "mounts a volume"
    what = "the current folder" if parts[0] in {"$(pwd)", "$PWD", "${PWD}", "."} else code(parts[0])
    return f"mounts {what} at {code(parts[1])}"


def _build(line: Line) -> str:
    tag = line.get("-t", "--tag")
    file = line.get("-f", "--file")
    verb = line.args[0] if line.program == "buildx" and line.args else "build"
    if verb not in {"build", "b"}:
        return f"runs {code(' '.join(['docker', line.program, *line.args[:2]]))}"
    said = "builds a Docker image" + (f" tagged {code(tag)}" if tag else "")
    said += f" for {code(line.get('--platform'))}" if line.get("--platform") else ""
    said += f" from {code(file)}" if file else ""
    said += f", up to the stage {code(line.get('--target'))}" if line.get("--target") else ""
    said += ", without the cache" if line.has("--no-cache") else ""
    return said + (", and pushes it" if line.has("--push") else "")


_VERBS = {
    "pull": "pulls the image", "push": "pushes the image", "stop": "stops the container",
    "start": "starts the container", "restart": "restarts the container", "kill": "kills the container",
    "rm": "removes the container", "pause": "pauses the container", "unpause": "resumes the container",
    "logs": "shows the logs of", "inspect": "inspects", "rmi": "removes the image",
    "top": "lists the processes of", "port": "lists the ports of", "attach": "attaches to",
    "wait": "waits for", "history": "shows the layers of", "login": "logs in to", "logout": "logs out of",
    "search": "searches Docker Hub for", "load": "loads images",
    "commit": "makes an image of the container", "diff": "shows what has changed in the container",
    "export": "exports the container", "save": "saves the image",
    "stats": "shows how much the containers use",
}  # fmt: skip
_ALONE = {
    "ps": "lists the running containers", "images": "lists the images",
    "version": "shows the version of Docker", "info": "shows information on Docker",
    "login": "logs in to Docker Hub", "logout": "logs out of Docker Hub",
    "stats": "shows how much the containers use", "load": "loads images from a file",
    "events": "follows the events of Docker", "--version": "shows the version of Docker", "": "runs Docker",
}  # fmt: skip


def _simple(verb: str, line: Line) -> str:
    args = line.args
    if verb in {"ps", "ls"}:
        every = line.has("-a", "--all", "-aq", "-qa")
        what = "all containers" if every else "the running containers"
        return f"lists the IDs of {what}" if line.has("-q", "--quiet", "-aq", "-qa") else f"lists {what}"
    if verb == "tag" and len(args) > 1:
        return f"tags {code(args[0])} as {code(args[1])}"
    if verb == "cp" and len(args) > 1:
        return f"copies {code(args[0])} to {code(args[1])}"
    if verb == "commit" and args:
        named = f", named {code(args[1])}" if len(args) > 1 else ""
        return f"makes an image of the container {code(args[0])}{named}"
    if verb == "rename" and len(args) > 1:
        return f"renames the container {code(args[0])} to {code(args[1])}"
    if verb in _VERBS and codes(args):
        many = verb in {"stop", "start", "rm", "rmi", "kill", "restart", "pull"} and len(args) > 1
        said = (
            _VERBS[verb].replace("container", "containers").replace("the image", "the images")
            if many
            else _VERBS[verb]
        )
        said += f" {some(codes(args), 3)}"
        said += ", by force" if verb in {"rm", "rmi"} and line.has("-f", "--force") else ""
        return said + (", and follows them" if verb == "logs" and line.has("-f", "--follow") else "")
    return _ALONE.get(verb) or runs("docker", [verb, *args])


_MANAGE = {
    "ls": "lists the {many}", "list": "lists the {many}", "create": "creates the {one} {name}",
    "rm": "removes the {one} {name}", "remove": "removes the {one} {name}",
    "inspect": "inspects the {one} {name}", "prune": "removes unused {many}",
    "pull": "pulls the {one} {name}", "push": "pushes the {one} {name}",
    "update": "updates the {one} {name}", "ps": "lists the tasks of the {one} {name}",
    "logs": "shows the logs of the {one} {name}", "use": "switches to the {one} {name}",
    "history": "shows the layers of the {one} {name}", "services": "lists the services of the {one} {name}",
}  # fmt: skip


def _managed(noun: str, line: Line) -> str:
    """`docker network create`, `docker volume ls` and their kin: a verb on a kind of thing."""
    verb, *args = line.args or [""]
    if noun == "swarm":
        return {"init": "starts a swarm", "leave": "leaves the swarm"}.get(
            verb, "joins the swarm" if verb == "join" else runs("docker swarm", [verb, *args])
        )
    if noun == "system":
        told = {
            "df": "shows how much space Docker uses",
            "prune": "removes everything unused",
            "info": "shows information on Docker",
        }
        return told.get(verb) or runs("docker system", [verb, *args])
    if noun == "network" and verb in {"connect", "disconnect"} and len(args) > 1:
        link = "to" if verb == "connect" else "from"
        return f"{verb}s the container {code(args[1])} {link} the network {code(args[0])}"
    if noun == "service" and verb == "create":
        return _service(line)
    if noun == "service" and verb == "scale" and args:
        name, _, size = args[0].partition("=")
        return f"scales the service {code(name)} to {size} tasks"
    if noun == "stack" and verb == "deploy":
        return f"deploys the stack {code(args[-1]) if args else ''}".rstrip() + (
            f" from {code(line.get('-c', '--compose-file'))}" if line.get("-c", "--compose-file") else ""
        )
    if verb not in _MANAGE:
        return runs("docker", [noun, verb, *args])
    plain = noun in {
        "network",
        "volume",
        "container",
        "image",
        "service",
        "node",
        "stack",
        "secret",
        "config",
        "context",
        "plugin",
    }
    one = noun if plain else "object"
    name = some(codes(args), 3)
    said = _MANAGE[verb].format(one=one, many=f"{one}s", name=name).strip()
    if verb == "create" and noun == "network":
        driver = line.get("-d", "--driver")
        said += f", with the driver {code(driver)}" if driver else ""
        said += f", on the subnet {code(line.get('--subnet'))}" if line.get("--subnet") else ""
    return said


def _service(line: Line) -> str:
    args = line.args[1:]
    name = code(line.get("--name"))
    said = f"creates the service {name}" if name else "creates a service"
    said += f" from the image {image(args[0])}" if args else ""
    facts = []
    if replicas := line.get("--replicas"):
        facts.append(f"with {replicas} replicas")
    if network := line.get("--network"):
        facts.append(f"on the network {code(network)}")
    if ports := line.all("-p", "--publish"):
        facts.append(f"publishing port {listing([port_words(port) for port in ports])}")
    return ", ".join([said, *facts])


def _podman(words: Words) -> str:
    """Podman takes the commands of Docker."""
    return re.sub(r"\bDocker\b", "Podman", docker(words)).replace("`docker ", "`podman ")


PROGRAMS: dict[str, Callable[[Words], str]] = {"docker": docker, "podman": _podman, "docker-compose": compose}
