"""What well-known programs do, from the words of their command line: installs, containers, version control, requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.phrases import short
from audiobook.narration.code.words import IT, clause, code, codes, listing, plain, some

Words = Sequence[str]

# Options that take a value in the programs below: the value is then not an argument.
_VALUED = frozenset(
    [
        "-n",
        "--name",
        "-p",
        "--publish",
        "-e",
        "--env",
        "-v",
        "--volume",
        "-w",
        "--workdir",
        "--network",
        "--entrypoint",
        "-u",
        "--user",
        "-t",
        "--tag",
        "-f",
        "--file",
        "-o",
        "--output",
        "-m",
        "--message",
        "-b",
        "--branch",
        "-H",
        "--header",
        "-d",
        "--data",
        "--data-raw",
        "--data-binary",
        "-X",
        "--request",
        "-C",
        "--directory",
        "-r",
        "--requirement",
        "-c",
        "--context",
        "--namespace",
        "-l",
        "--selector",
        "-h",
        "--host",
        "--port",
        "-U",
        "-P",
        "--platform",
        "--build-arg",
        "--restart",
        "-i",
        "--from-literal",
        "--image",
        "--replicas",
        "-D",
        "--mount",
        "--env-file",
        "--user-agent",
        "-A",
        "--cert",
        "--key",
        "-F",
        "--form",
        "--url",
        "--json",
        "-g",
        "--config",
        "--target",
        "--index-url",
        "--pipe",
        "-a",
        "--password",
    ]
)
_FLAGS_ALONE = {
    "docker": frozenset(["-d", "-it", "-i", "-t", "--rm", "--detach", "--interactive", "--tty", "-a"]),
    "npm": frozenset(["-g", "-D", "-f", "--save", "--save-dev", "-y"]), "pip": frozenset(["-U",
    "-e", "-u"]), "yarn": frozenset(["-D"]),
    "pnpm": frozenset(["-D", "-g"]), "apt": frozenset(["-y", "-f"]), "apt-get": frozenset(["-y", "-f"]),
    "git": frozenset(["-u", "-d", "-f", "-a", "-p", "-A", "-i", "-v", "--name-only"]),
    "rm": frozenset(["-f", "-r", "-i"]), "ls": frozenset(["-a", "-l", "-h", "-t", "-r"]),
    "cp": frozenset(["-a", "-p", "-r", "-f"]), "mkdir": frozenset(["-p"]),
    "docker-compose": frozenset(["-d"]), "mix": frozenset(["-r"]), "gem": frozenset(),
    "grep": frozenset(["-r", "-n", "-i", "-v", "-c", "-l", "-o", "-h"]),
    "tar": frozenset(["-c", "-v", "-z", "-x", "-t"]), "kubectl": frozenset(["-i", "-t", "-w"]),
    "tail": frozenset(["-f"]),
}  # fmt: skip


class Line:
    """A command line taken apart: `args` without options, and the values of options."""

    __slots__ = ("args", "flags", "options", "program")

    def __init__(self, words: Words) -> None:
        self.program = words[0]
        self.args: list[str] = []
        self.flags: set[str] = set()
        self.options: dict[str, list[str]] = {}
        alone = _FLAGS_ALONE.get(self.program, frozenset())
        rest = list(words[1:])
        while rest:
            word = rest.pop(0)
            if not word.startswith("-") or word == "-":
                self.args.append(word)
            elif "=" in word:
                name, _, value = word.partition("=")
                self.options.setdefault(name, []).append(value)
            elif word in _VALUED and word not in alone and rest and not rest[0].startswith("--"):
                self.options.setdefault(word, []).append(rest.pop(0))
            else:
                self.flags.add(word)

    def get(self, *names: str) -> str:
        """The first value of the first of the options `names` that is given."""
        return next((self.options[name][0] for name in names if name in self.options), "")

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.options.get(name, [])]

    def has(self, *flags: str) -> bool:
        return any(flag in self.flags for flag in flags)


def _packages(names: Sequence[str], manager: str = "") -> str:
    clean = [re.sub(r"(?<=\w)(?:==|>=|~=|<=|@)[^/]*$", "", name.strip("\"'")) for name in names]
    versions = [hit[1] if (hit := re.search(r"\w(?:==|@)v?(\d[\w.]*)$", name)) else "" for name in names]
    told = [
        f"{code(name)} version {code(version)}" if version else code(name)
        for name, version in zip(clean, versions, strict=True)
        if code(name)
    ]
    return f"{some(told, 4)}{f' with {manager}' if manager else ''}"


def _installer(manager: str, verbs: frozenset[str]) -> Callable[[Line], str]:
    def tell(line: Line) -> str:
        verb, *names = line.args or [""]
        if verb in verbs:
            file = line.get("-r", "--requirement")
            if file:
                return f"installs everything listed in {code(file)} with {manager}"
            if not names:
                return f"installs the dependencies with {manager}"
            if names == ["."]:
                return f"installs the current folder with {manager}"
            dev = ", for development" if line.has("-D", "--save-dev", "--dev", "--group") else ""
            world = " globally" if line.has("-g", "--global") else ""
            return f"installs {_packages(names, manager)}{world}{dev}"
        return _MANAGER_VERBS.get(verb, lambda names, manager: _runs(manager, [verb, *names]))(names, manager)

    return tell


def _runs(program: str, words: Words) -> str:
    told = [code(word) for word in words if code(word)]
    name = program if program[:1].isupper() else code(program)
    return short(
        f"runs {name} {listing(told)}".replace(" and ", " with ", 1)
        if len(told) > 1
        else f"runs {name} {''.join(told)}".strip(),
        f"runs {name}",
    )


_MANAGER_VERBS: dict[str, Callable[[list[str], str], str]] = {
    "run": lambda names, manager: (
        f"runs the script {code(names[0])} with {manager}" if names else f"lists the scripts of {manager}"
    ),
    "start": lambda names, manager: f"starts the project with {manager}",
    "test": lambda names, manager: f"runs the tests with {manager}",
    "init": lambda names, manager: f"starts a new project with {manager}",
    "build": lambda names, manager: f"builds with {manager}",
    "update": lambda names, manager: f"updates {some(codes(names), 3) or 'the package lists'} with {manager}",
    "upgrade": lambda names, manager: f"upgrades {some(codes(names), 3) or 'the packages'} with {manager}",
    "uninstall": lambda names, manager: f"uninstalls {_packages(names, manager)}",
    "remove": lambda names, manager: f"removes {_packages(names, manager)}",
    "publish": lambda names, manager: f"publishes the package with {manager}",
    "freeze": lambda names, manager: f"lists the installed packages with {manager}",
    "list": lambda names, manager: f"lists the packages with {manager}",
    "new": lambda names, manager: (
        f"creates the project {code(names[0])} with {manager}"
        if names
        else f"creates a project with {manager}"
    ),
    "create": lambda names, manager: (
        f"creates a project from {code(names[0])} with {manager}"
        if names
        else f"creates a project with {manager}"
    ),
    "services": lambda names, manager: (
        f"{names[0]}s the service {code(names[1])} with {manager}"
        if len(names) > 1
        else f"lists the services with {manager}"
    ),
}
_INSTALL = frozenset({"install", "add", "i", "get"})


def _image(name: str) -> str:
    base, _, tag = name.rpartition("/")[2].partition(":")
    return f"{code(base)} {code(tag)}" if tag and re.match(r"v?\d", tag) else code(base)


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
                f"publishes {'port' if len(ports) == 1 else 'ports'} {listing([_port(port) for port in ports])}"
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
        return f"inside the container {code(rest[0])}, {clause(IT, act_of(rest[1:]))}"
    if verb == "build":
        tag = line.get("-t", "--tag")
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
        verb, _runs("Docker", line.args[:2])
    )


def _port(mapping: str) -> str:
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
        return f"inside the service {code(rest[0])}, {clause(IT, act_of(rest[1:]))}"
    return (
        f"with Docker Compose, {IT} {words[verb]}{services}{quiet}"
        if verb in words
        else "runs Docker Compose"
    )


def _git(line: Line) -> str:
    verb, *rest = line.args or [""]
    told = some(codes(rest), 3)
    message = line.get("-m", "--message")
    if verb == "clone" and rest:
        name = re.sub(r"\.git$", "", rest[0].rstrip("/")).replace(":", "/").split("/")
        return f"clones the repository {code('/'.join(name[-2:]) if len(name) > 1 else name[-1])}"
    if verb == "commit":
        return f"commits, with the message: {plain(message)}" if message else "commits the changes"
    if verb in {"checkout", "switch"}:
        new = line.get("-b") or (rest[0] if line.has("-c") and rest else "")
        return f"creates the branch {code(new)} and switches to it" if new else f"switches to {told}"
    if verb == "add":
        return "stages everything" if rest in (["."], ["-A"]) or line.has("-A") else f"stages {told}"
    words = {
        "push": "pushes to", "pull": "pulls from", "merge": "merges", "rebase": "rebases onto", "branch": "creates the branch", "fetch": "fetches from",
        "tag": "tags", "reset": "resets to", "revert": "reverts", "rm": "removes", "stash": "stashes", "show": "shows", "diff": "compares with",
    }  # fmt: skip
    alone = {
        "init": "starts a Git repository",
        "status": "asks for the status",
        "log": "shows the history",
        "push": "pushes the commits",
        "pull": "pulls the changes",
        "stash": "stashes the changes",
        "branch": "lists the branches",
        "diff": "shows the changes",
        "fetch": "fetches the changes",
        "reset": "resets",
    }
    if verb == "remote" and len(rest) > 1:
        return f"adds the remote {code(rest[1])}" if rest[0] == "add" else _runs("Git", ["remote"])
    if verb in words and told:
        return f"{words[verb]} {told}"
    return alone.get(verb, _runs("Git", line.args[:2]))


def _curl(line: Line) -> str:
    from audiobook.narration.code.http import load_json, request_act

    url = line.get("--url") or next((arg for arg in line.args if "/" in arg or "." in arg or ":" in arg), "")
    body = line.get("-d", "--data", "--data-raw", "--data-binary", "--json")
    method = line.get("-X", "--request") or next(
        (flag[2:] for flag in line.flags if re.fullmatch(r"-X[A-Z]+", flag)), "POST" if body else "GET"
    )
    if line.has("-I", "--head"):
        method = "HEAD"
    if not url:
        return "sends a request with curl"
    if line.get("-o", "--output") or line.has("-O") or line.has("-LO"):
        from audiobook.narration.code.http import place

        return f"downloads {place(url)}"
    said = request_act(method, url, line.all("-H", "--header"), load_json(body))
    return said if body == "" or "JSON" in said or load_json(body) is not None else f"{said}, and data"


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
        return f"forwards port {_port(rest[1])} to {code(rest[0])}"
    if verb in words:
        return f"with Kubernetes, {IT} {words[verb]} {code(file) if file else some(codes(rest), 3)}".rstrip()
    return _runs("kubectl", line.args[:2])


def _mix(line: Line) -> str:
    verb, *rest = line.args or [""]
    known = {
        "deps.get": "fetches the dependencies with Mix", "ecto.create": "creates the database with Mix", "ecto.migrate": "runs the migrations with Mix",
        "ecto.rollback": "rolls a migration back with Mix", "ecto.setup": "sets the database up with Mix", "ecto.reset": "resets the database with Mix",
        "ecto.drop": "drops the database with Mix", "test": "runs the tests with Mix", "compile": "compiles with Mix", "phx.server": "starts the Phoenix server",
        "format": "formats the code with Mix", "phx.routes": "lists the Phoenix routes", "release": "builds a release with Mix", "deps.compile": "compiles the dependencies with Mix",
        "local.hex": "installs Hex with Mix",
    }  # fmt: skip
    if verb in known:
        return known[verb] + (f", for {code(rest[0])}" if verb == "test" and rest else "")
    if verb in {"new", "phx.new"} and rest:
        return f"creates the {'Phoenix ' if verb == 'phx.new' else ''}project {code(rest[0])} with Mix" + (
            ", with a supervisor" if line.has("--sup") else ""
        )
    if verb == "ecto.gen.migration" and rest:
        return f"generates the migration {code(rest[0])}"
    if verb.startswith("phx.gen.") and rest:
        return (
            f"generates {code(verb[8:])} code for {code(rest[1] if len(rest) > 1 else rest[0])} with Phoenix"
        )
    return f"runs the Mix task {code(verb)}" + (
        f" with {listing(codes(rest[:2]))}" if codes(rest[:2]) else ""
    )


def _redis(line: Line) -> str:
    from audiobook.narration.code.redis import act_of as redis_act

    said = redis_act(line.args)
    return (
        f"calls the Redis command line, which {clause('', said).strip()}"
        if said
        else "opens the Redis command line"
    )


def _psql(line: Line) -> str:
    base = line.get("-d") or next(iter(line.args), "")
    return "opens the PostgreSQL prompt" + (f" on {code(base)}" if code(base) else "")


def _python(line: Line) -> str:
    if "-m" in line.options:
        module = line.get("-m")
        if module == "venv" and line.args:
            return f"creates the virtual environment {code(line.args[0])}"
        if module in _PROGRAMS:
            return act_of([module, *line.args, *line.flags])
        return f"runs the Python module {code(module)}" + (
            f" with {listing(codes(line.args[:2]))}" if line.args else ""
        )
    return f"runs {code(line.args[0])} with Python" if line.args else "starts Python"


def _simple(verb: str, otherwise: str = "", most: int = 3) -> Callable[[Line], str]:
    """A program that acts on its arguments: "removes `a` and `b`"."""

    def tell(line: Line) -> str:
        told = some(codes(line.args), most)
        return f"{verb} {told}" if told else otherwise or verb

    return tell


def _moves(verb: str) -> Callable[[Line], str]:
    def tell(line: Line) -> str:
        told = codes(line.args)
        return (
            f"{verb} {some(told[:-1], 2)} to {told[-1]}"
            if len(told) > 1
            else f"{verb} {listing(told) or 'files'} here"
        )

    return tell


def _echo(line: Line) -> str:
    words = " ".join(line.args)
    return f"prints {short(plain(words), 'a text')}" if plain(words) else "prints an empty line"


def _aws(words: Words) -> str:
    from audiobook.narration.code.aws import act_of as aws_act

    return aws_act(list(words))


_PROGRAMS: dict[str, Callable[[Line], str]] = {
    **{name: _installer(name if name in {"yarn", "pip", "gem"} else spoken, _INSTALL) for name, spoken in (
        ("npm", "npm"), ("pip", "pip"), ("pip3", "pip"), ("yarn", "Yarn"), ("pnpm", "pnpm"), ("apt", "apt"), ("apt-get", "apt"), ("brew", "Homebrew"), ("gem", "gem"),
        ("cargo", "Cargo"), ("poetry", "Poetry"), ("uv", "uv"), ("conda", "Conda"), ("dnf", "dnf"), ("yum", "yum"), ("apk", "apk"), ("pipx", "pipx"), ("bundle", "Bundler"),
        ("composer", "Composer"), ("go", "Go"), ("choco", "Chocolatey"), ("dotnet", "dotnet"), ("bun", "Bun"), ("helm", "Helm"), ("asdf", "asdf"))},
    "docker": _docker, "podman": _docker, "docker-compose": _compose, "git": _git, "curl": _curl,
    "kubectl": _kubectl, "mix": _mix, "redis-cli": _redis, "psql": _psql,
    "python": _python, "python3": _python, "cd": _simple("changes into the folder", "goes home"),
    "mkdir": _simple("makes the folder"), "rm": _simple("removes"),
    "ls": _simple("lists", "lists the files"), "cat": _simple("shows"),
    "touch": _simple("creates the file"), "source": _simple("loads"), ".": _simple("loads"),
    "cp": _moves("copies"), "mv": _moves("moves"), "scp": _moves("copies over SSH"), "ln": _moves("links"),
    "echo": _echo, "printf": _echo, "grep": _simple("searches for"),
    "tail": _simple("shows the end of"), "head": _simple("shows the beginning of"),
    "chmod": _simple("changes the mode of"), "wget": _simple("downloads"), "ssh": _simple("connects to"),
    "node": _simple("runs with Node"), "elixir": _simple("runs with Elixir"),
    "iex": _simple("opens the Elixir prompt", "opens the Elixir prompt"),
    "pytest": _simple("runs the tests of", "runs the tests with pytest"),
    "make": _simple("makes the target", "runs make"), "createdb": _simple("creates the database"),
    "dropdb": _simple("drops the database"), "npx": _simple("runs, with npx,"),
    "pwd": _simple("prints the current folder"), "tar": _simple("packs or unpacks"),
    "systemctl": lambda line: f"asks the system to {line.args[0]} {code(line.args[-1])}" if line.args else "manages services",
    "tree": _simple("shows the tree of", "shows the file tree"), "which": _simple("looks for"),
    "kill": _simple("ends process"), "exit": _simple("leaves"),
    "redis-server": _simple("starts the Redis server", "starts the Redis server"),
    "terraform": lambda line: f"runs Terraform {line.args[0]}" if line.args else "runs Terraform",
    "sqlite3": _simple("opens the SQLite database", "opens SQLite"),
    "rails": lambda line: _runs("Rails", line.args[:3]),
    "deactivate": _simple("leaves the virtual environment"), "wc": _simple("counts lines in",
    "counts the lines"), "sort": _simple("sorts", "sorts the lines"),
    "uniq": _simple("drops repeated lines"), "uvicorn": _simple("serves, with Uvicorn,"),
    "flask": lambda line: "runs the Flask server" if "run" in line.args else _runs("Flask", line.args[:2]),
    "jq": _simple("picks, with jq,"),
}  # fmt: skip


def act_of(words: Words) -> str:
    """A command as a verb phrase; an unknown program is run by name, with its first plain arguments."""
    words = list(words)
    while words and words[0] in {"$", "%", "sudo", "time", "exec", "nohup", "env"} and len(words) > 1:
        words = words[1:]
    program = words[0].rpartition("/")[2] if words else ""
    if program == "aws":
        return _aws(words)
    if program in _PROGRAMS:
        line = Line([program, *words[1:]])
        if program in {"python", "python3"} and "-m" in words[1:-1]:
            at = words.index("-m")
            line = Line([program, *words[at + 2 :]])
            line.options["-m"] = [words[at + 1]]
        return _PROGRAMS[program](line)
    if not re.search(r"[A-Za-z]", program):
        return ""
    plain_args = [word for word in words[1:] if not word.startswith("-")]
    return _runs(program, plain_args[:2])
