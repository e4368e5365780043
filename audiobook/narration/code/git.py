"""What Git commands do, from the words of their command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.commandline import Line
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import code, codes, listing, plain, some, spoken_length

_Tell = Callable[[Line], str]
_LONG_VALUE = 14


def act(line: Line) -> str:
    """A Git command: what it does, and the options that its words do not say."""
    verb = "".join(line.args[:1])
    if line.has("-h") and verb:
        return f"shows the help of {code(f'git {verb}')}"
    told = _VERBS.get(verb)
    said = told(line) if told else ""
    return (said or runs("Git", [word for word in line.args[:4] if word])) + _options(line, verb)


def _text(value: str) -> str:
    """A value as it can be said: a short one as itself, a long one as what it is."""
    said = plain(value) if " " in value else code(value)
    return said.rstrip(".") if said and spoken_length(said) <= _LONG_VALUE else "a longer text"


def _clone(line: Line) -> str:
    rest = line.args[1:]
    if not rest:
        return "clones a repository"
    name = [part for part in re.sub(r"\.git$", "", rest[0].rstrip("/")).replace(":", "/").split("/") if part]
    said = f"clones the repository {code('/'.join(name[-2:]))}"
    said += f" into {code(rest[1])}" if len(rest) > 1 and rest[1] != "." else ""
    branch = line.get("-b", "--branch")
    return said + (f", the branch {code(branch)}" if branch else "")


def _commit(line: Line) -> str:
    every = any(re.fullmatch(r"-a\w*|--all", flag) for flag in (*line.flags, *line.options))
    message = line.get("-m", "--message")
    if line.has("--amend"):
        return "changes the last commit" + (f", with the message: {plain(message)}" if message else "")
    what = "commits every changed file" if every else "commits"
    if message:
        return f"{what}, with the message: {_text(message)}"
    return what if every else "commits the changes"


def _checkout(line: Line) -> str:
    rest = line.args[1:]
    new = line.get("-b", "-B", "-c", "-C")
    if new:
        start = f" from {code(rest[0])}" if rest else ""
        return f"creates the branch {code(new)}{start} and switches to it"
    if "--" in line.flags or len(rest) > 1:
        revision = rest[0] if len(rest) > 1 else ""
        files = rest[1:] if revision else rest
        return f"restores {some(codes(files), 3)}" + (f" from {code(revision)}" if revision else "")
    return f"switches to {_branch(rest)}" if rest else "switches branches"


def _branch(rest: Sequence[str]) -> str:
    return "the branch before" if list(rest) == ["-"] else some(codes(rest), 3)


def _add(line: Line) -> str:
    rest = line.args[1:]
    everything = list(rest) in (["."], ["*"]) or line.has("-A", "--all")
    return (
        "stages everything"
        if everything
        else f"stages {some(codes(rest), 3)}"
        if codes(rest)
        else "stages changes"
    )


def _diff(line: Line) -> str:
    rest = line.args[1:]
    named = codes(rest)
    what = "the staged changes" if line.has("--staged", "--cached") else "the changes"
    ends = [code(end) for end in re.split(r"\.{2,3}", rest[0])] if len(rest) == 1 else []
    if len(ends) == 2 and all(ends):
        return f"shows the changes between {ends[0]} and {ends[1]}"
    if len(rest) > 1 and _is_revision(rest[0]) and _is_revision(rest[1]):
        return f"shows the changes between {named[0]} and {named[1]}" + _in_files(rest[2:])
    if rest and _is_revision(rest[0]):
        return f"shows the changes since {named[0]}" + _in_files(rest[1:])
    return f"shows {what}" + _in_files(rest)


def _remote_verb(verb: str, link: str, alone: str) -> _Tell:
    def tell(line: Line) -> str:
        rest = line.args[1:]
        named = codes(rest)
        if line.has("--delete", "-d") and verb == "pushes" and len(named) > 1:
            return f"deletes the branch {listing(named[1:])} on {named[0]}"
        if len(named) > 1:
            return f"{verb} {some(named[1:], 2)} {link} {named[0]}"
        return f"{verb} {link} {named[0]}" if named else alone

    return tell


def _config(line: Line) -> str:
    rest = line.args[1:]
    if line.has("--list", "-l"):
        return "lists the settings of Git"
    if not codes(rest):
        return "opens the settings of Git" if line.has("--edit", "-e") else ""
    scope = "the global setting" if line.has("--global") else "the setting"
    if line.has("--unset", "--unset-all"):
        return f"removes {scope} {code(rest[0])}"
    value = " ".join(rest[1:])
    return f"sets {scope} {code(rest[0])} to {_text(value)}" if value else f"shows {scope} {code(rest[0])}"


def _log(line: Line) -> str:
    rest = line.args[1:]
    most = next((flag[1:] for flag in line.order if re.fullmatch(r"-\d+", flag)), "") or line.get(
        "-n", "--max-count"
    )
    what = ("the last commit" if most == "1" else f"the last {most} commits") if most else "the history"
    return f"shows {what}" + (f" of {listing(codes(rest))}" if codes(rest) else "")


def _restore(line: Line) -> str:
    rest = line.args[1:]
    if not codes(rest):
        return ""
    if line.has("--staged", "--cached"):
        return f"unstages {some(codes(rest), 3)}"
    source = line.get("-s", "--source")
    return f"restores {some(codes(rest), 3)}" + (f" from {code(source)}" if source else "")


def _branches(line: Line) -> str:
    rest = line.args[1:]
    named = codes(rest)
    if named and line.has("-d", "-D", "--delete"):
        return f"deletes the branch {listing(named)}"
    if named and line.has("-m", "-M", "--move"):
        return (
            f"renames the branch {named[0]} to {named[1]}"
            if len(named) > 1
            else f"renames the branch to {named[-1]}"
        )
    if not named:
        return "lists all branches" if line.has("-a", "--all", "-r") else "lists the branches"
    return f"creates the branch {named[0]}" + (f" from {named[1]}" if len(named) > 1 else "")


def _remote(line: Line) -> str:
    rest = line.args[1:]
    verb, *names = rest or [""]
    if verb in {"", "show"} and not names:
        return "lists the remotes"
    told = {
        "add": "adds the remote",
        "remove": "removes the remote",
        "rm": "removes the remote",
        "rename": "renames the remote",
        "set-url": "changes the address of the remote",
        "show": "shows the remote",
        "get-url": "shows the address of the remote",
    }
    return f"{told[verb]} {code(names[0])}" if verb in told and names else ""


_STASH = {
    "pop": "takes the stashed changes back", "list": "lists the stashes",
    "apply": "applies the stashed changes", "drop": "drops the stashed changes",
    "clear": "drops all stashes", "show": "shows the stashed changes", "push": "stashes the changes",
}  # fmt: skip


def _tag(line: Line) -> str:
    rest = line.args[1:]
    if not codes(rest):
        return "lists the tags"
    if line.has("-d", "--delete"):
        return f"deletes the tag {listing(codes(rest))}"
    message = line.get("-m", "--message")
    said = f"creates the tag {code(rest[0])}" + (f" at {code(rest[1])}" if len(rest) > 1 else "")
    return said + (f", with the message: {_text(message)}" if message else "")


def _named(verb: str, alone: str = "") -> _Tell:
    return lambda line: f"{verb} {some(codes(line.args[1:]), 3)}" if verb and codes(line.args[1:]) else alone


def _going_on(noun: str, tell: _Tell) -> _Tell:
    """`--abort` and `--continue` of what can stop halfway."""

    def told(line: Line) -> str:
        if line.has("--abort", "--continue", "--skip"):
            return f"{'aborts' if line.has('--abort') else 'goes on with'} the {noun}"
        return tell(line)

    return told


def _reset(line: Line) -> str:
    rest = line.args[1:]
    files = rest[1:] if rest and _is_revision(rest[0]) else rest
    if files and not line.has("--hard", "--soft", "--mixed"):
        return f"unstages {some(codes(files), 3)}"
    return f"resets to {code(rest[0])}" if rest else "resets to the last commit"


def _submodule(line: Line) -> str:
    rest = line.args[1:]
    verb = rest[0] if rest else ""
    return {
        "update": "fetches the submodules",
        "init": "prepares the submodules",
        "add": f"adds the submodule {code(rest[-1]) if rest else ''}",
    }.get(verb, "lists the submodules")


def _init(line: Line) -> str:
    return "starts a Git repository" + (f" in {code(line.args[1])}" if codes(line.args[1:]) else "")


def _move(line: Line) -> str:
    rest = line.args[1:]
    return f"moves {listing(codes(rest[:-1]))} to {code(rest[-1])}" if len(rest) > 1 else ""


def _stash(line: Line) -> str:
    return _STASH.get((line.args[1:] or ["push"])[0], "stashes the changes")


_VERBS: dict[str, _Tell] = {
    "help": _named("shows the help of", "shows the help of Git"), "clone": _clone, "commit": _commit,
    "checkout": _checkout, "switch": _checkout, "add": _add, "diff": _diff, "config": _config,
    "push": _remote_verb("pushes", "to", "pushes the commits"), "log": _log, "init": _init,
    "pull": _remote_verb("pulls", "from", "pulls the changes"), "restore": _restore, "branch": _branches,
    "fetch": _remote_verb("fetches", "from", "fetches the changes"), "remote": _remote, "tag": _tag,
    "mv": _move, "reset": _reset, "submodule": _submodule, "show": _named("shows", "shows the last commit"),
    "stash": _stash, "status": _named("asks for the status of", "asks for the status"),
    "rm": _named("removes"), "blame": _named("shows who last changed each line of"),
    "merge": _going_on("merge", _named("merges", "merges")),
    "rebase": _going_on("rebase", _named("rebases onto", "rebases")),
    "clean": _named("", "removes untracked files"),
    "cherry-pick": _going_on("cherry-pick", _named("takes over the commit")),
    "revert": _going_on("revert", _named("reverts")),
    "reflog": _named("", "shows where the branch has been"),
    "bisect": _named("searches for the commit that broke it, with", "searches for the commit that broke it"),
}  # fmt: skip


def _is_revision(word: str) -> bool:
    """Whether an argument of `git diff` looks like a commit and not like a file."""
    return bool(re.fullmatch(r"(?:HEAD|@|[0-9a-f]{7,40}|(?:main|master|origin/[\w/-]+))(?:[~^]\d*)*", word))


def _in_files(files: Sequence[str]) -> str:
    return f" in {some(codes(files), 3)}" if codes(files) else ""


_GIT_OPTIONS = {
    "--oneline": "one line a commit", "--graph": "as a graph", "--hard": "discarding all changes",
    "--soft": "keeping the changes staged", "--force": "by force", "-f": "by force",
    "--force-with-lease": "by force, if nobody else has pushed", "--stat": "with statistics",
    "--rebase": "with a rebase", "--no-ff": "with a merge commit", "--squash": "squashed",
    "--tags": "with the tags", "--name-only": "by file name",
    "--set-upstream": "setting it as the upstream", "--bare": "without a working folder",
    "-u": "setting it as the upstream", "--patch": "with the changes", "-p": "with the changes",
    "--ignored": "ignored files too", "--decorate": "with the names of branches",
    "--no-edit": "without editing the message", "--recursive": "with all below", "-i": "interactively",
    "--interactive": "interactively", "--ff-only": "only if it can go forward",
    "--depth": "without the older history", "--color-words": "word by word", "--word-diff": "word by word",
    "--cached": "from the index only", "-r": "with all below",
}  # fmt: skip
_SAID = frozenset(
    [
        "-a",
        "-am",
        "--staged",
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
        "-B",
        "-c",
        "-C",
        "-A",
        "-n",
        "--max-count",
        "--abort",
        "--continue",
        "--skip",
        "-v",
        "--all",
        "-s",
        "--source",
        "--amend",
        "--unset",
        "--unset-all",
        "--message",
        "--branch",
        "--move",
        "-e",
        "--edit",
        "--init",
        "-q",
        "--quiet",
        "--local",
        "--system",
        "--verbose",
    ]
)


def _options(line: Line, verb: str) -> str:
    """The options that the words of a command do not say: known ones in words, others by name."""
    silent = {"--cached"} if verb in {"diff", "restore"} else set()
    if verb in {"branch", "config", "log", "status"}:
        silent.add("-r") if verb == "branch" else None
    told = [_GIT_OPTIONS[flag] for flag in line.order if flag in _GIT_OPTIONS and flag not in silent]
    others = [
        code(flag)
        for flag in line.order
        if flag not in _GIT_OPTIONS
        and flag not in _SAID
        and flag not in silent
        and not re.fullmatch(r"-\d+", flag)
    ]
    told += [f"with {listing(others)}"] if others else []
    return "".join(f", {part}" for part in told)
