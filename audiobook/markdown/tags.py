"""Tags of the template languages that site generators run before Markdown is read.

| written | whose |
|---|---|
| `{% tag %} ... {% endtag %}`, `{% /tag %}` | Liquid, Jinja, Nunjucks, GitBook, Markdoc |
| `{{< tag >}} ... {{< /tag >}}`, `{{% tag %}}` | Hugo, Quarto |
| `{{#tag}} ... {{/tag}}` | Handlebars, mdBook |
| `{{ variable }}`, `{{ macro("x") }}`, `{# comment #}`, `{/* comment */}` | all of these, MDX |
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobook.markdown.boxes import EMBEDDED, kebab

_TAG = re.compile(
    r"""\{%-?[ \t]*(?P<liquid>[^\s%](?:(?!%\}).)*?)[ \t]*-?%\}
      | \{\{[<%][ \t]*(?P<hugo>(?:(?![>%]\}\}).)*?)[ \t]*[>%]\}\}
      | \{\{(?P<bars>[\#/](?:(?!\}\}).)*)\}\}
      | \{\{(?P<value>(?:(?!\}\}).)*)\}\}
      | \{\#(?P<comment>(?:(?!\#\}).)*)\#\} | \{/\*(?P<jsx>(?:(?!\*/).)*)\*/\}""",
    re.VERBOSE | re.DOTALL,
)
# By how a tag begins, how it ends; looked for first, as a file may be full of beginnings.
_ENDS = (("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{#", "#}"), ("{/*", "*/}"))
_NAME = re.compile(r"(?P<close>end_?(?=\w)|/[ \t]*)?(?P<name>[\w./!-]*\w)")
_ARGUMENT = re.compile(
    r"""(?:(?P<key>[\w.-]+)[ \t]*[=:][ \t]*)? (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s,"']+))""",
    re.VERBOSE,
)
_LONGEST_TAG = 4_000
_LOGIC_NAMES = """
assign block call capture case else elsif elseif extends filter for if ifnotversion ifversion macro raw set
switch unless when while with
"""
LOGIC = frozenset(_LOGIC_NAMES.split())
"""Tags that decide what the page shows, and show nothing themselves."""

_INCLUDED = frozenset(
    ("include", "includes", "partial", "render", "component", "import", "embed", "readfile", "ref", "relref")
)
_ADDRESSES = frozenset(
    ("url", "baseurl", "base-url", "path", "root", "permalink", "href", "src", "dir", "base", "link")
)
_SHOWN = ("text", "title", "label", "content", "display", "term", "term-id", "term_id")
_VARIABLES = frozenset(("param", "skew", "var", "get", "meta", "env", "data", "variable"))
_PATH = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name, what its arguments say by name, and those without a name. `value` is a variable's name."""

    name: str
    closes: bool
    alone: bool
    named: dict[str, str]
    words: tuple[str, ...]
    quoted: tuple[str, ...]
    end: int
    value: str = ""
    comment: str | None = None


def tag_at(source: str, position: int, stop: int) -> Tag | None:
    """The tag that begins at a position of the source, if there is one."""
    stop = min(stop, position + _LONGEST_TAG)
    end = next((end for opening, end in _ENDS if source.startswith(opening, position)), "")
    if not end or source.find(end, position, stop) == -1:
        return None
    match = _TAG.match(source, position, stop)
    if match is None:
        return None
    comment = match["comment"] if match["comment"] is not None else match["jsx"]
    if comment is not None:
        return Tag("", False, True, {}, (), (), match.end(), comment=comment)
    if match["value"] is not None:
        quoted = tuple(
            found[1] or found[2] for found in re.finditer(r"\"([^\"]*)\"|'([^']*)'", match["value"])
        )
        return Tag("", False, True, {}, (), quoted, match.end(), value=match["value"].strip())
    inside = match["liquid"] or match["hugo"] or (match["bars"] or "").removeprefix("#")
    head = _NAME.match(inside)
    if head is None:
        return Tag("", False, True, {}, (), (), match.end())
    named: dict[str, str] = {}
    words: list[str] = []
    quoted_words: list[str] = []
    for argument in _ARGUMENT.finditer(inside, head.end()):
        quoted_text = argument["double"] if argument["double"] is not None else argument["single"]
        text = quoted_text if quoted_text is not None else argument["bare"]
        if argument["key"]:
            named.setdefault(argument["key"].lower(), text)
        elif text not in ("/", "|"):
            words.append(text)
            if quoted_text is not None:
                quoted_words.append(text)
    alone = inside.rstrip().endswith("/")
    return Tag(
        head["name"], bool(head["close"]), alone, named, tuple(words), tuple(quoted_words), match.end()
    )


def words_of(tag: Tag) -> str:
    """What the page has in the place of a tag amid text, as far as the tag tells it; else nothing."""
    if tag.value:
        macro = [text for text in tag.quoted[:2] if text.strip()]
        if macro and "(" in tag.value:
            return macro[-1]
        return "" if macro else _last_name(tag.value.split("|")[0].strip())
    kind = kebab(tag.name)
    if tag.closes or tag.name in LOGIC or kind in _INCLUDED or kind in EMBEDDED or "icon" in kind:
        return ""
    if kind in _VARIABLES:
        return _last_name(tag.words[0]) if tag.words else ""
    named = next((tag.named[name] for name in _SHOWN if name in tag.named), "")
    return named or next((text for text in tag.quoted if not re.search(r"[/=]|\.\w+$", text)), "")


def _last_name(path: str) -> str:
    """`product.prodname_cli` as `prodname cli`; nothing for an address, or what is no path of names to be said."""
    last = path.rsplit(".", 1)[-1]
    if (
        not _PATH.fullmatch(path)
        or kebab(last) in _ADDRESSES
        or not re.search(r"[aeiouy]", last, re.IGNORECASE)
    ):
        return ""
    return kebab(last).replace("-", " ")
