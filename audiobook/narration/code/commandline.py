"""A command line taken apart: its arguments, its options, and the values of those."""

from __future__ import annotations

import re
from collections.abc import Sequence

Words = Sequence[str]

# Options that take a value, by program: the value is then not an argument.
_VALUED: dict[str, frozenset[str]] = {
    program: frozenset(options.split())
    for program, options in {
        "curl": "-X --request -H --header -d --data --data-raw --data-binary --data-urlencode "
        "--data-ascii --json -o --output -u --user -A --user-agent -b --cookie -c --cookie-jar "
        "-F --form --url -e --referer -x --proxy --cacert --cert --key -m --max-time "
        "--connect-timeout -w --write-out -r --range -T --upload-file -K --config --retry "
        "--resolve -E -C --limit-rate --interface --unix-socket --max-redirs --ciphers "
        "--tls-max --trace --trace-ascii -D --dump-header --oauth2-bearer --aws-sigv4 "
        "--form-string --connect-to --retry-delay -z --time-cond --netrc-file",
        "wget": "-O --output-document -P --directory-prefix -o -U --user --password --header --post-data -t -T -e -i",
        "grep": "-e -f -m --max-count -A -B -C --include --exclude --exclude-dir",
        "egrep": "-e -f -m -A -B -C",
        "git": "-m --message -b -B -c -C -n --max-count --author --depth --branch -s --source -o --origin --format",
        "head": "-n --lines -c --bytes", "tail": "-n --lines -c --bytes",
        "cut": "-d --delimiter -f --fields -c -b",
        "sort": "-k --key -t --field-separator -o --output", "uniq": "-f -s -w", "tr": "", "sed": "-e -f -E",
        "awk": "-F -v -f", "xargs": "-I -n -P -L -d", "tar": "-f --file -C --directory", "find": "",
        "mkdir": "-m",
        "chown": "", "stat": "-c --format -f", "chmod": "", "ssh": "-i -p -l -L -R -D -o -F -J",
        "scp": "-i -P -o -F", "rsync": "-e --exclude --include",
        "psql": "-h --host -p --port -U --username -d --dbname -c --command -f --file -v",
        "pg_dump": "-h -p -U -d -f -F -t",
        "pg_restore": "-h -p -U -d -F -t", "createdb": "-h -p -U -O -T", "dropdb": "-h -p -U",
        "mysql": "-h -P -u -e -D",
        "redis-cli": "-h -p -a -n -u --user --pass --pattern --cacert --cert --key --eval -r -i -x "
        "--cluster-replicas --type --sni",
        "redis-server": "--port --replicaof --appendonly --requirepass --loadmodule --dir --save",
        "pip": "-r --requirement -c --constraint --index-url --extra-index-url -i -t --target -e --editable",
        "npm": "--prefix --registry -w --workspace", "yarn": "", "pnpm": "", "apt": "", "apt-get": "-t",
        "python": "-c -m -W -X",
        "gem": "-v --version", "poetry": "--group -G", "uv": "--python", "conda": "-n --name -c --channel -p",
        "make": "-C -f -j", "docker-compose": "-f --file -p --project-name", "systemctl": "",
        "journalctl": "-u -n --since -p",
        "openssl": "-in -out -key -days -subj -newkey -keyout -CA -CAkey -connect -config -extensions "
        "-extfile -servername -passin -passout -cert -certfile -inkey -name -inform -outform "
        "-set_serial -addext",
        "ssh-keygen": "-t -b -C -f -N", "jq": "--arg --argjson -f", "uvicorn": "--host --port --workers",
        "flask": "--app -h -p --host --port", "mix": "-r", "go": "-gcflags -o -ldflags -tags -run -mod",
        "dotnet": "-c --configuration -o --output -f --framework -r -n --name",
        "cargo": "--target --manifest-path --features --bin --example -p --port", "ab": "-n -c -H -p -T",
        "wrk": "-c -t -d -R -H -s", "hey": "-n -c -z -m -H -d",
        "terraform": "-target -var -var-file -out",
        "helm": "-n --namespace -f --values --set --version --repo",
        "node": "-e -r --require --max-old-space-size", "base64": "-w", "chgrp": "", "dig": "-t -p",
        "nc": "-w -p", "sqlite3": "",
        "mongosh": "--eval --host --port -u -p --username --password",
        "mongoimport": "--db --collection --file -d -c",
        "http": "-a --auth -f --session", "watch": "-n --interval", "useradd": "-s -d -g -G -u -c",
        "gpg": "-o --output -r",
    }.items()
}  # fmt: skip


class Line:
    """A command line taken apart: `args` without options, the values of options, and the options without one.

    With `valued` (a set of the options that take none) every other long option takes the word after it: so do programs
    whose options nearly all have a value.
    """

    __slots__ = ("args", "flags", "options", "order", "program", "words")

    def __init__(self, words: Words, flags: frozenset[str] | None = None, short: str = "") -> None:
        self.program = words[0]
        self.words = list(words)
        self.args: list[str] = []
        self.flags: set[str] = set()
        self.order: list[str] = []
        self.options: dict[str, list[str]] = {}
        valued = _VALUED.get(
            self.program.rstrip("0123456789."), _VALUED.get(self.program, frozenset())
        ) | frozenset(f"-{letter}" for letter in short)
        rest = list(words[1:])
        while rest:
            word = rest.pop(0)
            if word == "--":
                self.flags.add(word)
                self.args += rest
                break
            if not re.match(r"--?[A-Za-z0-9]", word):
                self.args.append(word)
            elif hit := re.match(r"(--?[\w.-]+)=(.*)", word, re.S):
                self._take(hit[1], hit[2])
            elif word in valued or (flags is not None and word.startswith("--") and word not in flags):
                self._take(
                    word, rest.pop(0) if rest and (word in valued or not rest[0].startswith("-")) else ""
                )
            elif word[:2] in valued and len(word) > 2 and not word.startswith("--"):
                self._take(word[:2], word[2:].strip())
            elif self._cluster(word, valued, rest):
                continue
            else:
                self.flags.add(word)
                self.order.append(word)

    def _take(self, name: str, value: str) -> None:
        self.options.setdefault(name, []).append(value)
        self.order.append(name)

    def _cluster(self, word: str, valued: frozenset[str], rest: list[str]) -> bool:
        """`-sSLo file`: single letters run together, the last of which may take a value."""
        if not re.fullmatch(r"-[A-Za-z]{2,6}", word) or self.program in {
            "openssl",
            "terraform",
            "find",
            "java",
            "go",
        }:
            return False
        letters = [f"-{letter}" for letter in word[1:]]
        for letter in letters[:-1]:
            self.flags.add(letter)
        if letters[-1] in valued and rest:
            self._take(letters[-1], rest.pop(0))
        else:
            self.flags.add(letters[-1])
        self.flags.add(word)
        self.order.append(word)
        return True

    def get(self, *names: str) -> str:
        """The first value of the first of the options `names` that is given."""
        return next((self.options[name][0] for name in names if name in self.options), "")

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.options.get(name, [])]

    def has(self, *flags: str) -> bool:
        return any(flag in self.flags or flag in self.options for flag in flags)


def option_words(name: str, value: str = "") -> str:
    """A long option as words: `--redis-host localhost` is "redis host `localhost`"; empty for one of one letter."""
    from audiobook.narration.code.words import code

    clean = name.lstrip("-").replace("-", " ").replace("_", " ").replace(".", " ")
    if len(clean) < 2 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9 ]*", clean):
        return ""
    return f"{clean} {code(value)}".strip() if value else clean
