"""Says Elixir calls as verb phrases, and pipelines as their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto, ecto_queries
from audiobook.narration.code.elixir_call_nouns import with_id
from audiobook.narration.code.elixir_conditions import condition
from audiobook.narration.code.elixir_dsl import declares, head
from audiobook.narration.code.elixir_literals import function_steps
from audiobook.narration.code.elixir_nouns import held_pairs, noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    call_name,
    names_in,
    operand,
    operator,
    pairs,
    stages,
    table_source,
    target,
)
from audiobook.narration.code.elixir_verbs import VERBS, WEB
from audiobook.narration.code.nouns import short
from audiobook.narration.code.runs import in_a_row
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    IT,
    code,
    codes,
    count,
    few,
    listing,
    run,
    some,
    spoken_length,
)

_HOLE = re.compile(r"\{(k:)?(\w+)\}")


def verb(name: str, given: Sequence[Node], options: dict[str, Node], piped: str) -> str:
    """A known call as a verb phrase, or empty. `piped` names the piped value or the first argument."""
    told = [noun(arg, 1) for arg in given]
    source = table_source(options["source"]) if "source" in options else piped
    if "source" in options and options["source"].type not in {"string", "tuple"}:
        source = noun(options["source"], 1)
    pairs_said = held_pairs(options.items(), 1)
    if not told and options and name == "Repo.preload":
        told = [listing([f"{code(key)} with {noun(value, 1)}" for key, value in options.items()])]
    for template in (VERBS.get(name) or WEB.get(name) or "").split(" | "):
        holes = {(hit[1], hit[2]) for hit in _HOLE.finditer(template)}
        values = {str(at): one for at, one in enumerate(told)} | {"piped": piped, "source": source}
        if pairs_said:
            values["options"] = some(pairs_said, 4)
        keyed = {key: noun(value, 1) for key, value in options.items()}
        filled = values | {f"k:{key}": said for key, said in keyed.items()}
        if template and all((kind or "") + key in filled for kind, key in holes):
            said = template
            for kind, key in holes:
                said = said.replace(f"{{{kind or ''}{key}}}", filled[(kind or "") + key])
            return _without_it(said) + (_on_conflict(options) if "on_conflict" in options else "")
    return ""


def _without_it(said: str) -> str:
    """A verb phrase about "it" without the words that the pipeline makes plain."""
    said = re.sub(r"^takes the (\w+) of it\b", r"takes its \1", said)
    said = (
        said.replace("the server this module", "the server")
        .replace("the source of it ", "its source ")
        .replace("the state of the agent it", "its state")
    )
    said = said.replace("the task it", "the task").replace("the first minus ", "the last ")
    return re.sub(r" (?:for|from|of|in|at) it\b", "", said)


def _on_conflict(options: dict[str, Node]) -> str:
    goal = f" of {noun(options['conflict_target'], 1)}" if "conflict_target" in options else ""
    if text(options["on_conflict"]) == ":nothing":
        return f", doing nothing on a conflict{goal}"
    if text(options["on_conflict"]) == ":replace_all":
        return f", and on a conflict{goal} it replaces the whole row"
    return f", and on a conflict{goal} it takes {noun(options['on_conflict'], 1)}"


_REQUESTS = {"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE"}


def call_act(node: Node, piped: bool = False) -> str:
    """A call as a verb phrase; with `piped`, its first argument is what flows through the pipeline."""
    if (known := ecto.act(node, piped)) is not None:
        return known
    name, given, options = call_name(node), args(node), pairs(node)
    if first(node, "do_block") is not None and not piped:
        return _blocked(node, name)
    if (
        (each := _each(name, given[-1:]))
        or (each := _wrapped(name, given))
        or (each := _reduces(name, given, piped))
        or (each := _request(name, given, options, piped))
    ):
        return each
    dot = field(node, "target")
    inner = field(dot, "left") if dot is not None and dot.type == "dot" else None
    if inner is not None and inner.type == "call" and args(inner) and not given and not options:
        return f"{call_act(inner)}, and takes its {code(text(field(dot, 'right')))}"
    if name == "config" and given and (len(given) > 1 or options):
        return _configures(given, options)
    about = "it" if piped else (_about(name, given[0]) if given else "")
    if name in {"Repo.get", "Repo.get!"} and len(given) > (0 if piped else 1):
        return f"gets {with_id(about, noun(given[-1], 1))}"
    knows = name in VERBS or (name in WEB and (piped or bool(given) or "{options}" in WEB[name]))
    needs_about = "{piped}" in VERBS.get(name, WEB.get(name, "")) and not about
    if knows and not needs_about and (told := verb(name, given if piped else given[1:], options, about)):
        return told
    if node.type == "identifier" or not name:
        return f"calls {code(text(node))}" if code(text(node)) and node.type in {"identifier", "dot"} else ""
    if not given and not options and "." in name and first(node, "arguments") is None and name[:1].islower():
        return f"gives {code(name)}"
    return _plain_call(name, given, {key: value for key, value in options.items() if key != "do"})


_STATEMENTS = frozenset(["assert", "refute", "if", "case", "with", "for", "unless", "cond"])


def _blocked(node: Node, name: str) -> str:
    """A call with a `do` block: of statements that are run, or of declarations."""
    from audiobook.narration.code.elixir_acts import acts

    inner = body(node)
    runs = any(
        (part.type == "binary_operator" and operator(part) in {"=", "|>"}) or target(part) in _STATEMENTS
        for part in inner
    )
    if name == "using":
        quoted = [piece for part in inner if target(part) == "quote" for piece in body(part)]
        lines = [part for part in quoted or inner if part.type != "comment"]
        return f"injects, wherever it is used, code that {listing(few(acts(lines), 6))}"
    if not runs:
        return declares(node)
    return f"in {head(node)}, {run(IT, few(acts(inner), 4))}"


def _request(name: str, given: Sequence[Node], options: dict[str, Node], piped: bool) -> str:
    """A request that a test sends: "sends a GET to `/posts`, with `page` 2"."""
    if name not in _REQUESTS or len(given) < (1 if piped else 2) or (not piped and text(given[0]) != "conn"):
        return ""
    rest = given if piped else given[1:]
    sent = [noun(part, 1) for part in rest[1:]] + [f"{code(key)} {noun(v, 1)}" for key, v in options.items()]
    return f"sends a {_REQUESTS[name]} to {noun(rest[0], 1)}" + (f", with {listing(sent)}" if sent else "")


def _configures(given: Sequence[Node], options: dict[str, Node]) -> str:
    """A line of configuration: of which application, and what each setting is."""
    what = f"{code(bare(given[1]))} of {code(bare(given[0]))}" if len(given) > 1 else code(bare(given[0]))
    if len(given) > 2:
        return f"configures {what} as {noun(given[2], 1)}"
    full = listing(held_pairs(options.items(), 1))
    keys = some(codes(list(options)), 4)
    if not options:
        return f"configures {what}"
    return f"configures {what}, with {full if spoken_length(full) <= _MOST_CALL_WORDS else keys}"


_MOST_CALL_WORDS = 30


def _plain_call(name: str, given: Sequence[Node], options: dict[str, Node]) -> str:
    """A call by its name with its arguments: in full, else each by its kind, else as a count."""
    call, total = f"calls {code(name)}", len(given) + len(options)
    if not total:
        return call
    last = given[-1] if given else None
    if last is not None and last.type == "anonymous_function" and (steps := function_steps(last)):
        before = in_a_row([noun(arg, 1) for arg in given[:-1]])
        lead = f"{call} with {before}, and a function" if before else f"{call} with a function"
        whole = f"{lead} that {listing([re.sub('^gives ', 'returns ', step) for step in few(steps, 3)])}"
        if IT not in whole and spoken_length(whole) <= 2 * _MOST_CALL_WORDS:
            return whole
    full, kinds = (
        in_a_row([noun(arg, depth) for arg in given] + held_pairs(options.items(), depth + 1))
        for depth in (1, 2)
    )
    keys = some(codes(list(options)), 5)
    keyed = f"the option{'s' if len(options) > 1 else ''} {keys}"
    if options and re.search(r"\ba (?:list|map|tuple|function)\b", kinds):
        kinds = in_a_row([*[noun(arg, 2) for arg in given], keyed])
    counted = f"{call} with {count(total, 'argument')}"
    return short(f"{call} with {full}", f"{call} with {kinds}", counted, most=_MOST_CALL_WORDS)


def _about(name: str, node: Node) -> str:
    """What a call works on: for the functions that take a table, the table."""
    if name == "Repo.insert_all" and node.type in {"string", "tuple"}:
        return table_source(node)
    return noun(node, 1)


def _reduces(name: str, given: Sequence[Node], piped: bool) -> str:
    """A reduction: over what, from what, and by which function."""
    if name not in {"Enum.reduce", "List.foldl", "Enum.reduce_while"} or not given:
        return ""
    over = "it" if piped else noun(given[0], 1)
    start = given[-2] if len(given) > (1 if piped else 2) else None
    return f"reduces {over} {_reducer(given[-1])}" + (f", starting from {noun(start, 1)}" if start else "")


def _reducer(node: Node) -> str:
    """The function of a reduction: "with" its name, or "by" what it makes of its arguments when that is one value."""
    clauses = named(node, "stab_clause")
    if node.type != "anonymous_function" or len(clauses) != 1:
        return f"with {noun(node, 1)}"
    taken, inner = names_in(field(clauses[0], "left")), named(field(clauses[0], "right"))
    made = noun(inner[0], 1) if len(inner) == 1 else ""
    if not taken or not made or made == "a computed value":
        return f"with {noun(node, 1)}"
    return f"by {made}"


_EACH = {
    "map": ("maps each {0} to {1}", "maps each to {1}"),
    "filter": ("keeps each {0} where {2}", "keeps those where {2}"),
    "reject": ("drops each {0} where {2}", "drops those where {2}"),
    "sort_by": ("sorts by {1}", "sorts by {1}"),
    "group_by": ("groups by {1}", "groups by {1}"),
    "flat_map": ("maps each {0} to {1}, and flattens", "maps each to {1}, and flattens"),
    "all?": ("checks that for every {0}, {2}", "checks that for each, {2}"),
    "any?": ("checks whether for any {0}, {2}", "checks whether for any, {2}"),
    "find": ("finds the first {0} where {2}", "finds the first where {2}"),
    "each": ("for each {0}, {3}", "for each, {3}"),
}
_LONGEST_EACH = 22


def _each(name: str, given: Sequence[Node]) -> str:
    """A call of `Enum` or `Stream` whose function is short enough to be told: "maps each `x` to `x` times 2"."""
    from audiobook.narration.code.elixir_acts import does  # calls hold statements, and statements calls

    module, _, function = name.partition(".")
    if module not in {"Enum", "Stream"} or function not in _EACH or not given:
        return ""
    last = given[0]
    if last.type == "anonymous_function":
        clauses = named(last, "stab_clause")
        inner = (
            [part for part in named(field(clauses[0], "right")) if part.type != "comment"]
            if len(clauses) == 1
            else []
        )
        taken = names_in(field(clauses[0], "left")) if len(inner) == 1 else []
        if len(taken) != 1 or len(inner) != 1:
            return ""
        steps = run(IT, does(inner[0], 1)) if "{3}" in _EACH[function][0] else ""
        told = _EACH[function][0].format(taken[0], noun(inner[0], 1), condition(inner[0]), steps)
    elif (
        last.type == "unary_operator"
        and operator(last) == "&"
        and not re.search(r"/\d", text(last))
        and (held := operand(last)) is not None
    ):
        steps = run(IT, does(held, 1)) if "{3}" in _EACH[function][1] else ""
        told = _EACH[function][1].format("", noun(held, 1), condition(held), steps)
        told = re.sub(r"`&?1\.([\w.]+)`", r"its `\1`", told).replace("its argument", "it")
    else:
        return ""
    return (
        short(told, "", most=_LONGEST_EACH) if "a condition" not in told and "a computed" not in told else ""
    )


_WRAPPERS = {
    "Repo.transaction": "in one transaction", "Repo.transact": "in one transaction",
    "Task.async": "in a task of its own", "Task.start": "in a task of its own",
    "Task.start_link": "in a task of its own",
    "spawn": "in a process of its own", "spawn_link": "in a linked process of its own",
    "on_exit": "on exit",
}  # fmt: skip


def _wrapped(name: str, given: Sequence[Node]) -> str:
    """A transaction or task around a function: what runs inside it."""
    lead = _WRAPPERS.get(name)
    if lead is None or not given or given[0].type != "anonymous_function":
        return ""
    steps = function_steps(given[0])
    return f"{lead}, {run(IT, few(steps, 4))}" if steps else ""


def pipeline(node: Node) -> list[str]:
    """The steps of a pipeline as verb phrases, with its beginning in the first of them when that is a value."""
    from audiobook.narration.code.elixir_branches import BRANCHES, branch_acts

    start, *rest = stages(node)
    start = start.named_children[0] if start.type == "block" and len(start.named_children) == 1 else start
    steps: list[str] = []
    for part in rest:
        if part.type == "call" and text(field(part, "target")) in BRANCHES:
            steps += _piped_branches(part, branch_acts(part))
        elif part.type in {"call", "identifier", "dot"}:
            steps.append(call_act(part, piped=True))
        else:
            steps.append(f"pipes into {noun(part)}")
    steps = [step for step in steps if step]
    if steps and steps[0].startswith("builds one of its") and re.fullmatch("`[^`]+`", noun(start)):
        return [steps[0].replace(" its ", f" {noun(start)}'s ", 1), *steps[1:]]
    known = start.type == "call" and args(start) and not _start(start).startswith("a query")
    if known and (opening := call_act(start)):
        return [opening, *steps]
    return [f"starts from {_start(start)}", *steps]


def _piped_branches(node: Node, told: list[str]) -> list[str]:
    """A `case` at the end of a pipeline."""
    from audiobook.narration.code.elixir_branches import clause_words

    clauses = named(first(node, "do_block"), "stab_clause")
    return [f"branches on it: {clause_words(clauses)}"] if clauses and not args(node) else told


def _start(node: Node) -> str:
    return ecto_queries.query_noun(node) or noun(node)
