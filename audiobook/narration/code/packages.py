"""Package managers: what is installed, with which versions, by which manager."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.commandline import Line, Words, option_words
from audiobook.narration.code.nouns import short
from audiobook.narration.code.words import code, codes, count, listing, some

_LONG_RUN = 16
_FEW_OPTIONS = 4
_INSTALL = frozenset({"install", "add", "i", "get"})
_SPOKEN = {
    "npm": "npm", "pip": "pip", "pip3": "pip", "yarn": "Yarn", "pnpm": "pnpm", "apt": "apt",
    "apt-get": "apt", "brew": "Homebrew", "gem": "gem", "cargo": "Cargo", "poetry": "Poetry", "uv": "uv",
    "conda": "Conda", "dnf": "dnf", "yum": "yum", "apk": "apk", "pipx": "pipx", "bundle": "Bundler",
    "composer": "Composer", "go": "Go", "choco": "Chocolatey", "dotnet": "dotnet", "bun": "Bun",
    "asdf": "asdf", "snap": "Snap", "pacman": "pacman", "rustup": "rustup",
}  # fmt: skip

# What a verb does: alone, and with names after it (`{names}`); `{manager}` is how the manager is called.
_VERBS: dict[str, tuple[str, str]] = {
    "run": ("lists the scripts of {manager}", "runs the script {first} with {manager}"),
    "start": ("starts the project with {manager}", "starts {names} with {manager}"),
    "test": ("runs the tests with {manager}", "runs the tests of {names} with {manager}"),
    "init": ("starts a new project with {manager}", "starts the project {names} with {manager}"),
    "build": ("builds with {manager}", "builds {names} with {manager}"),
    "update": ("updates the packages with {manager}", "updates {names} with {manager}"),
    "upgrade": ("upgrades the packages with {manager}", "upgrades {names} with {manager}"),
    "autoremove": ("removes packages no longer needed with {manager}", "removes {names} with {manager}"),
    "purge": ("removes packages with {manager}", "removes {names} with {manager}, settings and all"),
    "search": ("searches with {manager}", "searches for {names} with {manager}"),
    "show": ("shows a package with {manager}", "shows {names} with {manager}"),
    "tap": ("lists the taps of {manager}", "adds the tap {names} to {manager}"),
    "activate": (
        "activates the environment with {manager}",
        "activates the environment {first} with {manager}",
    ),
    "sync": (
        "installs the locked dependencies with {manager}",
        "installs the locked dependencies with {manager}",
    ),
    "lock": ("locks the dependencies with {manager}", "locks the dependencies with {manager}"),
    "fmt": ("formats the code with {manager}", "formats {names} with {manager}"),
    "check": ("checks the code with {manager}", "checks {names} with {manager}"),
    "link": ("links the package with {manager}", "links {names} with {manager}"),
    "uninstall": ("uninstalls with {manager}", "uninstalls {names} with {manager}"),
    "remove": ("removes packages with {manager}", "removes {names} with {manager}"),
    "publish": ("publishes the package with {manager}", "publishes {names} with {manager}"),
    "freeze": ("lists the installed packages with {manager}", "lists the installed packages with {manager}"),
    "list": ("lists the packages with {manager}", "lists {names} with {manager}"),
    "ci": (
        "installs the locked dependencies with {manager}",
        "installs the locked dependencies with {manager}",
    ),
    "new": ("creates a project with {manager}", "creates the project {first} with {manager}"),
    "create": ("creates a project with {manager}", "creates a project from {first} with {manager}"),
    "exec": ("runs a command through {manager}", "runs {names} through {manager}"),
}


def _packages(names: Sequence[str], manager: str = "") -> str:
    clean = [re.sub(r"(?<=\w)(?:==|>=|~=|<=|@)[^/]*$", "", name.strip("\"'")) for name in names]
    versions = [hit[1] if (hit := re.search(r"\w(?:==|@)v?(\d[\w.]*)$", name)) else "" for name in names]
    told = [
        f"{code(name)} version {code(version)}" if version else code(name)
        for name, version in zip(clean, versions, strict=True)
        if code(name)
    ]
    return f"{some(told, 4)}{f' with {manager}' if manager else ''}"


_MOST_BARE = 5
_BARE = re.compile(r"[\w.:/@~-]*\w[\w./-]*/?")


def runs(program: str, words: Words) -> str:
    """Any command by name, as it is written up to its options, and those in words: "runs `kn service list`"."""
    bare: list[str] = []
    rest = list(words)
    while rest and len(bare) < _MOST_BARE and not rest[0].startswith("-") and _BARE.fullmatch(rest[0]):
        bare.append(rest.pop(0))
    spoken = program[:1].isupper() and program.isalpha()
    if not spoken and not code(program):
        return ""
    whole = code(" ".join([program, *bare]))
    head = f"runs {program} {code(' '.join(bare))}".rstrip() if spoken else f"runs {whole}"
    head = short(head, f"runs {program if spoken else code(program)}", most=_LONG_RUN)
    options = options_words(rest)
    if not options:
        return head
    told = (
        short(f"{head} with {listing(options)}", "", most=_LONG_RUN + 8)
        if len(options) <= _FEW_OPTIONS
        else ""
    )
    if told:
        return told
    named = [option_words(word.partition("=")[0]) for word in rest if word.startswith("--")]
    if len(named) > _FEW_OPTIONS and all(named):
        return f"{head} with the options {some(named, _FEW_OPTIONS - 1)}"
    return f"{head} with {count(len(options), 'argument')}"


def options_words(words: Words) -> list[str]:
    """The options of an unknown program as words, with their values, and the arguments between them."""
    told: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, _, value = word.partition("=")
        if word.startswith("--") and len(word) > 2:
            if not value and rest and not rest[0].startswith("-"):
                value = rest.pop(0)
            told.append(option_words(name, value) or code(word))
        elif code(word):
            told.append(code(word))
    return [one for one in told if one]


def _install(manager: str, line: Line, names: Sequence[str]) -> str:
    file = line.get("-r", "--requirement")
    if file:
        return f"installs everything listed in {code(file)} with {manager}"
    if not names and manager == "Go":
        return "builds and installs the Go program"
    if not names:
        return f"installs the dependencies with {manager}"
    if list(names) == ["."]:
        return f"installs the current folder with {manager}"
    dev = ", for development" if line.has("-D", "--save-dev", "--dev", "--group") else ""
    world = " globally" if line.has("-g", "--global") else ""
    return f"installs {_packages(names, manager)}{world}{dev}"


def _manager(spoken: str) -> Callable[[Line], str]:
    def tell(line: Line) -> str:
        verb, *names = line.args or ["install" if spoken in {"Yarn", "Bundler"} else ""]
        if verb in _INSTALL and spoken != "dotnet":
            return _install(spoken, line, names)
        if verb == "services" and len(names) > 1 and names[0] in {"start", "stop", "restart"}:
            return f"{names[0]}s the service {code(names[1])} with {spoken}"
        if (special := _special(spoken, verb, names, line)) is not None:
            return special
        if verb not in _VERBS:
            return runs(spoken, [verb, *names]) if verb else runs(spoken, line.words[1:])
        told = codes(names)
        alone, named = _VERBS[verb]
        if not told:
            return alone.format(manager=spoken)
        return named.format(manager=spoken, names=some(told, 4), first=told[0], last=told[-1])

    return tell


_LISTS = frozenset({"apt", "apk", "Homebrew", "yum", "dnf"})
_RUNNERS = frozenset({"Poetry", "uv", "Bundler", "pipx", "Conda"})


def _special(spoken: str, verb: str, names: Sequence[str], line: Line) -> str | None:
    """Verbs that mean something of their own for one manager; None for any other."""
    if verb == "update" and spoken in _LISTS and not names:
        return f"updates the package lists with {spoken}"
    if verb == "run" and spoken == "Cargo":
        return "builds and runs the project with Cargo" + (
            f", with {code(' '.join(names))}" if codes(names) else ""
        )
    if spoken == "Go" and verb == "run" and names:
        return f"runs {'the current folder' if names[0] == '.' else code(names[0])} with Go"
    if spoken == "Go" and verb == "mod" and names:
        named = code(names[1]) if len(names) > 1 else ""
        told = {
            "init": f"starts the Go module {named}".rstrip(),
            "tidy": "tidies up the Go module",
            "download": "downloads the Go modules",
        }
        return told.get(names[0])
    if spoken == "Go" and verb in {"test", "build"}:
        into = f" into {code(line.get('-o'))}" if code(line.get("-o")) else ""
        return {"test": "runs the tests with Go", "build": f"builds with Go{into}"}[verb]
    if verb in {"run", "exec"} and spoken in _RUNNERS and names:
        from audiobook.narration.code.programs import act_of

        return f"{act_of(names)}, through {spoken}"
    if spoken == "dotnet" and verb in {"add", "new", "run", "build", "test", "publish", "restore"}:
        package = names[names.index("package") + 1] if "package" in names[:-1] else ""
        told = {
            "add": f"adds the package {code(package)}",
            "new": f"creates a project of the kind {code(names[0]) if names else ''}",
            "run": "runs the project",
        }
        return f"{told[verb]} with dotnet" if verb in told else None
    if verb == "create" and spoken == "Conda":
        return f"creates the environment {code(line.get('-n', '--name')) or 'here'} with Conda"
    return None


PROGRAMS: dict[str, Callable[[Line], str]] = {
    program: _manager(spoken) for program, spoken in _SPOKEN.items()
}
