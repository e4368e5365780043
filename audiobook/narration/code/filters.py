"""Programs that read lines and write lines: what they do to a file, and what they do in a pipe."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.commandline import Line
from audiobook.narration.code.nouns import short
from audiobook.narration.code.words import code, codes, listing, number, plain, some

_PATTERN = 12


def pattern(text: str) -> str:
    """What is searched for, where it can be said: plain text; else "a pattern"."""
    clean = text.replace("\\", "").strip("^$ ")
    if re.search(r"[*+?\[\](){}|^$<>]", clean):
        words = re.findall(r"[A-Za-z0-9_]{2,}", re.sub(r"\[[^\]]*\]", " ", clean))
        alternatives = re.sub(r"^[/.(?:]+|[)/.]+$", "", clean).split("|")
        if len(alternatives) > 1 and all(re.fullmatch(r"[\w.: /-]+", one) for one in alternatives):
            return listing([code(one) for one in alternatives][:4], "or")
        return f"a pattern with {listing(codes(words[:2]))}" if words else "a pattern"
    return short(code(clean) or "a sign", "a longer text", most=_PATTERN)


def _of(files: list[str]) -> str:
    return f" of {some(codes(files), 3)}" if codes(files) else ""


def grep(line: Line) -> str:
    """`grep`: searches files, or keeps lines in a pipe."""
    wanted = line.get("-e", "--regexp")
    args = list(line.args)
    wanted = wanted or (args.pop(0) if args else "")
    without = line.has("-v", "--invert-match")
    said = pattern(wanted) if wanted else "the patterns in a file"
    if line.has("-c", "--count"):
        verb = f"counts the lines {'without' if without else 'with'} {said}"
    elif line.has("-l", "--files-with-matches"):
        verb = f"names the files with {said}"
    elif line.has("-o", "--only-matching"):
        verb = f"picks out {said}"
    else:
        verb = (
            f"{'drops' if without else 'keeps'} the lines with {said}" if not args else f"searches for {said}"
        )
        verb = f"shows the lines without {said}" if args and without else verb
    where = f" in {some(codes(args), 3)}" if codes(args) else ""
    deep = line.has("-r", "-R", "--recursive")
    where = (where or " in the current folder") + ", with its subfolders" if deep else where
    details = [
        words
        for flag, words in (("-w", "as a whole word"), ("-i", "in either case"), ("-n", "with line numbers"))
        if line.has(flag)
    ]
    return ", ".join([verb + where, *details])


def portion(which: str) -> Callable[[Line], str]:
    """`head` and `tail`: "shows the first 5 lines of `a`"."""

    def tell(line: Line) -> str:
        size = line.get("-n", "--lines", "-c", "--bytes") or next(
            (flag[1:] for flag in line.order if re.fullmatch(r"-\d+", flag)), ""
        )
        unit = "byte" if line.get("-c", "--bytes") else "line"
        verb = "shows" if line.args else "keeps"
        if size.startswith("+") and size[1:].isdigit():
            return f"{verb} everything from {unit} {size[1:]} on" + _of(line.args)
        if size.isdigit():
            what = (
                f"the {which} {unit}"
                if size == "1"
                else f"the {which} {size if int(size) > 12 else number(int(size))} {unit}s"
            )
        else:
            what = f"the {'end' if which == 'last' else 'beginning'}"
        follows = ", and follows it" if which == "last" and line.has("-f", "-F", "--follow") else ""
        return f"{verb} {what}{_of(line.args)}{follows}"

    return tell


def sort(line: Line) -> str:
    """`sort`, with what it sorts by."""
    what = some(codes(line.args), 3) or "the lines"
    key = line.get("-k", "--key")
    details = []
    if column := re.match(r"\d+", key):
        details.append(f"by column {column[0]}")
    if line.has("-n", "--numeric-sort") or "n" in key:
        details.append("as numbers")
    if line.has("-r", "--reverse") or "r" in key:
        details.append("from the highest down")
    if line.has("-u", "--unique"):
        details.append("each once")
    return f"sorts {what}" + (f" {', '.join(details)}" if details else "")


def uniq(line: Line) -> str:
    if line.has("-c", "--count"):
        return "counts how often each line repeats"
    if line.has("-d", "--repeated"):
        return "keeps one of each repeated line"
    if line.has("-u", "--unique"):
        return "keeps the lines that are not repeated"
    return "drops repeated lines"


def wc(line: Line) -> str:
    """`wc`: what it counts, and of what."""
    units = [
        words
        for flag, words in (("-l", "lines"), ("-w", "words"), ("-m", "characters"), ("-c", "bytes"))
        if line.has(flag)
    ]
    return f"counts the {listing(units or ['lines', 'words', 'characters'])}" + _of(line.args)


def cut(line: Line) -> str:
    signs = {
        ",": "commas",
        ":": "colons",
        ";": "semicolons",
        " ": "spaces",
        "\t": "tabs",
        "|": "bars",
        "/": "slashes",
        "=": "equals signs",
    }
    field, sign = line.get("-f", "--fields"), signs.get(line.get("-d", "--delimiter"), "")
    if line.get("-c"):
        return f"cuts out the characters {line.get('-c').replace('-', ' to ')}{_of(line.args)}"
    many = bool(re.search(r"[,-]", field))
    spoken = listing([part.strip("-").replace("-", " to ") for part in field.split(",")])
    said = f"cuts out {'fields' if many else 'field'} {spoken}" + _of(line.args)
    return said + (f", between {sign}" if sign else "")


def sed(line: Line) -> str:
    """`sed`: a replacement in words where it is one of plain text."""
    args = list(line.args)
    script = line.get("-e") or (args.pop(0) if args else "")
    where = f" in {some(codes(args), 3)}" if codes(args) else ""
    place = (
        ", in place"
        if any(flag.startswith(("-i", "--in-place")) for flag in [*line.flags, *line.options])
        else ""
    )
    if hit := re.fullmatch(r"s(.)(.+?)(?<!\\)\1(.*?)(?<!\\)\1[a-z]*", script):
        old, new = pattern(hit[2]), hit[3].replace("\\", "")
        plain_new = (
            code(new) if new and not re.search(r"[&$*]", new) else "something made of it" if new else ""
        )
        return (
            f"{'replaces' if new else 'removes'} {old}{f' by {plain_new}' if plain_new else ''}{where}{place}"
        )
    if hit := re.fullmatch(r"(\d+)(?:,(\d+|\$))?([dp])", script):
        verb = "drops" if hit[3] == "d" else "prints"
        ends = {None: f"line {hit[1]}", "$": f"the lines from {hit[1]} on"}
        return f"{verb} {ends.get(hit[2], f'lines {hit[1]} to {hit[2]}')}{where}{place}"
    if hit := re.fullmatch(r"/(.+)/([dp])", script):
        return f"{'drops' if hit[2] == 'd' else 'prints'} the lines with {pattern(hit[1])}{where}{place}"
    return f"edits {some(codes(args), 2) or 'the lines'} with a sed script{place}"


def awk(line: Line) -> str:
    """`awk`: the columns it prints, or that it runs a script."""
    args = list(line.args)
    script = args.pop(0) if args else ""
    where = _of(args)
    if hit := re.fullmatch(r"\{\s*print\s+((?:\$\w+[,\s]*)+)\}", script.strip()):
        columns = re.findall(r"\$(\w+)", hit[1])
        if columns == ["0"]:
            return f"prints the lines{where}"
        named = ["the last column" if one == "NF" else f"column {one}" for one in columns]
        return f"prints {listing(named)}{where}"
    if hit := re.search(r"(\w+)\s*\+=\s*\$(\d+).*END\s*\{\s*print", script):
        return f"adds up column {hit[2]}{where}"
    return f"runs an awk script{f' on {some(codes(args), 3)}' if codes(args) else ''}"


def tr(line: Line) -> str:
    signs = {
        "\\n": "line ends",
        " ": "spaces",
        ",": "commas",
        "\\t": "tabs",
        ":": "colons",
        "_": "underscores",
        "-": "hyphens",
    }
    cases = {"a-z": "small letters", "A-Z": "capitals", "[:lower:]": "small letters", "[:upper:]": "capitals"}
    told = [signs.get(arg) or cases.get(arg) or code(arg) or "signs" for arg in line.args]
    if line.has("-d") and told:
        return f"removes {told[0]}"
    if line.has("-s") and len(told) == 1:
        return f"squeezes repeated {told[0]} into one"
    return f"turns {told[0]} into {told[1]}" if len(told) > 1 else "replaces characters"


EACH = "⟨each⟩"


def on_each(words: list[str], marks: tuple[str, ...] = ("{}",)) -> str:
    """A command that is run for each of the things found: "searches for `x` in each of them"."""
    from audiobook.narration.code.programs import act_of

    held = [EACH if word in marks else re.sub(r"\{\}", EACH, word) for word in words]
    said = act_of(held if any(EACH in word for word in held) else [*held, EACH])
    return re.sub(rf"`[^`]*{EACH}[^`]*`", "each of them", said)


def xargs(line: Line) -> str:
    """`xargs`: the command that is run for each line."""
    if not line.args:
        return "puts the lines into one"
    mark = line.get("-I")
    return on_each(line.args, (mark or "{}", "{}")) or "runs a command on each of them"


def tee(line: Line) -> str:
    verb = "appends" if line.has("-a", "--append") else "writes"
    files = some(codes(line.args), 2)
    return f"{verb} it to {files}" if files else "shows it"


def jq(line: Line) -> str:
    path = line.args[0] if line.args else "."
    where = _of(line.args[1:])
    if path in {".", ""}:
        return f"lays out the JSON{where}"
    fields = re.findall(r"\.([A-Za-z_]\w*)", path)
    simple = re.fullmatch(r"\.?[\w.\[\]\" -]+", path)
    return (
        f"picks {code('.'.join(fields))} from the JSON{where}"
        if simple and fields
        else f"picks from the JSON with jq{where}"
    )


def printed(line: Line) -> str:
    """`echo`: the text, or the variables in it."""
    words = " ".join(line.args)
    if hit := re.fullmatch(r"\$\{?(\w+)\}?", words.strip("\"'")):
        return f"prints the value of {code(hit[1])}"
    said = plain(re.sub(r"\\[nt]", " ", words))
    return f"prints {short(said, 'a text')}" if said else "prints an empty line"


def _always(said: str) -> Callable[[Line], str]:
    """A program that does the same whatever it is given."""
    return lambda _: said


PROGRAMS: dict[str, Callable[[Line], str]] = {
    "grep": grep, "egrep": grep, "zgrep": grep, "rg": grep, "fgrep": grep, "head": portion("first"),
    "tail": portion("last"), "sort": sort, "uniq": uniq, "wc": wc, "cut": cut, "sed": sed, "awk": awk,
    "gawk": awk, "tr": tr, "xargs": xargs, "tee": tee, "jq": jq, "echo": printed, "printf": printed,
    "rev": _always("reverses each line"), "column": _always("lines the columns up"),
    "nl": lambda line: f"numbers the lines{_of(line.args)}",
    "tac": lambda line: f"shows the lines in reverse order{_of(line.args)}",
    "paste": lambda line: f"puts {some(codes(line.args), 3) or 'the lines'} side by side",
    "base64": lambda line: "decodes base64" if line.has("-d", "-D", "--decode") else "encodes as base64",
    "less": lambda line: f"pages through {some(codes(line.args), 2) or 'it'}",
    "more": lambda line: f"pages through {some(codes(line.args), 2) or 'it'}",
    "colordiff": _always("colours the differences"),
    "md5sum": lambda line: f"computes the MD5 sum{_of(line.args)}",
    "sha256sum": lambda line: f"computes the SHA 256 sum{_of(line.args)}",
    "strings": lambda line: f"picks out the readable text{_of(line.args)}",
    "envsubst": _always("fills in the environment variables"),
}  # fmt: skip
