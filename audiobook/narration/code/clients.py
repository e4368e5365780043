"""Statements that ask a store through its client: what is asked is told, and what becomes of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from audiobook.narration.code import client_dynamodb, client_redis
from audiobook.narration.code.act import Act, act, brief_of
from audiobook.narration.code.client_values import Given
from audiobook.narration.code.kinds import CALLS, DECLARATIONS, RETURNS
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.steps import brief
from audiobook.narration.code.texts import name_span
from audiobook.narration.code.trees import (
    SIMPLE,
    arguments,
    method_name,
    names_bound,
    receiver,
    string_value,
    unwrapped,
)
from audiobook.narration.code.words import IT, code, codes, listing, spoken_length

_MOST_WORDS = 64
_ASKS: tuple[Callable[[Node, Given], str], ...] = (client_dynamodb.request, client_redis.request)
_SHORT = 13
_WHICH = re.compile(r"(?:, the one)? whose .*?(?=, and |, only if |; |$)|, in which .*?(?=, only if |$)")
_RETURNED = re.compile(r", and returns (?:the (?:new|old) (?:item|values)|values)")
_PATTERNS = frozenset({"object_pattern", "array_pattern", "pattern_list", "tuple_pattern"})
_MEMBERS = frozenset({"member_expression", "attribute", "subscript", "subscript_expression"})


def request_act(node: Node) -> Act | None:
    """A statement that is a request, keeps its answer or returns it; None when it is no request."""
    node = unwrapped(node)
    if node.type in RETURNS and len(named(node)) == 1:
        call, part = _request_in(named(node)[0])
        return _told(call, f"returns {_answer(part)}")
    if node.type in DECLARATIONS:
        return _kept(node)
    return _told(_request_in(node)[0]) if node.type in CALLS else None


def _kept(node: Node) -> Act | None:
    """A declaration or assignment whose value is the answer to a request."""
    makers = named(node, "variable_declarator")
    if len(makers) > 1:
        return None
    maker = makers[0] if makers else node
    left, right = field(maker, "left", "name"), field(maker, "right", "value")
    if left is None or right is None:
        return None
    call, part = _request_in(right)
    if left.type in _PATTERNS:
        names = [name for name in names_bound(left) if name != "_"]
        return _told(call, f"takes {listing(codes(names))} from {_answer(part)}" if names else "")
    return (
        _told(call, f"sets {name_span(text(left))} to {_answer(part)}") if SIMPLE.match(text(left)) else None
    )


def _request_in(node: Node) -> tuple[Node, str]:
    """The call inside a value, and which part of its answer is taken: `db.query(...)["Items"]`."""
    part = ""
    while True:
        node = unwrapped(node)
        if node.type in _MEMBERS and not part and len(named(node)) == 2:
            node, key = named(node)
            part = string_value(key) or text(key)
        elif node.type in CALLS and (owner := receiver(node)) is not None and method_name(node) == "promise":
            node = owner
        elif node.type in CALLS and method_name(node) == "get" and not part and _is_call(receiver(node)):
            part = string_value(arguments(node)[0]) if arguments(node) else ""
            node = receiver(node) or node
        else:
            return node, part


def _is_call(node: Node | None) -> bool:
    return node is not None and unwrapped(node).type in CALLS


def _answer(part: str) -> str:
    return f"{code(part)} of the answer" if code(part) else "the answer"


def _told(call: Node, then: str = "") -> Act | None:
    """What a call asks for, and what is done with the answer."""
    if call.type not in CALLS:
        return None
    given = Given()
    phrase = next((told for ask in _ASKS if (told := ask(call, given))), "")
    if not phrase:
        return None
    phrase = phrase.replace(f"in one DynamoDB transaction, {IT} ", "runs a DynamoDB transaction that ")
    phrase = phrase.replace(f"in one batch, {IT} ", "sends a batch that ")
    if then:
        phrase = _RETURNED.sub("", phrase)
    tail = f", and {then}" if then else ""
    without_key = _WHICH.sub("", phrase)
    short = without_key if " transaction that " in phrase else brief(phrase)
    full, middle, short, least = (
        given.finished(form) + tail for form in (phrase, without_key, short, brief_of(short))
    )
    plain = next((form for form in (full, middle) if spoken_length(form) <= _MOST_WORDS), short)
    # A condition changes what is done: it is given up later than other details.
    room = _SHORT if ", only if " not in short else 2 * _SHORT
    return act(full, plain, short if spoken_length(short) <= room else least)
