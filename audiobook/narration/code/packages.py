"""Package managers: what is installed, with which versions, by which manager."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.nouns import short
from audiobook.narration.code.words import code, codes, count, listing, some

_INSTALL = frozenset({"install", "add", "i", "get"})
_SPOKEN = {
    "npm": "npm", "pip": "pip", "pip3": "pip", "yarn": "Yarn", "pnpm": "pnpm", "apt": "apt", "apt-get": "apt",
    "brew": "Homebrew", "gem": "gem", "cargo": "Cargo", "poetry": "Poetry", "uv": "uv", "conda": "Conda", "dnf": "dnf",
    "yum": "yum", "apk": "apk", "pipx": "pipx", "bundle": "Bundler", "composer": "Composer", "go": "Go",
    "choco": "Chocolatey", "dotnet": "dotnet", "bun": "Bun", "helm": "Helm", "asdf": "asdf",
}  # fmt: skip

# What a verb does: alone, and with names after it (`{names}`); `{manager}` is how the manager is called.
_VERBS: dict[str, tuple[str, str]] = {
    "run": ("lists the scripts of {manager}", "runs the script {first} with {manager}"),
    "start": ("starts the project with {manager}", "starts {names} with {manager}"),
    "test": ("runs the tests with {manager}", "runs the tests of {names} with {manager}"),
    "init": ("starts a new project with {manager}", "starts the project {names} with {manager}"),
    "build": ("builds with {manager}", "builds {names} with {manager}"),
    "update": ("updates the package lists with {manager}", "updates {names} with {manager}"),
    "upgrade": ("upgrades the packages with {manager}", "upgrades {names} with {manager}"),
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


def runs(program: str, words: Words) -> str:
    """Any command by name: "runs `manage.py` with `migrate`"."""
    told = codes(words)
    name = program if program[:1].isupper() else code(program)
    if not told:
        return f"runs {name}"
    return short(
        f"runs {name} {told[0]}" + (f" with {listing(told[1:])}" if told[1:] else ""),
        f"runs {name} {told[0]} with {count(len(told) - 1, 'argument')}"
        if told[1:] and re.fullmatch(r"`[\w:-]+`", told[0])
        else "",
        f"runs {name} with {count(len(told), 'argument')}",
    )


def _install(manager: str, line: Line, names: Sequence[str]) -> str:
    file = line.get("-r", "--requirement")
    if file:
        return f"installs everything listed in {code(file)} with {manager}"
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
        if verb in _INSTALL:
            return _install(spoken, line, names)
        if verb == "services" and len(names) > 1 and names[0] in {"start", "stop", "restart"}:
            return f"{names[0]}s the service {code(names[1])} with {spoken}"
        if verb not in _VERBS:
            return runs(spoken, [verb, *names])
        told = codes(names)
        alone, named = _VERBS[verb]
        if not told:
            return alone.format(manager=spoken)
        return named.format(manager=spoken, names=some(told, 4), first=told[0], last=told[-1])

    return tell


PROGRAMS: dict[str, Callable[[Line], str]] = {
    program: _manager(spoken) for program, spoken in _SPOKEN.items()
}
