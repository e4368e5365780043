"""Calls as statements: what they print, what well-known functions do, and what their callbacks do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.assertions import expectation
from audiobook.narration.code.callbacks import event_act, nested_callback, promised, with_callback
from audiobook.narration.code.calls import given_words, known_value
from audiobook.narration.code.clauses import Steps
from audiobook.narration.code.kinds import CALLS, LAMBDAS, STRINGS
from audiobook.narration.code.nouns import chain_words, condition, name_span, noun
from audiobook.narration.code.snippet import named, text
from audiobook.narration.code.texts import filled, fixed_words, literal, short
from audiobook.narration.code.trees import (
    arguments,
    callee,
    chain,
    method_name,
    pairs_of,
    receiver,
    unwrapped,
)
from audiobook.narration.code.wellknown import (
    CONDITIONS,
    FUNCTION_ACTS,
    METHOD_ACTS,
    METHOD_CONDITIONS,
    template_for,
)
from audiobook.narration.code.words import code, listing, spoken_length

PRINTS = re.compile(
    r"^(?:print|println|printf|puts|p|echo|console\.(?:log|error|info|warn|table|dir)|fmt\.Print(?:ln|f)?|eprintln|"
    r"Console\.Write(?:Line)?|System\.out\.print(?:ln|f)?|System\.err\.println|IO\.puts|pprint|log\.Print(?:ln|f)?|click\.echo|std::cout|"
    r"logger\.(?:info|debug|warning|warn|error)|log\.(?:info|debug|warn|error)|dbg|eprint|putchar)$"
)


_LONG = 40


def call_act(node: Node, depth: int, steps: Steps) -> Act:
    """A call as a statement."""
    name = callee(node)
    told = _special(node, name, depth, steps)
    if told is not None:
        return told
    given = arguments(node)
    callbacks = [arg for arg in given if arg.type in LAMBDAS] + [
        part for part in named(node, "do_block", "block") if part not in given
    ]
    nested = [
        inner for arg in given if arg.type in CALLS for inner in arguments(arg) if inner.type in LAMBDAS
    ]
    if not callbacks and nested and depth < 2:
        return nested_callback(node, name, nested[0], depth, steps)
    if not callbacks and (settled := promised(node, depth, steps)) is not None:
        return settled
    if not callbacks:
        if (known_value(node) or template_for(METHOD_CONDITIONS, method_name(node), len(given))) and (
            value := noun(node, depth)
        ):
            return act(f"evaluates {value}")
        if linked := chain_words(node, depth):
            return act(f"calls {linked}", "", f"calls {linked.split(' with ')[0].split(', then ')[0]}")
        plain = f"calls {name_span(name)}" if name else "makes a call"
        told_args = given_words(node, depth, noun, 24 if depth == 0 else 16)
        with_those = f" with {listing(told_args)}" if told_args else ""
        return act(short(plain + with_those, plain, most=_LONG if depth == 0 else _LONG // 2 + 6), "", plain)
    return with_callback(node, name, callbacks, depth, steps)


def _special(node: Node, name: str, depth: int, steps: Steps) -> Act | None:
    given, last, owner = arguments(node), method_name(node), receiver(node)
    if PRINTS.match(name):
        return printed(given, depth)
    if (
        re.fullmatch(r"fmt\.Fprint(?:f|ln)?|fprintf|io\.WriteString|fputs|write|writeln", name)
        and len(given) > 1
    ):
        held, place = (given[1:], given[0]) if name != "fputs" else (given[:1], given[1])
        said = printed(held, depth).plain.removeprefix("prints ")
        to = noun(place, depth + 1)
        return act(
            f"prints {said}" if "std" in to.lower() else f"writes {said} to {to}", "", f"writes to {to}"
        )
    if re.fullmatch(r"[tb]\.(?:Errorf?|Fatalf?|Fail|FailNow)", name):
        return act(
            "fails the test" if "Error" in name or name.endswith("Fail") else "stops the test as failed"
        )
    if (expected := expectation(node)) is not None:
        return expected
    if name in {"todo", "unimplemented"}:
        return act("is not implemented yet")
    if name == "require" and given:
        return act(f"requires {noun(given[0])}")
    if name in {"vec", "format", "matches"}:
        return act(f"makes {noun(node, depth)}")
    if last in {"unwrap", "expect"} and owner is not None and unwrapped(owner).type in CALLS:
        return call_act(unwrapped(owner), depth, steps)
    if last == "listen" and len(given) == 1 and given[0].type == "object":
        port = next((value for key, value in pairs_of(given[0]) if key == "port" and value is not None), None)
        if port is not None and owner is not None:
            return act(f"starts {noun(owner, depth + 1)} listening on port {noun(port, depth + 1)}")
    if last == "__init__" and owner is not None and text(owner).startswith("super("):
        told = [noun(arg, depth + 1) for arg in given[:3]]
        return act("calls the constructor of its parent class" + (f" with {listing(told)}" if told else ""))
    if name == "super":
        told = given_words(node, depth, noun)
        return act("calls the constructor of its parent class" + (f" with {listing(told)}" if told else ""))
    if name in {"assert", "assert_eq", "assert_ne", "assertEquals", "assertThat", "debug_assert"} and given:
        return _asserted(name, given, depth)
    callback = next((arg for arg in given if arg.type in LAMBDAS), None)
    if callback is not None and depth < 3:
        return event_act(node, last, name, owner, callback, depth, steps)
    return answered(node, given, depth) or _templated(name, last, owner, given, depth)


def _asserted(name: str, given: Sequence[Node], depth: int) -> Act | None:
    if name in {"assert_eq", "assertEquals", "assert_ne"} and len(given) > 1:
        word = "is not" if name == "assert_ne" else "equals"
        return act(
            f"asserts that {noun(given[0], depth + 1)} {word} {noun(given[1], depth + 1)}", "", "asserts it"
        )
    if name == "assertThat":
        return None
    return act(f"asserts that {condition(given[0], depth)}", "", "makes an assertion")


def printed(given: Sequence[Node], depth: int) -> Act:
    """What is printed: a format with its values, or one value after another."""
    values = [arg for arg in given if arg.type not in {"keyword_argument"}]
    if values and text(values[0]) in {"stderr", "os.Stderr"}:
        values = values[1:]
    if not values:
        return act("prints an empty line")
    head, rest = values[0], values[1:]
    told = [noun(arg, depth + 1) for arg in rest]
    if (
        head.type in STRINGS
        and re.search(r"%[-+0-9.*]*[a-zA-Z]|\{[^}]*\}", literal(head))
        and (rest or "{" in literal(head))
    ):
        if not re.search(r"[A-Za-z]{2}", fixed_words(literal(head))) and told:
            return act(f"prints {listing(told[:4])}", "", _brief_print(listing(told[:4])))
        inline = re.findall(r"\{(\w+)[^{}]*\}", literal(head))
        said = filled(literal(head), [*[code(name) for name in inline if not name.isdigit()], *told])
    else:
        values = _without_labels(values)
        worded = [
            arg for arg in values if arg.type not in STRINGS or re.search(r"\w", literal(arg))
        ] or values
        said = listing([noun(arg, depth + 1) for arg in worded[:4]])
        said = f"{said}, and more" if len(values) > 4 else said
    return act(
        f"prints {said}" if spoken_length(said) <= 24 else f"prints {noun(head, 2)}", "", _brief_print(said)
    )


def _without_labels(values: Sequence[Node]) -> list[Node]:
    """What is printed, without a text that only names the value after it: `print("x:", x)`."""
    kept = []
    for at, value in enumerate(values):
        after = text(values[at + 1]) if at + 1 < len(values) else ""
        if not (value.type in STRINGS and after and literal(value).strip(" :=\\n") == after):
            kept.append(value)
    return kept


def _brief_print(said: str) -> str:
    return f"prints {said}" if spoken_length(said) <= 5 else "prints a message"


def _templated(name: str, last: str, owner: Node | None, given: Sequence[Node], depth: int) -> Act | None:
    template = template_for(FUNCTION_ACTS, name, len(given))
    if not template and owner is not None and not template_for(CONDITIONS, name, len(given)):
        template = template_for(METHOD_ACTS, last, len(given))
    if not template or template_for(METHOD_CONDITIONS, last, len(given)):
        return None
    me = noun(owner, depth + 1) if owner is not None else ""
    told = [noun(arg, depth + 1) for arg in given]
    phrase = template.format(*told, me=me)
    if not all(told) or spoken_length(phrase) > _LONG // 2 + 4:
        return None
    return act(phrase)


_RESPONSES = frozenset({"res", "response", "reply", "resp", "ctx", "c"})


def answered(node: Node, given: Sequence[Node], depth: int) -> Act | None:
    """Answers of a web server: `res.status(404).json(...)`, `reply.send(x)`."""
    start, links = chain(node)
    if text(start) not in _RESPONSES or not links:
        return None
    names = [method_name(link) for link in links]
    if names[-1] not in {"send", "json", "render", "redirect", "end", "sendFile", "sendStatus", "status"}:
        return None
    if not given and names[-1] != "end":
        return None
    status = next(
        (
            noun(arguments(link)[0])
            for link in links
            if method_name(link) in {"status", "code"} and arguments(link)
        ),
        "",
    )
    said = noun(given[0], depth + 1) if given else ""
    with_status = f"status {status}" if status else ""
    if names[-1] == "redirect":
        return act(f"redirects to {said}")
    if names[-1] == "render":
        return act(
            f"renders {said}" + (f" with {noun(given[1], depth + 1)}" if len(given) > 1 else ""),
            "",
            f"renders {said}",
        )
    if names[-1] in {"sendStatus", "status"}:
        return act(f"answers with status {said or status}")
    what = f"{said} as JSON" if said and names[-1] == "json" else said
    told = " and ".join(part for part in (with_status, what) if part)
    return act(f"answers with {told}" if told else "ends the answer", "", "answers")
