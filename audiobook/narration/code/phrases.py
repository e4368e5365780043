"""Says statements as verb phrases in the third person: "sets `x` to 5", "returns `total`"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tree_sitter import Node

from audiobook.narration.code.kinds import (
    BLOCKS,
    BRANCHES,
    CALLS,
    CLASSES,
    DECLARATIONS,
    FUNCTIONS,
    IMPORTS,
    LAMBDAS,
    LOOPS,
    RAISES,
    RETURNS,
    SWITCHES,
    WHILES,
)
from audiobook.narration.code.nouns import chain_words, condition, name_span, noun, short, subscript
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import SIMPLE, arguments, callee, unwrapped
from audiobook.narration.code.words import (
    IT,
    clause,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    run,
    spoken_length,
)

_DEEP = 3
_LONG = 14

_PRINTS = re.compile(
    r"^(?:print|println!?|printf|puts|p|echo|console\.(?:log|error|info)|fmt\.Print(?:ln|f)?|System\.out\.print(?:ln)?|eprintln!?|IO\.puts|pprint)$"
)


def function_name(node: Node) -> str:
    """The declared name of a function, through C declarators."""
    target = field(node, "name")
    declarator = field(node, "declarator")
    while target is None and declarator is not None:
        inner = field(declarator, "declarator")
        if inner is None:
            target = declarator
        declarator = inner
    return text(target)


def body_of(node: Node) -> list[Node]:
    """The statements inside a function, loop, branch or class, comments included."""
    holder = field(node, "body", "consequence")
    if holder is None:
        holder = next((child for child in node.named_children if child.type in BLOCKS), None)
    if holder is None:
        return []
    while len(holder.named_children) == 1 and holder.named_children[0].type == "statement_list":
        holder = holder.named_children[0]
    if holder.type not in BLOCKS:
        return [holder]
    # Python's grammar hangs a comment that opens a body on the statement, before its block.
    before = [
        child
        for child in node.named_children
        if "comment" in child.type and child.end_byte <= holder.start_byte
    ]
    return [*before, *holder.named_children]


def acts(nodes: Iterable[Node], say_node: Callable[[Node], str] | None = None, depth: int = 0) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the statements up to the next blank line."""
    phrases: list[str] = []
    silent_to = -1
    last_row = -2
    for node in nodes:
        row = node.start_point[0]
        if "comment" in node.type:
            words = first_sentence(comment_text(text(node)), 14)
            trailing = row == last_row
            if words and not trailing:
                phrases.append(_comment_act(words))
                silent_to = node.end_point[0] + 1
        elif silent_to >= 0 and row <= silent_to:
            silent_to = node.end_point[0] + 1
        else:
            silent_to = -1
            phrases.append(say_node(node) if say_node else does(node, depth))
        last_row = node.end_point[0]
    return _merged([phrase for phrase in phrases if phrase])


def _merged(phrases: Sequence[str]) -> list[str]:
    """Runs of "keeps `a`", "keeps `b`" (a constructor that stores its parameters) as one phrase; so for imports."""
    merged: list[str] = []
    for phrase in phrases:
        verb = phrase.split(" ", 1)[0]
        if merged and verb in {"keeps", "imports", "requires"} and merged[-1].startswith(verb):
            merged[-1] = f"{merged[-1]}, {phrase.split(' ', 1)[1]}"
        else:
            merged.append(phrase)
    return [_listed(phrase) for phrase in merged]


def _listed(phrase: str) -> str:
    """`keeps a, b, c` as `keeps a, b, and c`."""
    verb, _, rest = phrase.partition(" ")
    parts = rest.split(", ")
    merges = (
        verb in {"keeps", "imports", "requires"} and len(parts) > 1 and all(" " not in part for part in parts)
    )
    return f"{verb} {listing(parts)}" if merges else phrase


def _comment_act(words: str) -> str:
    """A comment as a clause in the run of steps: the author's words, without the capital and the full stop."""
    head = words.rstrip(".")
    head = head if head[:2].isupper() or head.startswith("`") else head[:1].lower() + head[1:]
    return f"does what its comment says: {head}"


def _assign(node: Node, depth: int) -> str:
    inner = node
    if field(node, "left", "name", "pattern") is None:
        inner = first(node, "init_declarator", "variable_declarator") or next(
            (
                child
                for child in named(node)
                if field(child, "value", "right", "left", "name", "declarator") is not None
            ),
            node,
        )
    left, right = field(inner, "left", "name", "pattern", "declarator"), field(inner, "right", "value")
    if left is None:
        return ""
    targets = [
        code(text(part)) for part in within(left, "identifier", "shorthand_property_identifier_pattern")
    ]
    if SIMPLE.match(text(left)) or not targets:
        target = name_span(text(left))
    elif (
        left.type in {"subscript", "subscript_expression", "index_expression", "element_reference"}
        and len(named(left)) > 1
    ):
        target = subscript(left, depth)
    elif left.type in {"attribute", "member_expression", "selector_expression", "field_expression"}:
        target = noun(left, depth + 1)
    else:
        target = listing([span for span in targets if span][:4])
    if right is None:
        return f"declares {target}"
    right = unwrapped(right)
    if target == f"its {noun(right, 2)}":
        return f"keeps {noun(right, 2)}"
    if right.type in LAMBDAS:
        return f"defines the function {target}"
    told = f"sets {target} to {noun(right, depth)}"
    return told if spoken_length(told) <= 3 * _LONG else f"sets {target}"


