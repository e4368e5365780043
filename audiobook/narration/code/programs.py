"""What well-known programs do, from the words of their command line: the table of all, and a few of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code import containers, curl, files, filters, git, helm, kubernetes, packages
from audiobook.narration.code.addresses import place_of
from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.packages import options_words, runs
from audiobook.narration.code.words import IT, clause, code, codes, listing

_Tell = Callable[[Line], str]

_MIX = {
    "deps.get": "fetches the dependencies with Mix", "ecto.create": "creates the database with Mix",
    "ecto.migrate": "runs the migrations with Mix", "ecto.rollback": "rolls a migration back with Mix",
    "ecto.setup": "sets the database up with Mix", "ecto.reset": "resets the database with Mix",
    "ecto.drop": "drops the database with Mix", "test": "runs the tests with Mix",
    "compile": "compiles with Mix", "phx.server": "starts the Phoenix server",
    "format": "formats the code with Mix", "phx.routes": "lists the Phoenix routes",
    "release": "builds a release with Mix", "deps.compile": "compiles the dependencies with Mix",
    "local.hex": "installs Hex with Mix",
}  # fmt: skip


def _mix(line: Line) -> str:
    verb, *rest = line.args or [""]
    if verb in _MIX:
        return _MIX[verb] + (f", for {code(rest[0])}" if verb == "test" and rest else "")
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
    given = listing(codes(rest[:2]))
    return f"runs the Mix task {code(verb)}" + (f" with {given}" if given else "")


def _redis(line: Line) -> str:
    from audiobook.narration.code.redis import act_of as redis_act

    if line.has("--scan"):
        match = line.get("--pattern")
        return (
            "lists the keys"
            + (f" that match {code(match)}" if code(match) else "")
            + " with the Redis command line"
        )
    if (line.args and line.args[0] in {"create"}) or line.has("--cluster"):
        verb = next((arg for arg in line.args if re.fullmatch(r"[a-z-]+", arg)), "")
        told = {
            "create": "creates a Redis cluster",
            "check": "checks the Redis cluster",
            "reshard": "moves slots in the Redis cluster",
            "add-node": "adds a node to the Redis cluster",
            "del-node": "removes a node from the Redis cluster",
            "rebalance": "rebalances the Redis cluster",
            "info": "asks about the Redis cluster",
        }.get(verb, "works on the Redis cluster")
        nodes = [arg for arg in line.args if re.fullmatch(r"[\w.-]+:\d+", arg)]
        return f"{told} of {len(nodes)} nodes" if verb == "create" and nodes else told
    for flag, said in (
        ("--bigkeys", "looks for the biggest keys"),
        ("--memkeys", "looks for the keys that take most memory"),
        ("--stat", "watches the statistics"),
        ("--latency", "measures the latency"),
        ("--hotkeys", "looks for the hottest keys"),
        ("--version", "shows the version of Redis"),
        ("--pipe", "sends many commands at once"),
        ("--rdb", "fetches a copy of the data"),
    ):
        if line.has(flag):
            return f"{said} with the Redis command line"
    said = redis_act(line.args)
    if said:
        return f"calls the Redis command line, which {clause('', said).strip()}"
    if line.args:
        return f"calls the Redis command line with {code(' '.join(line.args[:3])) or 'a command'}"
    host, port = line.get("-h"), line.get("-p")
    where = f" on {code(host)}" if code(host) else ""
    return f"opens the Redis command line{where}" + (f", port {code(port)}" if port else "")


def _psql(line: Line) -> str:
    base = line.get("-d", "--dbname") or next(iter(line.args), "")
    if statement := line.get("-c", "--command"):
        from audiobook.narration.code.describers import acts_of
        from audiobook.narration.code.languages import BY_NAME

        acts = acts_of(statement, BY_NAME["sql"])
        on = f" on {code(base)}" if code(base) else ""
        return (
            f"in PostgreSQL{on}, {IT} {listing(acts[:2])}" if acts else f"runs a statement in PostgreSQL{on}"
        )
    if file := line.get("-f", "--file"):
        return f"runs {code(file)} in PostgreSQL"
    said = "opens the PostgreSQL prompt" + (f" on {code(base)}" if code(base) else "")
    return said + (f", as {code(line.get('-U', '--username'))}" if line.get("-U", "--username") else "")


def _python(line: Line) -> str:
    if "-m" in line.options:
        module = line.get("-m")
        if module == "venv" and line.args:
            return f"creates the virtual environment {code(line.args[0])}"
        if module == "http.server":
            return "serves the current folder with Python" + (
                f", on port {line.args[0]}" if line.args else ""
            )
        if module in _PROGRAMS:
            return act_of([module, *line.args, *line.flags])
        given = f" with {listing(codes(line.args[:2]))}" if codes(line.args) else ""
        return f"runs the Python module {code(module)}{given}"
    if line.get("-c"):
        return "runs a line of Python"
    if line.has("--version", "-V"):
        return "shows the version of Python"
    if not line.args:
        return "starts Python"
    return _runs_script(line, "Python")


_SHORT_SCRIPT = 40


def _runs_script(line: Line, language: str) -> str:
    """A script with its arguments as they are typed, where that is short; else with its options in words."""
    at = next(
        (at for at, word in enumerate(line.words[1:], 1) if not word.startswith("-")), len(line.words) - 1
    )
    script, *rest = line.words[at:]
    whole = " ".join([script, *rest])
    if len(whole) <= _SHORT_SCRIPT and all(
        re.fullmatch(r"[\w./:@=][\w./:@=-]*", word) for word in [script, *rest]
    ):
        return f"runs {code(whole)} with {language}"
    told = options_words(rest)
    return f"runs {place_of(script)} with {language}" + (
        f", with {listing(told)}" if 0 < len(told) <= _FEW_OPTIONS else ""
    )


_FEW_OPTIONS = 4


def _sqlite(line: Line) -> str:
    """`sqlite3 file` opens a prompt; with a statement it runs that."""
    if len(line.args) < 2:
        return f"opens the SQLite database {code(line.args[0])}" if line.args else "opens SQLite"
    from audiobook.narration.code.describers import acts_of
    from audiobook.narration.code.languages import BY_NAME

    acts = acts_of(line.args[1], BY_NAME["sql"]) if not line.args[1].startswith(".") else []
    said = listing(acts[:2]) if acts else f"runs {code(line.args[1])}"
    return f"in the SQLite database {code(line.args[0])}, {IT} {said}"


def _script(language: str) -> _Tell:
    def tell(line: Line) -> str:
        if line.has("--version", "-v", "-V", "-version"):
            return f"shows the version of {language}"
        if not line.args:
            return f"runs {language}" if line.order else f"starts {language}"
        return _runs_script(line, language)

    return tell


def _perl(line: Line) -> str:
    """`perl -pe` is told as the sed script it is like."""
    from audiobook.narration.code.filters import sed

    script = next((word for word in line.words[1:] if re.match(r"s(\W).*\1", word)), "")
    if script:
        files = [arg for arg in line.args if arg != script]
        place = ["-i"] if any(word.startswith("-pi") or word.startswith("-i") for word in line.words) else []
        return sed(Line(["sed", *place, script, *files]))
    return "runs a line of Perl" if line.has("-e", "-ne", "-pe") else _script("Perl")(line)


def _iex(line: Line) -> str:
    """`iex -S mix phx.server` runs a Mix task in the prompt."""
    words = line.words[1:]
    if "-S" not in words:
        return "opens the Elixir prompt"
    inner = [word for word in words[words.index("-S") + 1 :] if word != "mix"]
    return (
        f"opens the Elixir prompt, and in it {_mix(Line(['mix', *inner]))}"
        if inner
        else "opens the Elixir prompt in the project"
    )


def _java(line: Line) -> str:
    jar = next((arg for arg in line.args if arg.endswith(".jar")), "")
    return f"runs {code(jar)} with Java" if jar else _script("Java")(line)


def _set(line: Line) -> str:
    if line.args and not line.order:
        return runs("set", line.args)
    letters = "".join(flag.lstrip("-") for flag in line.flags if not flag.startswith("--"))
    told = ["at the first error"] if "e" in letters else []
    told += ["on unset variables"] if "u" in letters else []
    if told:
        return f"makes the script stop {listing(told)}"
    return "prints every command before it runs" if "x" in letters else "sets shell options"


def _terraform(line: Line) -> str:
    verb, *rest = line.args or [""]
    told = {
        "init": "prepares the Terraform project",
        "plan": "shows what Terraform would change",
        "apply": "applies the Terraform configuration",
        "destroy": "destroys what Terraform has made",
        "validate": "checks the Terraform configuration",
        "fmt": "formats the Terraform files",
        "output": "shows the outputs of Terraform",
        "show": "shows the state of Terraform",
        "import": "imports existing things into Terraform",
        "refresh": "refreshes the Terraform state",
        "console": "opens the Terraform console",
        "graph": "draws the graph of Terraform",
        "version": "shows the version of Terraform",
        "providers": "lists the Terraform providers",
        "login": "logs in to Terraform Cloud",
        "get": "fetches the Terraform modules",
        "taint": "marks a Terraform resource to be made again",
        "test": "runs the Terraform tests",
    }
    if verb == "workspace" and rest:
        verbs = {
            "new": "creates",
            "select": "switches to",
            "list": "lists",
            "delete": "deletes",
            "show": "shows",
        }
        name = code(rest[1]) if len(rest) > 1 else ""
        return (
            f"{verbs.get(rest[0], 'works on')} the Terraform {f'workspace {name}' if name else 'workspaces'}"
        )
    said = told.get(verb) or runs("terraform", [verb, *rest])
    said += f", for {code(line.get('-target'))} only" if line.get("-target") else ""
    return said + (", without asking" if line.has("-auto-approve", "--auto-approve") else "")


def _make(line: Line) -> str:
    plain = [arg for arg in line.args if "=" not in arg]
    said = (
        f"runs the {'target' if len(plain) == 1 else 'targets'} {listing(codes(plain))} of the makefile"
        if codes(plain)
        else "runs make"
    )
    return said + (f" in {code(line.get('-C'))}" if line.get("-C") else "")


def _npx(line: Line) -> str:
    at = next((at for at, word in enumerate(line.words[1:], 1) if not word.startswith("-")), 0)
    return f"{runs(line.words[at], line.words[at + 1 :])}, fetched with npx" if at else "runs npx"


def _aws(words: Words) -> str:
    from audiobook.narration.code.aws import act_of as aws_act

    return aws_act(list(words))


def _rails(line: Line) -> str:
    return runs("Rails", line.args[:3])


def _watch(line: Line) -> str:
    inner = act_of(line.args[0].split() if len(line.args) == 1 else line.args) if line.args else ""
    return f"again and again, {IT} {inner}" if inner else "runs a command again and again"


_WORDY: dict[str, Callable[[Words], str]] = {
    **containers.PROGRAMS,
    **kubernetes.PROGRAMS,
    **helm.PROGRAMS,
    "aws": _aws,
}
_PROGRAMS: dict[str, _Tell] = {
    **packages.PROGRAMS, **files.PROGRAMS, **filters.PROGRAMS, **curl.PROGRAMS, "git": git.act, "mix": _mix,
    "redis-cli": _redis, "psql": _psql, "python": _python, "python3": _python, "node": _script("Node"),
    "elixir": _script("Elixir"), "ruby": _script("Ruby"), "perl": _perl, "php": _script("PHP"),
    "java": _java, "bash": _script("Bash"), "sh": _script("the shell"), "iex": _iex,
    "deno": _script("Deno"), "pytest": files.simple("runs the tests of", "runs the tests with pytest"),
    "make": _make, "npx": _npx, "set": _set, "createdb": files.simple("creates the database"),
    "dropdb": files.simple("drops the database"), "pg_dump": files.simple("dumps the database"),
    "pg_restore": files.simple("restores the database from"),
    "redis-server": files.simple("starts the Redis server with", "starts the Redis server"),
    "terraform": _terraform, "sqlite3": _sqlite,
    "mysql": files.simple("opens the MySQL prompt on", "opens the MySQL prompt"),
    "mongosh": files.simple("opens the MongoDB prompt on", "opens the MongoDB prompt"),
    "mongo": files.simple("opens the MongoDB prompt on", "opens the MongoDB prompt"), "rails": _rails,
    "rake": files.simple("runs the Rake task", "runs Rake"),
    "deactivate": files.simple("leaves the virtual environment"),
    "uvicorn": files.simple("serves, with Uvicorn,"), "gunicorn": files.simple("serves, with Gunicorn,"),
    "flask": lambda line: "runs the Flask server" if "run" in line.args else runs("Flask", line.args[:2]),
    "ansible-playbook": files.simple("runs the Ansible playbook"), "watch": _watch,
    "gcc": files.simple("compiles"), "nginx": files.simple("starts nginx"),
    "virtualenv": files.simple("creates the virtual environment"),
    "minikube": lambda line: f"{runs('minikube', line.args[:2])}",
}  # fmt: skip

_VERSION = (["--version"], ["-V"], ["-version"], ["version"], ["-v"])
_NO_VERSION = frozenset(["rm", "cp", "mv", "ls", "grep", "cat", "env", "set", "ssh"])
_BEFORE = frozenset(["$", "%", "sudo", "time", "exec", "nohup", "env", "command"])


def is_known(program: str) -> bool:
    """Whether a program is one of those told here."""
    return program in _PROGRAMS or program in _WORDY


def act_of(words: Words) -> str:
    """A command as a verb phrase; an unknown program is run by name, with its first plain arguments."""
    words = list(words)
    while len(words) > 1 and (words[0] in _BEFORE or re.fullmatch(r"[A-Z_][A-Z0-9_]*=\S*", words[0])):
        words = words[1:]
        while words[0] in {"-E", "-H", "-i", "-n"} and len(words) > 1:
            words = words[1:]
    program = words[0].rpartition("/")[2] if words else ""
    if words[1:] in _VERSION and program not in _NO_VERSION:
        return f"shows the version of {code(program)}"
    if "--help" in words[1:]:
        return (
            f"shows the help of {code(' '.join([program, *(word for word in words[1:3] if word.isalpha())]))}"
        )
    if "/" in words[0] if words else False:
        program = (
            program
            if program in _WORDY
            or program in {"python", "python3", "pip", "redis-cli", "redis-server", "kubectl"}
            else ""
        )
        if not program:
            return runs(words[0].removeprefix("./"), words[1:])
    if program in _WORDY:
        return _WORDY[program]([program, *words[1:]])
    if program in _PROGRAMS:
        line = Line([program, *words[1:]])
        if program in {"python", "python3"} and "-m" in words[1:-1]:
            at = words.index("-m")
            line = Line(["", *words[at + 2 :]])
            line.options["-m"] = [words[at + 1]]
        return _PROGRAMS[program](line)
    if not re.search(r"[A-Za-z]", program):
        return ""
    return runs(program, words[1:])
