"""What well-known programs do, from the words of their command line: Git, requests, Mix, everyday tools."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code import containers, git, packages
from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.nouns import short
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import clause, code, codes, listing, plain, some


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


def _mix(line: Line) -> str:
    verb, *rest = line.args or [""]
    known = {
        "deps.get": "fetches the dependencies with Mix", "ecto.create": "creates the database with Mix",
        "ecto.migrate": "runs the migrations with Mix",
        "ecto.rollback": "rolls a migration back with Mix", "ecto.setup": "sets the database up with Mix",
        "ecto.reset": "resets the database with Mix",
        "ecto.drop": "drops the database with Mix", "test": "runs the tests with Mix",
        "compile": "compiles with Mix", "phx.server": "starts the Phoenix server",
        "format": "formats the code with Mix", "phx.routes": "lists the Phoenix routes",
        "release": "builds a release with Mix", "deps.compile": "compiles the dependencies with Mix",
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


def _portion(which: str) -> Callable[[Line], str]:
    """`head` and `tail`: "shows the first 5 lines of `a`"."""

    def tell(line: Line) -> str:
        size = line.get("-n", "--lines", "-c", "--bytes") or next(
            (flag[1:] for flag in line.flags if re.fullmatch(r"-\d+", flag)), ""
        )
        unit = "bytes" if line.get("-c", "--bytes") else "lines"
        what = (
            f"the {which} {size} {unit}"
            if re.fullmatch(r"\d+", size)
            else f"the {'end' if which == 'last' else 'beginning'}"
        )
        follows = ", and follows it" if which == "last" and line.has("-f", "-F", "--follow") else ""
        return f"shows {what}" + (f" of {some(codes(line.args), 3)}" if codes(line.args) else "") + follows

    return tell


def _set(line: Line) -> str:
    stops = any("e" in flag for flag in line.flags)
    return "makes the script stop at the first error" if stops else "sets shell options"


def _service(line: Line) -> str:
    verb, *names = line.args or [""]
    return f"asks the system to {verb} {listing(codes(names))}" if names else "manages services"


def _echo(line: Line) -> str:
    words = " ".join(line.args)
    return f"prints {short(plain(words), 'a text')}" if plain(words) else "prints an empty line"


def _aws(words: Words) -> str:
    from audiobook.narration.code.aws import act_of as aws_act

    return aws_act(list(words))


_PROGRAMS: dict[str, Callable[[Line], str]] = {
    **packages.PROGRAMS,
    **containers.PROGRAMS,
    "git": git.act, "curl": _curl, "mix": _mix, "redis-cli": _redis, "psql": _psql,
    "python": _python, "python3": _python, "cd": _simple("changes into the folder", "goes home"),
    "mkdir": _simple("makes the folder"), "rm": _simple("removes"),
    "ls": _simple("lists", "lists the files"), "cat": _simple("shows"),
    "touch": _simple("creates the file"), "source": _simple("loads"), ".": _simple("loads"),
    "cp": _moves("copies"), "mv": _moves("moves"), "scp": _moves("copies over SSH"), "ln": _moves("links"),
    "echo": _echo, "printf": _echo, "grep": _simple("searches for"),
    "tail": _portion("last"), "head": _portion("first"),
    "chmod": _simple("changes the mode of"), "wget": _simple("downloads"), "ssh": _simple("connects to"),
    "node": _simple("runs with Node"), "elixir": _simple("runs with Elixir"),
    "iex": _simple("opens the Elixir prompt", "opens the Elixir prompt"),
    "pytest": _simple("runs the tests of", "runs the tests with pytest"),
    "make": _simple("makes the target", "runs make"), "createdb": _simple("creates the database"),
    "dropdb": _simple("drops the database"), "npx": _simple("runs, with npx,"),
    "pg_dump": _simple("dumps the database"), "rsync": _moves("syncs"),
    "pg_restore": _simple("restores the database from"),
    "set": _set,
    "pwd": _simple("prints the current folder"), "tar": _simple("packs or unpacks"),
    "systemctl": _service,
    "tree": _simple("shows the tree of", "shows the file tree"), "which": _simple("looks for"),
    "kill": _simple("ends process"), "exit": _simple("leaves"),
    "redis-server": _simple("starts the Redis server", "starts the Redis server"),
    "terraform": lambda line: f"runs Terraform {line.args[0]}" if line.args else "runs Terraform",
    "sqlite3": _simple("opens the SQLite database", "opens SQLite"),
    "rails": lambda line: runs("Rails", line.args[:3]),
    "deactivate": _simple("leaves the virtual environment"), "wc": _simple("counts lines in",
    "counts the lines"), "sort": _simple("sorts", "sorts the lines"),
    "uniq": _simple("drops repeated lines"), "uvicorn": _simple("serves, with Uvicorn,"),
    "flask": lambda line: "runs the Flask server" if "run" in line.args else runs("Flask", line.args[:2]),
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
    return runs(program, words[1:])
