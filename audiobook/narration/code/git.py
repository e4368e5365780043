"""What Git commands do, from the words of their command line."""

from __future__ import annotations

import re

from audiobook.narration.code.commandline import Line
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import code, codes, listing, plain, some


def act(line: Line) -> str:
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
