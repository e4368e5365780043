"""Says the pieces of a template in words: what a reader of the page would see, and what acting on it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.narration.code.languages import BY_NAME, Language
from audiobook.narration.code.template_helpers import helper
from audiobook.narration.code.template_tree import Piece
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    count,
    first_sentence,
    listing,
    plain,
    spoken_length,
)

_WRAPPERS = frozenset(
    ["div", "span", "section", "main", "article", "header", "footer", "body", "html", "tbody", "thead", "strong",
     "em", "b", "i", "small", "fieldset", "center", "aside", "figure", "nav", "dl", "abbr", "pre", "code"]
)  # fmt: skip
_SILENT = frozenset(["br", "hr", "meta", "style", ".icon", "svg", "path"])
_NAMES = {
    "a": "link", ".link": "link", "p": "paragraph", "ul": "list", "ol": "numbered list", "li": "list item",
    "img": "image", "h1": "main heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "button": "button", ".button": "button", "form": "form", ".form": "form", "table": "table",
    ".table": "table", "tr": "row", "td": "cell", "th": "column heading", "script": "script",
    "label": "label", "select": "selection", "textarea": "text area", "video": "video",
    "head": "head", "title": "title", "link": "link to a resource", ".header": "header", "option": "option",
    ".list": "list", ".simple_form": "form", ".modal": "modal", "div": "division", "span": "span",
}  # fmt: skip
_EVENTS = {
    "phx-click": "on a click", "phx-submit": "on submission", "phx-change": "on a change",
    "phx-blur": "when it loses the focus", "phx-focus": "when it gets the focus",
    "phx-keydown": "on a key press", "phx-keyup": "on a key release", "phx-window-keydown": "on a key press",
    "phx-window-keyup": "on a key release", "phx-click-away": "on a click elsewhere",
    "phx-mounted": "when mounted", "phx-remove": "when removed",
    "phx-viewport-bottom": "at the bottom of the view", "phx-viewport-top": "at the top of the view",
    "phx-connected": "when connected", "phx-disconnected": "when disconnected",
}  # fmt: skip
_FIELDS = frozenset(["input", ".input", "textarea", "select", ".textarea", ".select"])
_GOES = ("href", "navigate", "patch")
_LONGEST_TEXT = 12
_SEEN = 400
_LONGEST_VALUE = 24
_FULL = 2
_LONGEST_EVENT = 40
_INLINE = frozenset(
    ["b", "strong", "em", "i", "small", "code", "abbr", "span", "u", "mark", "kbd", "sup", "sub"]
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words for pieces of one template, whose expressions are in `language`."""

    language: Language

    def value(self, expression: str) -> str:
        """An inserted expression as a noun phrase."""
        from audiobook.narration.code.describers import value_of

        clean = expression.strip()
        if re.fullmatch(r"@?[\w.]+[?!]?", clean):
            return code(clean.lstrip("@"))
        slot = re.match(r"render_slot\(@?(\w+)", clean)
        if slot:
            return f"the slot {code(slot[1])}"
        if told := helper(clean):
            return told
        said = value_of(clean, self.language)
        if "|>" in clean and (links := re.findall(r"(?:^|\|>)\s*([\w.]+[?!]?)\(", clean)):
            return ", then ".join(codes(links))
        called = re.match(r"[\w.]+[?!]?(?=\()", clean)
        if said and spoken_length(said) <= _LONGEST_VALUE:
            return said
        return f"the result of {code(called[0])}" if called else "a computed value"

    def attribute(self, given: str) -> str:
        """The value of an attribute: text as a code span, an expression in words."""
        if given.startswith("{"):
            return self.value(given[1:-1])
        inserted = re.match(r"<%=\s*(.*?)\s*%>$", given)
        return self.value(inserted[1]) if inserted else code(given.replace("[]", "")) or "nothing"

    def items(self, pieces: Sequence[Piece], detail: int) -> list[str]:
        """Noun phrases for pieces in order; text and values side by side make one."""
        told: list[str] = []
        loose: list[Piece] = []
        for piece in (*_without_inline(pieces), Piece("end")):
            if piece.kind in {"text", "value"}:
                loose.append(piece)
                continue
            if said := self.spoken_text(loose):
                words = any(re.search(r"\w", re.sub(r"&\w+;", "", p.name)) for p in loose if p.kind == "text")
                told.append(f"the text {said}" if words else said.replace(", then ", " and "))
            loose = []
            told += self._piece(piece, detail)
        return _counted([one for one in told if one])

    def spoken_text(self, pieces: Sequence[Piece]) -> str:
        """Text and inserted values: "Hello, then `name`"."""
        said = []
        for piece in pieces:
            if piece.kind == "value":
                said.append(self.value(piece.name))
            elif words := first_sentence(
                plain(re.sub(r"&\w+;|\.\.\.|…", " ", piece.name[:_SEEN])), _LONGEST_TEXT
            ).rstrip(" .,:;!?"):
                said.append(words)
        return ", then ".join(said)

    def _piece(self, piece: Piece, detail: int) -> list[str]:
        if piece.kind == "element":
            return self._element(piece, detail)
        if piece.kind == "block":
            return self._block(piece, detail)
        return []

    def _element(self, piece: Piece, detail: int) -> list[str]:
        given, tag = piece.attributes, piece.name
        if tag.lower() in _SILENT:
            return []
        bare = tag in _WRAPPERS and not any(
            key in given for key in (*_EVENTS, "phx-hook", ":for", ":if", "phx-update")
        )
        if bare and any(child.kind in {"element", "block"} for child in piece.children):
            return self.items(piece.children, detail)
        said = self._named(piece, detail)
        guards = [f"if {self._test(given[':if'][1:-1])}"] if ":if" in given else []
        guards = [*([self._each(given[":for"][1:-1])] if ":for" in given else []), *guards]
        return [f"{', '.join(guards)}, {said}" if guards else said]

    def _named(self, piece: Piece, detail: int) -> str:
        """An element by what it is, what it says, where it leads and what acting on it does."""
        given, tag = piece.attributes, piece.name
        said = self._kind(piece)
        children = _without_inline(piece.children)
        texts = [child for child in children if child.kind in {"text", "value"}]
        inner = [child for child in children if child.kind in {"element", "block"}]
        goes = next((self.attribute(given[key]) for key in _GOES if given.get(key, "#") != "#"), "")
        if goes:
            said += f" to {goes}"
        said += self._events(given, detail)
        if "phx-hook" in given:
            said += f", with the hook {self.attribute(given['phx-hook'])}"
        own = self.spoken_text(texts)
        if own and not inner:
            shows = "says" if any(child.kind == "text" for child in texts) else "shows"
            return f"{said}{',' if ',' in said else ''} that {shows} {own}"
        held = self.items(piece.children, detail - 1) if inner and detail else []
        if not held or (tag in {"table", ".table"} and "rows" in given):
            return said
        looped = len(held) == 1 and held[0].startswith(("for each ", "if "))
        link = " with," if looped else (", with" if "," in said else " with")
        return f"{said}{link} {listing(held)}"

    def _kind(self, piece: Piece) -> str:
        given, tag = piece.attributes, piece.name
        if tag in _FIELDS:
            return self._field(given, tag)
        if tag in {"table", ".table"} and "rows" in given:
            columns = codes(
                [c.attributes.get("label", "").strip('{}"') for c in piece.children if c.name == ":col"]
            )
            return f"a table of {self.attribute(given['rows'])}" + (
                f", with the columns {listing(columns)}" if columns else ""
            )
        if tag in {".form", "form", ".simple_form"} and (given.get("for") or given.get("action")):
            goal = f" for {self.attribute(given['for'])}" if given.get("for") else ""
            method = given.get("method", "get" if tag == "form" else "").upper()
            sends = (
                f" that sends {method or 'its data'} to {self.attribute(given['action'])}"
                if given.get("action")
                else ""
            )
            return f"a form{goal}{sends}"
        if tag == "script" and given.get("src"):
            host = re.match(r"https?://([^/]+)", given["src"])
            return f"a script from {code(host[1]) if host else self.attribute(given['src'])}"
        if tag == "img":
            return f"an image of {plain(given['alt'])}" if given.get("alt") else "an image"
        if tag in _NAMES:
            named_as = (
                f" with the ID {self.attribute(given['id'])}" if tag in _WRAPPERS and given.get("id") else ""
            )
            return article(_NAMES[tag]) + named_as
        if tag.startswith(":"):
            return f"the slot {code(tag[1:])}"
        if tag.startswith(".") or "." in tag:
            return self._component(tag, given)
        return article(f"{code(tag)} element") if code(tag) else "an element"

    def _component(self, tag: str, given: dict[str, str]) -> str:
        """A component by its name, and the attributes it is given."""
        if tag == ".live_component" and "module" in given:
            return f"the live component {self.attribute(given['module'])}"
        name = tag.lstrip(".")
        kept = [key for key in given if not key.startswith((":", "phx-", "class", "id", *_GOES))]
        told = [f"{code(key)} {self.attribute(given[key])}" if given[key] else code(key) for key in kept[:3]]
        return f"the component {code(name)}" + (f" with {listing(told)}" if told else "")

    def _field(self, given: dict[str, str], tag: str) -> str:
        """A field of a form: "an `email` input for `address`, labelled Address"."""
        kind = given.get("type", "").strip('{}"')
        kinds = {
            "submit": "a submit button",
            "hidden": "a hidden input",
            "checkbox": "a check box",
            "button": "a button",
        }
        if kind in {"submit", "button"} and given.get("value"):
            return f"{kinds[kind]} that says {plain(given['value'])}"
        what = {"textarea": "a text area", "select": "a selection", ".select": "a selection"}.get(
            tag.strip(), ""
        )
        what = (
            what
            or kinds.get(kind)
            or (
                article(f"{code(kind)} input")
                if kind and kind != "text"
                else "a text input"
                if kind
                else "an input"
            )
        )
        about = given.get("field") or given.get("name") or given.get("id") or ""
        field = re.search(r"\[:?(\w+)\]\}?$", about)
        goal = f" for {code(field[1]) if field else self.attribute(about)}" if about else ""
        label = plain(given.get("label", "")) if not given.get("label", "").startswith("{") else ""
        return f"{what}{goal}" + (f", labelled {label}" if label else "")

    def _events(self, given: dict[str, str], detail: int) -> str:
        """What happens on a click, a change, a submission."""
        told = []
        for key, when in _EVENTS.items():
            if given.get(key):
                sent = given[key]
                called = re.match(r"\{([\w.]+)\(", sent)
                short = (
                    called is not None and "|>" not in sent and (detail < _FULL or len(sent) > _LONGEST_EVENT)
                )
                run_it = code(called[1]) if called is not None and short else self.value(sent[1:-1])
                pushed = re.match(r'\{(?:JS\.)?push\("([^"]+)"', sent)
                if pushed and "|>" not in sent:
                    told.append(f"{when} pushes {code(pushed[1])}")
                    continue
                what = f"runs {run_it}" if sent.startswith("{") else f"sends {code(sent)}"
                told.append(f"{when} {what.replace('runs the result of ', 'runs ')}")
        return f", which {' and '.join(told)}" if told else ""

    def _test(self, expression: str) -> str:
        from audiobook.narration.code.elixir_conditions import condition
        from audiobook.narration.code.nouns import condition as shared
        from audiobook.narration.code.snippet import read

        tops = read(expression, self.language, 1).tops
        if not tops:
            return "a condition holds"
        return condition(tops[0]) if self.language is BY_NAME["elixir"] else shared(tops[0])

    def _each(self, expression: str) -> str:
        """`x <- @xs` as "for each `x` in `xs`"."""
        item, arrow, held = expression.partition("<-")
        if not arrow:
            return "for each item"
        names = listing(codes([name for name in re.findall(r"\w+", item) if not name.startswith("_")][:3]))
        return f"for each {names or 'item'} in {self.value(re.split(r',(?![^(]*[)])', held)[0])}"

    def _block(self, piece: Piece, detail: int) -> list[str]:
        """A block that repeats or chooses, with what it holds."""
        branches = [child for child in piece.children if child.kind == "branch"]
        inner = [child for child in piece.children if child.kind != "branch"]
        body = listing(self.items(inner, detail)) or "something that is left out"
        head = re.sub(r"\s+do(\s*\|[^|]*\|)?\s*$|\s*\{\s*$", "", piece.name).strip()
        loop = re.match(r"for\s+(.+<-.+)$", head)
        each = re.match(r"@?([\w.]+)\.each(?:_with_index)?$", head)
        if loop:
            return [f"{self._each(loop[1].strip('()'))}, {body}"]
        if each:
            bound = re.search(r"\|\s*(\w+)", piece.name)
            return [f"for each {code(bound[1]) if bound else 'item'} in {code(each[1])}, {body}"]
        chosen = re.match(r"(if|unless)\s*\(?(.+?)\)?$", head)
        if chosen:
            told = f"{chosen[1]} {self._test(chosen[2])}, {body}"
            others = [self._branch(branch, detail) for branch in branches]
            return ["; ".join([told, *others])]
        if head.startswith("case ") and branches:
            cases = [self._branch(branch, detail) for branch in branches]
            return [f"by {self.value(head[5:])}: {'; '.join(cases)}"]
        name = code(re.split(r"[(\s]", head)[0]) or "a block"
        opened = helper(head) or f"in {name}"
        link = "," if opened.startswith("in ") else " with"
        return [f"{opened}{link} {body}"]

    def _branch(self, branch: Piece, detail: int) -> str:
        body = listing(self.items(branch.children, detail)) or "nothing"
        if branch.name.startswith("else"):
            return f"otherwise, {body}"
        tested = re.match(r"elsif\s+(.+)$", branch.name)
        if tested:
            return f"or if {self._test(tested[1])}, {body}"
        pattern = re.sub(r"\s*->$|^(?:when|in)\s+", "", branch.name)
        return f"for {self.value(pattern).replace('`_`', 'anything else')}, {body}"


def _without_inline(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with what stands in bold, italics or a span as plain text."""
    kept: list[Piece] = []
    for piece in pieces:
        plain_inline = (
            piece.kind == "element" and piece.name in _INLINE and set(piece.attributes) <= {"class", "style"}
        )
        if plain_inline and all(child.kind in {"text", "value"} for child in piece.children):
            kept += piece.children
        else:
            kept.append(piece)
    return kept


def _counted(told: Sequence[str]) -> list[str]:
    """Neighbours that say the same as one with a count."""
    merged: list[str] = []
    times = 0
    for at, said in enumerate(told):
        times += 1
        if at + 1 == len(told) or told[at + 1] != said:
            merged.append(said if times == 1 else f"{said}, {count(times, 'time')} over")
            times = 0
    return merged
