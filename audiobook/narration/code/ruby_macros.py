"""Class-level macros of Rails as facts about a class: associations, validations, callbacks, scopes."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.ruby_acts import acts
from audiobook.narration.code.ruby_nouns import noun
from audiobook.narration.code.ruby_tree import args, bare, block, body, method, names, options
from audiobook.narration.code.snippet import field, text
from audiobook.narration.code.words import IT, article, code, codes, few, listing, some

_LINKS = {
    "belongs_to": "belongs to", "has_many": "has many", "has_one": "has one",
    "has_and_belongs_to_many": "is linked many to many with", "has_one_attached": "has one attached",
    "has_many_attached": "has many attached", "has_rich_text": "has the rich text",
    "delegated_type": "has the delegated type",
    "accepts_nested_attributes_for": "accepts nested attributes for",
}  # fmt: skip


PLAIN = {
    "attr_accessor": "has the attributes", "attr_reader": "has the readers", "attr_writer": "has the writers",
    "include": "includes", "extend": "extends itself with", "prepend": "prepends",
    "has_secure_password": "has a secure password", "attribute": "has the attribute",
    "validate": "validates with",
    "helper_method": "has the helper", "layout": "uses the layout", "queue_as": "runs on the queue",
    "encrypts": "encrypts", "serialize": "serializes", "store_accessor": "stores", "normalizes": "normalizes",
    "alias_attribute": "has another name for", "default_scope": "has a default scope",
    "self.table_name": "maps to",
    "rescue_from": "rescues from", "protect_from_forgery": "is protected from forgery",
    "helper": "uses the helpers",
    "retry_on": "retries on", "discard_on": "gives up on", "default": "has defaults",
    "fixtures": "loads the fixtures",
    "define_model_callbacks": "defines callbacks for", "allow_browser": "allows browsers",
    "broadcasts_to": "broadcasts to",
    "generates_token_for": "generates tokens for", "has_secure_token": "has a secure token",
    "validates_with": "validates with", "validates_associated": "validates the associated",
    "attribute_method_prefix": "has attribute methods with the prefix", "identified_by": "is identified by",
    "attribute_method_suffix": "has attribute methods with the suffix", "private_constant": "keeps private",
    "authenticate_by": "authenticates by", "alias_method": "gives another name to",
}  # fmt: skip


_WHEN = re.compile(r"(before|after|around)_(\w+)$")


_CHECKS = {
    "presence": "that {n} is present", "uniqueness": "that {n} is unique",
    "numericality": "that {n} is a number",
    "format": "the format of {n}", "inclusion": "that {n} is one of a list",
    "exclusion": "that {n} is none of a list",
    "acceptance": "that {n} is accepted", "confirmation": "that {n} is confirmed",
    "length": "the length of {n}",
    "absence": "that {n} is absent", "associated": "{n}", "comparison": "how {n} compares",
}  # fmt: skip


_LIMITS = {
    "minimum": "at least {}", "maximum": "at most {}", "is": "exactly {}", "in": "in {}", "within": "in {}",
    "greater_than": "greater than {}", "less_than": "less than {}", "greater_than_or_equal_to": "at least {}",
    "less_than_or_equal_to": "at most {}", "equal_to": "{}", "other_than": "other than {}", "with": "by {}",
    "only_integer": "", "scope": "within {}", "allow_nil": "", "message": "", "on": "on {}",
    "allow_blank": "",
}  # fmt: skip


def macro(node: Node) -> str:
    """A class-level macro as a verb phrase; empty for any other call."""
    name = method(node)
    spans = names(args(node))
    if name in _LINKS and spans:
        return _link(name, spans, options(node))
    if name == "validates" and spans:
        return _validates(spans, options(node))
    if name == "scope" and len(args(node)) > 1:
        inner = acts(body(field(args(node)[1], "body")))
        return f"has the scope {spans[0]}" + (
            f", which {listing(inner).replace('from itself, ' + IT + ' ', '').replace(IT + ' ', '')}"
            if inner
            else ""
        )
    if name == "enum":
        held = options(node)
        return f"has the enum {listing(spans or codes(list(held)))}" + _enumerated(node)
    if name == "delegate":
        goal = options(node).get("to")
        return f"delegates {listing(spans)}" + (f" to {noun(goal, 1)}" if goal is not None else "")
    if when := _WHEN.match(name):
        return _callback(when[1], when[2].replace("_", " "), node, spans)
    if name in PLAIN:
        inner = acts(body(block(node))) if block(node) is not None else []
        about = listing(spans) or (
            listing([noun(part, 1) for part in args(node)]) if block(node) is None else ""
        )
        told = f"{_one(PLAIN[name]) if len(spans) == 1 else PLAIN[name]} {about}".strip()
        held = options(node)
        if name == "default" and held:
            told = f"has the defaults {listing([f'{code(k)} {noun(v, 1)}' for k, v in held.items()])}"
        elif name in {"rescue_from"} and "with" in held:
            told += f" with {noun(held['with'], 1)}"
        elif name == "attribute" and len(spans) > 1:
            told = f"has the attribute {spans[0]}, {article(spans[1])}"
        return told + (f", by a block that {listing(few(inner, 3))}" if inner else "")
    return ""


def _one(words: str) -> str:
    """ "has the readers" for a single one: "has the reader"."""
    return re.sub(r"^(has the \w+)s$", r"\1", words)


def _enumerated(node: Node) -> str:
    for value in [*args(node)[1:], *options(node).values()]:
        if value.type in {"hash", "array", "symbol_array", "string_array"}:
            return f", one of {some(names([value]) or codes(list(options(value))), 5)}"
    held = [key for key in options(node) if not key.startswith("_")]
    return f", one of {some(codes(held), 5)}" if args(node) and held else ""


_BY = {
    "as": "as", "through": "through", "class_name": "of the class", "foreign_key": "by the foreign key",
    "source": "from", "inverse_of": "the inverse of", "primary_key": "by the key",
}  # fmt: skip


def _link(name: str, spans: list[str], held: dict[str, Node]) -> str:
    about = article(spans[0]) if name in {"belongs_to", "has_one", "has_one_attached"} else spans[0]
    told = f"{_LINKS[name]} {about}"
    if text(held.get("polymorphic")) == "true":
        told += ", polymorphic"
    for key, word in _BY.items():
        if key in held:
            told += f", {word} {noun(held[key], 1)}"
    gone = {"destroy": "deleted with it", "destroy_async": "deleted with it later", "delete_all": "deleted with it",
            "delete": "deleted with it", "nullify": "set free when it is deleted",
            "restrict_with_error": "which keep it from being deleted",
            "restrict_with_exception": "which keep it from being deleted"}  # fmt: skip
    if "dependent" in held:
        told += f", {gone.get(bare(held['dependent']), '')}".rstrip(", ")
    for key, word in (("optional", "optional"), ("touch", "which it touches"), ("counter_cache", "counted in a cache"),
                      ("required", "required"), ("strict_loading", "loaded strictly")):  # fmt: skip
        if key in held and text(held[key]) != "false":
            told += f", {word}"
    return told


def _validates(spans: list[str], held: dict[str, Node]) -> str:
    told: list[str] = []
    who = listing(spans)
    for key, value in held.items():
        if key not in _CHECKS:
            continue
        limits = (
            [_LIMITS.get(k, "").format(noun(v, 1)) for k, v in options(value).items()]
            if value.type == "hash"
            else []
        )
        limits = [limit for limit in limits if limit]
        tail = f", {listing(limits)}" if limits else ""
        told.append(_CHECKS[key].format(n=who if not told else "it") + tail)
    others = codes(
        [
            key
            for key in held
            if key not in _CHECKS
            and key not in {"if", "unless", "on", "allow_nil", "allow_blank", "message", "strict"}
        ]
    )
    told += [f"{who} for {listing(others)}"] if others else []
    when = "".join(f", {word} {noun(held[word], 1)} holds" for word in ("if", "unless") if word in held)
    when += f", on {noun(held['on'], 1).removeprefix('an array of ')}" if "on" in held else ""
    return f"validates {', and '.join(told) if told else who}{when}"


_ONLY = {"only": "only for", "except": "except for", "if": "if", "unless": "unless", "on": "on"}


def _callback(when: str, event: str, node: Node, spans: list[str]) -> str:
    inner = acts(body(block(node))) if block(node) is not None else []
    held = options(node)
    only = "".join(
        f", {word} {noun(held[key], 1).removeprefix('an array of ')}"
        for key, word in _ONLY.items()
        if key in held
    )
    what = listing(spans) or (
        f"a block that {listing(few(inner, 3)).replace(IT, 'it')}" if inner else "a block"
    )
    return f"{when} {_EVENTS.get(event, event)}, {IT} runs {what}{only}"


_EVENTS = {
    "save": "saving", "create": "creating", "update": "updating", "destroy": "deleting",
    "action": "each action",
    "commit": "the commit", "create commit": "a new row is committed",
    "update commit": "an update is committed",
    "destroy commit": "a deletion is committed", "save commit": "a save is committed",
    "initialize": "initializing",
    "find": "finding", "touch": "touching", "rollback": "a rollback", "validation": "validation",
    "perform": "performing", "enqueue": "enqueueing", "deliver": "delivering",
}  # fmt: skip
