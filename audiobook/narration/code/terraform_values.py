"""The values and types of Terraform in words."""

from __future__ import annotations

import re

from audiobook.narration.code.words import code, codes, count, listing, plain, some, spoken_length

_LONG = 12
_KINDS = {"string": "a string", "number": "a number", "bool": "a boolean", "any": "of any type"}


def expression(source: str) -> str:
    """A value in words: literals as they are, references by name, the rest by what it is; empty when it is too long."""
    clean = source.strip()
    if re.fullmatch(r'"[^"$]*"', clean):
        text = clean[1:-1]
        said = plain(text) if " " in text else code(text)
        return (
            said.rstrip(".")
            if said and spoken_length(said) <= _LONG
            else "a longer text"
            if text
            else "empty"
        )
    if re.fullmatch(r"-?\d+(?:\.\d+)?|true|false|null", clean):
        return clean
    if hit := re.fullmatch(r"(?:var|local|each|path|count|self)\.([\w.\[\]\" ]+)", clean):
        kind = clean.partition(".")[0]
        name = code(re.sub(r"[\s\"]", "", hit[1]))
        lead = {
            "var": "the variable",
            "local": "the local value",
            "each": "each",
            "path": "the path",
            "count": "the count",
            "self": "its",
        }
        return f"{lead[kind]} {name}"
    if re.fullmatch(r"[A-Za-z][\w-]*(?:\s*\.\s*[\w*-]+|\s*\[[^\]]*\])*", clean):
        whole = re.sub(r"\s+", "", clean).removeprefix("data.")
        return (
            code(whole)
            if len(whole) < 56 and spoken_length(code(whole)) <= _LONG
            else code(".".join(whole.split(".")[-2:]))
        )
    if clean.startswith("<<") or (clean.startswith('"') and clean.endswith('"')):
        names = re.findall(r"\$\{\s*(?:var|local)\.(\w+)", clean)
        return f"a text with {listing(codes(names[:2]))} in it" if names else "a longer text"
    return _compound(clean)


def _compound(clean: str) -> str:
    if clean.startswith("["):
        items = [
            part.strip() for part in re.split(r",(?![^\[({]*[\])}])", clean.strip("[] ")) if part.strip()
        ]
        if items and " for " not in clean[:6]:
            told = [expression(item) for item in items]
            if len(told) <= 3 and all(told) and spoken_length(listing(told)) <= _LONG + 4:
                return f"a list of {listing(told)}"
            return f"a list of {count(len(items), 'item')}"
        return "an empty list" if not items else "a list made by a loop"
    if clean.startswith("{"):
        names = re.findall(r"(?:^|[{\s,])([\w-]+|\"[^\"]+\")\s*=(?!=)", clean)
        return f"a map with {some(codes([name.strip(chr(34)) for name in names]), 3)}" if names else "a map"
    if "?" in clean and ":" in clean:
        return "a value that depends on a condition"
    if hit := re.match(r"(\w+)\s*\(", clean):
        return f"what {code(hit[1])} gives"
    return "a computed value"


def type_words(source: str) -> str:
    clean = source.strip()
    if clean in _KINDS:
        return _KINDS[clean]
    if hit := re.fullmatch(r"(list|set|map)\s*\(\s*(\w+)\s*\)", clean):
        inner = _KINDS.get(hit[2], f"a {hit[2]}").partition(" ")[2]
        return f"a {hit[1]} of {inner}s" if inner and hit[2] != "any" else f"a {hit[1]}"
    if clean.startswith(("object", "map", "list", "set", "tuple")):
        fields = re.findall(r"(\w+)\s*=(?!=)", clean)
        noun = re.match(r"\w+", clean)
        kind = {"object": "an object"}.get(noun[0] if noun else "", f"a {noun[0] if noun else 'value'}")
        return f"{kind} with {some(codes(fields), 4)}" if fields else kind
    return ""
