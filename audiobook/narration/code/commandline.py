"""A command line taken apart: its arguments, its options, and the values of those."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
        "--bytes",
        "--lines",
        "--max-count",
    ]
)
_FLAGS_ALONE = {
    "docker": frozenset(["-d", "-it", "-i", "-t", "--rm", "--detach", "--interactive", "--tty", "-a"]),
    "npm": frozenset(["-g", "-D", "-f", "--save", "--save-dev", "-y"]), "pip": frozenset(["-U",
    "-e", "-u"]), "yarn": frozenset(["-D"]),
    "pnpm": frozenset(["-D", "-g"]), "apt": frozenset(["-y", "-f"]), "apt-get": frozenset(["-y", "-f"]),
    "git": frozenset(["-u", "-d", "-f", "-a", "-p", "-A", "-i", "-v", "-D", "-l", "-M", "-r", "-t", "--name-only"]),
    "rm": frozenset(["-f", "-r", "-i"]), "ls": frozenset(["-a", "-l", "-h", "-t", "-r", "-F", "-d", "-i", "-A"]),
    "cp": frozenset(["-a", "-p", "-r", "-f"]), "mkdir": frozenset(["-p"]),
    "docker-compose": frozenset(["-d"]), "mix": frozenset(["-r"]), "gem": frozenset(),
    "grep": frozenset(["-r", "-n", "-i", "-v", "-c", "-l", "-o", "-h"]),
    "tar": frozenset(["-c", "-v", "-z", "-x", "-t"]), "jq": frozenset(["-r", "-c", "-n", "-s"]),
    "rsync": frozenset(["-a", "-v", "-z", "-e", "-n"]), "set": frozenset(["-e", "-u", "-o", "-x"]),
    "kubectl": frozenset(["-i", "-t", "-w"]),
    "tail": frozenset(["-f"]),
}  # fmt: skip


class Line:
    """A command line taken apart: `args` without options, and the values of options."""

    __slots__ = ("args", "flags", "options", "order", "program")

    def __init__(self, words: Words) -> None:
        self.program = words[0]
        self.args: list[str] = []
        self.flags: set[str] = set()
        self.order: list[str] = []
        self.options: dict[str, list[str]] = {}
        alone = _FLAGS_ALONE.get(self.program, frozenset())
        rest = list(words[1:])
        while rest:
            word = rest.pop(0)
            if not word.startswith("-") or word == "-":
                self.args.append(word)
            elif re.match(r"-[a-zA-Z][\s{\[@'\"]", word) and word[:2] in _VALUED:
                self.options.setdefault(word[:2], []).append(word[2:].strip())
            elif re.match(r"--?[\w-]+=", word):
                name, _, value = word.partition("=")
                self.options.setdefault(name, []).append(value)
            elif word in _VALUED and word not in alone and rest and not rest[0].startswith("--"):
                self.options.setdefault(word, []).append(rest.pop(0))
            else:
                self.flags.add(word)
                self.order.append(word)

    def get(self, *names: str) -> str:
        """The first value of the first of the options `names` that is given."""
        return next((self.options[name][0] for name in names if name in self.options), "")

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.options.get(name, [])]

    def has(self, *flags: str) -> bool:
        return any(flag in self.flags for flag in flags)
