"""What `helm` commands do."""

from __future__ import annotations

from collections.abc import Callable

from audiobook.narration.code.commandline import Line, Words
from audiobook.narration.code.kubernetes import FLAGS, limits
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import code, codes, listing, some


def helm(words: Words) -> str:
    """A `helm` command as a verb phrase."""
    line = Line(words, FLAGS, "nf")
    verb, *args = line.args or [""]
    if verb == "repo" and len(args) > 1 and args[0] == "add":
        return f"adds the Helm repository {code(args[1])}"
    if verb == "repo":
        return "updates the Helm repositories" if args[:1] == ["update"] else "lists the Helm repositories"
    if verb in {"install", "upgrade"} and len(args) > 1:
        how = "installs or upgrades" if line.has("--install", "-i") and verb == "upgrade" else f"{verb}s"
        said = f"{how} {code(args[0])} from the chart {code(args[1])} with Helm"
        files = codes(line.all("-f", "--values"))
        said += f", with the values of {listing(files)}" if files else ""
        return said + limits(line)
    names = {
        "uninstall": "uninstalls", "delete": "uninstalls", "create": "creates the chart",
        "rollback": "rolls back", "template": "renders the chart", "lint": "checks the chart",
        "status": "shows the status of", "history": "shows the history of", "package": "packages the chart",
        "pull": "pulls the chart", "test": "tests", "show": "shows",
    }  # fmt: skip
    if verb in {"list", "ls"}:
        return f"lists the Helm releases{limits(line)}"
    return (
        f"{names[verb]} {some(codes(args), 2)} with Helm{limits(line)}"
        if verb in names and args
        else runs("helm", words[1:])
    )


PROGRAMS: dict[str, Callable[[Words], str]] = {"helm": helm}