def _call_act(node: Node, depth: int) -> str:
    name = callee(node)
    if not name:
        return "makes a call"
    given = [arg for arg in arguments(node) if arg.type not in LAMBDAS]
    told = [said for arg in given[:4] if (said := noun(arg, depth + 1)) != "a computed value"]
    if _PRINTS.match(name):
        return f"prints {short(listing(told[:2]), 'a text')}" if told else "prints an empty line"
    if name == "require" and told:
        return f"requires {told[0]}"
    if linked := chain_words(node, depth):
        return f"calls {linked}"
    plain = f"calls {name_span(name)}"
    inner = [
        arg
        for arg in (*arguments(node), *named(node, "do_block", "block"))
        if arg.type in LAMBDAS or arg.type == "block"
    ]
    with_those = f" with {listing(told)}" if told and len(given) <= 3 else ""
    if inner and depth < 2:
        steps = acts(body_of(inner[0]), depth=depth + 1)[:2] or [does(inner[0], depth + 1)]
        steps = [step for step in steps if step]
        if steps:
            told_all = f"{plain}{with_those}, and in its callback {listing(steps)}"
            return (
                short(told_all, f"{plain}{with_those}")
                if spoken_length(told_all) < 2 * _LONG
                else short(plain + with_those, plain)
            )
    return short(plain + with_those, plain)


def _branch(node: Node, depth: int) -> str:
    test = field(node, "condition")
    if test is None:
        return ""
    inner = acts(body_of(node), depth=depth + 1) if depth < _DEEP else []
    negated = "unless" if node.type.startswith("unless") else "if"
    head = f"{negated} {condition(test)}"
    if not inner or depth > 1:
        return f"checks whether {condition(test)}"
    if len(inner) > 2:
        inner = [inner[0], f"does {count(len(inner) - 1, 'more thing')}"]
    other = field(node, "alternative")
    otherwise = ""
    if other is not None:
        rest = acts(body_of(other) or named(other), depth=depth + 1)
        otherwise = (
            f", and otherwise {clause('it', rest[0])}"
            if len(rest) == 1 and spoken_length(rest[0]) < _LONG
            else ", with another branch otherwise"
        )
    return f"{head}, {run(IT, inner)}{otherwise}"


def _while(node: Node, depth: int) -> str:
    test = field(node, "condition")
    inner = acts(body_of(node), depth=depth + 1)[:2] if depth < 2 else []
    if test is None:
        return "loops for ever"
    return f"while {condition(test)}, {run(IT, inner)}" if inner else f"loops while {condition(test)}"


def _loop(node: Node, depth: int) -> str:
    item, of = field(node, "left", "pattern", "name"), field(node, "right", "value")
    ranged = first(node, "range_clause")
    if ranged is not None:
        item, of = field(ranged, "left"), field(ranged, "right")
    inner = acts(body_of(node), depth=depth + 1) if depth < _DEEP else []
    inner = inner if len(inner) <= 2 else [inner[0], f"does {count(len(inner) - 1, 'more thing')}"]
    if of is None:
        start = field(first(node, "for_clause") or node, "initializer", "init")
        counters = within(start, "identifier")
        head = f"loops with the counter {code(text(counters[0]))}" if counters else "loops"
    else:
        names = [code(text(part)) for part in (within(item, "identifier") if item is not None else [])][:3]
        head = (
            f"for each {listing(names)} in {noun(of, depth + 1)}"
            if names
            else f"loops over {noun(of, depth + 1)}"
        )
    if not inner or depth > 1:
        return f"loops over {noun(of, depth + 1)}" if of is not None else head
    return f"{head}, {run(IT, inner)}" if head.startswith("for") else f"{head}: each time, {run('it', inner)}"


def _try(node: Node, depth: int) -> str:
    inner = acts(body_of(node), depth=depth + 1) if depth < _DEEP else []
    caught = [
        text(part)
        for handler in within(node, "except_clause", "catch_clause", "rescue")
        for part in (within(handler, "type_identifier", "constant") or _excepted(handler))[:1]
    ]
    named_errors = codes(list(dict.fromkeys(caught)))
    handled = f"handles {listing(named_errors[:3])}" if named_errors else "handles an error"
    if not inner:
        return handled
    steps = inner if len(inner) <= 2 else [inner[0], f"does {count(len(inner) - 1, 'more thing')}"]
    return f"tries this: {run('it', steps)}; if that fails, it {handled}"


