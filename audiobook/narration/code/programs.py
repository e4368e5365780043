"""What well-known programs do, from the words of their command line: Git, requests, Mix, everyday tools."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code import containers, packages
from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.nouns import short
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import clause, code, codes, listing, plain, some


def _git(line: Line) -> str:
    """A Git command: what it does, and the options that its words do not say."""
    return _git_act(line) + _git_options(line)


def _git_act(line: Line) -> str:
    verb, *rest = line.args or [""]
    told = some(codes(rest), 3)
    message = line.get("-m", "--message")
    if verb == "clone" and rest:
        name = re.sub(r"\.git$", "", rest[0].rstrip("/")).replace(":", "/").split("/")
        return f"clones the repository {code('/'.join(name[-2:]) if len(name) > 1 else name[-1])}"
    if verb == "commit":
        every = any(re.fullmatch(r"-a\w*|--all", flag) for flag in line.flags)
        message = message or (rest[0] if rest and "-am" in line.flags else "")
        what = "commits every changed file" if every else "commits"
        if message:
            return f"{what}, with the message: {plain(message)}"
        return what if every else "commits the changes"
    if (
        verb == "checkout"
        and not line.has("-b")
        and not line.get("-b")
        and (len(rest) > 1 or "--" in line.flags)
    ):
        from_where = f" from {code(rest[0])}" if len(rest) > 1 and "--" not in line.flags else ""
        files = rest[1:] if from_where else rest
        if "--" in line.flags and len(rest) > 1:
            from_where, files = f" from {code(rest[0])}", rest[1:]
        return f"restores {some(codes(files), 3)}{from_where}"
    if verb in {"checkout", "switch"}:
        new = line.get("-b", "-B", "-c", "-C")
        return f"creates the branch {code(new)} and switches to it" if new else f"switches to {told}"
    if verb == "add":
        return "stages everything" if rest in (["."], ["-A"]) or line.has("-A") else f"stages {told}"
    words = {
        "push": "pushes to", "pull": "pulls from", "merge": "merges", "rebase": "rebases onto",
        "branch": "creates the branch", "fetch": "fetches from",
        "tag": "tags", "reset": "resets to", "revert": "reverts", "rm": "removes", "stash": "stashes",
        "show": "shows", "diff": "compares with",
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
    if verb == "remote":
        if len(rest) < 2:
            return "lists the remotes"
        return f"adds the remote {code(rest[1])}" if rest[0] == "add" else runs("Git", line.args[:4])
    if (special := _git_special(verb, rest, line)) is not None:
        return special
    if verb in words and told:
        return f"{words[verb]} {told}"
    return alone.get(verb, runs("Git", line.args[:4]))


_STASH = {
    "pop": "takes the stashed changes back", "list": "lists the stashes", "apply": "applies the stashed changes",
    "drop": "drops the stashed changes",
}  # fmt: skip


def _git_special(verb: str, rest: list[str], line: Line) -> str | None:
    """The commands of Git whose arguments have parts of their own; None for any other."""
    named = codes(rest)
    staged = line.has("--staged", "--cached")
    if verb == "diff":
        what = "the staged changes" if staged else "the changes"
        ends = [code(end) for end in re.split(r"\.{2,3}", rest[0])] if len(rest) == 1 else []
        if len(ends) == 2 and all(ends):
            return f"shows the changes between {ends[0]} and {ends[1]}"
        if len(rest) > 1 and _is_revision(rest[0]) and _is_revision(rest[1]):
            return f"shows the changes between {named[0]} and {named[1]}" + _in_files(rest[2:])
        if rest and _is_revision(rest[0]):
            return f"shows the changes since {named[0]}" + _in_files(rest[1:])
        return f"shows {what}" + _in_files(rest)
    if verb in {"push", "pull", "fetch"} and len(named) > 1:
        link = {"push": "pushes {} to {}", "pull": "pulls {} from {}", "fetch": "fetches {} from {}"}[verb]
        return link.format(some(named[1:], 2), named[0])
    if verb == "config" and named:
        value = " ".join(rest[1:])
        if line.has("--list", "-l"):
            return "lists the settings of Git"
        scope = "the global setting" if line.has("--global") else "the setting"
        return f"sets {scope} {named[0]} to {code(value)}" if code(value) else f"shows {scope} {named[0]}"
    if verb == "mv" and len(named) > 1:
        return f"moves {listing(named[:-1])} to {named[-1]}"
    if verb == "log":
        most = next((flag[1:] for flag in line.flags if re.fullmatch(r"-\d+", flag)), "") or line.get(
            "-n", "--max-count"
        )
        what = ("the last commit" if most == "1" else f"the last {most} commits") if most else "the history"
        return f"shows {what}" + (f" of {listing(named)}" if named else "")
    if verb == "restore" and named:
        return f"unstages {listing(named)}" if staged else f"restores {listing(named)}"
    if verb == "branch" and named and (line.has("-d", "-D", "--delete") or line.get("-D")):
        return f"deletes the branch {listing(named)}"
    if verb == "branch" and line.has("-m", "-M") and named:
        return f"renames the branch to {named[-1]}"
    if verb == "stash" and named:
        return _STASH.get(rest[0])
    if verb in {"show", "reset", "revert", "merge", "rebase", "tag"} and line.has("--abort", "--continue"):
        return f"{'aborts' if line.has('--abort') else 'continues'} the {verb}"
    return None


def _is_revision(word: str) -> bool:
    """Whether an argument of `git diff` looks like a commit and not like a file."""
    return bool(re.fullmatch(r"(?:HEAD|@|[0-9a-f]{7,40}|(?:main|master|origin/[\w/-]+))(?:[~^]\d*)*", word))


def _in_files(files: list[str]) -> str:
    return f" in {some(codes(files), 3)}" if codes(files) else ""


_GIT_OPTIONS = {
    "--oneline": "one line a commit", "--graph": "as a graph", "--hard": "discarding all changes",
    "--soft": "keeping the changes staged", "--amend": "replacing the last commit", "--force": "by force",
    "-f": "by force", "--stat": "with statistics", "--rebase": "with a rebase",
    "--no-ff": "with a merge commit", "--squash": "squashed", "--tags": "with the tags", "--name-only": "by file name",
    "--set-upstream": "setting it as the upstream",
    "-u": "setting it as the upstream", "--patch": "with the changes", "-p": "with the changes",
    "--decorate": "with the names of branches", "--no-edit": "without editing the message",
}  # fmt: skip
_GIT_SAID = frozenset(
    [
        "-a",
        "-am",
        "--staged",
        "--cached",
        "--global",
        "--list",
        "-l",
        "-d",
        "-D",
        "--delete",
        "-m",
        "-M",
        "--",
        "-b",
        "-c",
        "-A",
        "-n",
        "--abort",
        "--continue",
        "-v",
        "--all",
    ]
)


def _git_options(line: Line) -> str:
    """The options of a Git command that its words do not say: known ones in words, others by name."""
    told = [_GIT_OPTIONS[flag] for flag in line.order if flag in _GIT_OPTIONS]
    others = [
        code(flag)
        for flag in line.order
        if flag.startswith("-")
        and flag not in _GIT_OPTIONS
        and flag not in _GIT_SAID
        and not re.fullmatch(r"-\d+", flag)
    ]
    told += [f"with {listing(others)}"] if others else []
    return "".join(f", {part}" for part in told)


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
    "git": _git, "curl": _curl, "mix": _mix, "redis-cli": _redis, "psql": _psql,
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