def _excepted(handler: Node) -> list[Node]:
    """The exception a Python `except` names; what JavaScript catches has no type."""
    return within(handler, "identifier", "attribute") if handler.type == "except_clause" else []


def does(node: Node, depth: int = 0) -> str:
    """A statement as a verb phrase in the third person; empty when there is nothing to tell."""
    node = unwrapped(node)
    kind = node.type
    if kind in FUNCTIONS:
        return f"defines the function {code(function_name(node))}"
    if kind in CLASSES and field(node, "name") is not None:
        return f"defines the {CLASSES[kind]} {code(text(field(node, 'name')))}"
    if kind in IMPORTS:
        return f"imports {listing(imported(node)[:3])}" if imported(node) else ""
    if kind in CALLS:
        return _call_act(node, depth)
    if kind in {"new_expression", "object_creation_expression"}:
        return f"makes {noun(node)}"
    if kind in {
        "augmented_assignment",
        "augmented_assignment_expression",
        "compound_assignment_expr",
        "operator_assignment",
    }:
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return ""
        verb, link = ("subtracts", "from") if "-=" in text(node) else ("adds", "to")
        return (
            f"{verb} {noun(right, depth + 1)} {link} {noun(left)}"
            if re.search(r"[+-]=", text(node))
            else f"updates {noun(left)}"
        )
    if kind in {"update_expression", "inc_statement", "dec_statement"}:
        return f"{'decreases' if '--' in text(node) else 'increases'} {noun(named(node)[0])} by one"
    if kind in DECLARATIONS:
        return _assign(node, depth)
    if kind in RETURNS:
        parts = named(node)
        told = [
            noun(part, depth)
            for part in (
                named(parts[0]) if parts and parts[0].type in {"expression_list", "argument_list"} else parts
            )
        ]
        return f"returns {listing(told)}" if told else "returns"
    if kind in RAISES:
        parts = named(node)
        raised = callee(parts[0]) if parts and parts[0].type in CALLS else ""
        return (
            f"raises {code(raised)}"
            if raised
            else (f"raises {noun(parts[0])}" if parts else "raises the error again")
        )
    return _controls(node, depth)


def _controls(node: Node, depth: int) -> str:
    kind = node.type
    if kind in BRANCHES:
        return _branch(node, depth)
    if kind in LOOPS:
        return _loop(node, depth)
    if kind in WHILES:
        return _while(node, depth)
    if kind in SWITCHES:
        arms = within(
            node,
            "match_arm",
            "case_clause",
            "switch_case",
            "expression_case",
            "switch_block_statement_group",
            "when",
            "switch_rule",
            "type_case",
        )
        subject = field(node, "subject", "value", "condition") or next(iter(named(node)), None)
        return (
            f"branches on {noun(subject)}, with {count(len(arms), 'case')}"
            if subject is not None and arms
            else "branches"
        )
    if kind in {"try_statement", "begin", "try_with_resources_statement"}:
        return _try(node, depth)
    if kind == "with_statement":
        item = next(iter(within(node, "with_item")), None)
        held = acts(body_of(node), depth=depth + 1)[:2] if depth < _DEEP else []
        opened = field(item, "value")
        target = opened if opened is None or opened.type != "as_pattern" else named(opened)[0]
        return f"with {noun(target)}, {run(IT, held)}" if target is not None and held else ""
    if kind == "assert_statement" and named(node):
        return f"asserts that {condition(named(node)[0])}"
    if kind in {"yield", "yield_expression"}:
        return f"yields {noun(named(node)[0])}" if named(node) else "yields"
    if kind == "delete_statement" and named(node):
        return f"deletes {noun(named(node)[0])}"
    if kind in {"defer_statement", "go_statement"} and named(node):
        lead = "at the end" if kind == "defer_statement" else "in the background"
        return f"{lead}, {clause(IT, does(named(node)[0], depth + 1))}"
    return ""


def imported(node: Node) -> list[str]:
    """The modules an import names, as code spans; package and namespace lines count as none."""
    if node.type in {"package_clause", "package_declaration", "future_import_statement"}:
        return []
    source = field(node, "module_name", "source", "path", "argument")
    if source is not None:
        return [span for span in [code(text(source).strip("\"'<>").split("{")[0].strip(":; "))] if span]
    holders = within(node, "import_spec") or [
        part
        for part in named(node)
        if part.type in {"dotted_name", "aliased_import", "scoped_identifier", "string"}
    ]
    names = [text(field(part, "name", "path") or part).strip("\"'") for part in holders]
    return [span for name in names if (span := code(name))]
