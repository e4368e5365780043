"""Says Elixir calls as verb phrases, and pipelines as their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto, ecto_queries
from audiobook.narration.code.elixir_nouns import condition, noun, with_id
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    call_name,
    names_in,
    operator,
    pairs,
    stages,
    table_source,
)
from audiobook.narration.code.nouns import short
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
)

# What well-known calls do, as verb phrases; `{0}` is the first argument left after the piped one, `{all}` all of them.
VERBS: dict[str, str] = {
    "Repo.all": "fetches all rows", "Repo.one": "fetches one row", "Repo.one!": "fetches exactly one row",
    "Repo.insert": "inserts {piped}",
    "Repo.insert!": "inserts {piped}", "Repo.update": "updates {piped}", "Repo.update!": "updates {piped}",
    "Repo.delete": "deletes {piped}",
    "Repo.delete!": "deletes {piped}", "Repo.preload": "preloads {0} for {piped}",
    "Repo.get_by": "gets the {piped} by {0}",
    "Repo.get_by!": "gets the {piped} by {0}",
    "Repo.insert_all": "inserts {0} into {source}", "Repo.update_all": "updates every matching row",
    "Repo.delete_all": "deletes every matching row", "Repo.aggregate": "aggregates {piped} with {0}",
    "Repo.exists?": "checks whether any row exists",
    "Repo.transaction": "runs it in a transaction", "Repo.stream": "streams the rows",
    "Repo.insert_or_update": "inserts or updates {piped}",
    "Ecto.put_meta": "sets the source of {piped} to {source}", "Enum.map": "maps {piped} with {0}",
    "Enum.filter": "keeps the items of {piped} that pass {0}",
    "Enum.reject": "drops the items of {piped} that pass {0}",
    "Enum.sum": "sums {piped}",
    "Enum.each": "goes through {piped} with {0}", "Enum.count": "counts {piped}",
    "Enum.sort": "sorts {piped}", "Enum.sort_by": "sorts {piped} by {0}",
    "Enum.group_by": "groups {piped} by {0}", "Enum.join": "joins {piped}",
    "Enum.take": "takes the first {0} of {piped}",
    "Enum.uniq": "drops duplicates from {piped}",
    "Enum.into": "collects {piped} into {0}", "Enum.flat_map": "maps {piped} with {0} and flattens",
    "Enum.reverse": "reverses {piped}",
    "Enum.find": "finds the first of {piped} that passes {0}", "Enum.with_index": "numbers the items of {piped}",
    "Enum.to_list": "makes a list of {piped}",
    "Enum.zip": "zips {piped} with {0}", "Enum.chunk_every": "splits {piped} into chunks of {0}",
    "Enum.member?": "checks whether {piped} holds {0}",
    "Stream.map": "lazily maps {piped} with {0}", "Stream.filter": "lazily keeps the items of {piped} that pass {0}",
    "String.split": "splits {piped}",
    "String.upcase": "upcases {piped}", "String.downcase": "downcases {piped}",
    "String.trim": "trims {piped}",
    "String.replace": "replaces {0} with {1} in {piped}", "String.length": "counts the characters of {piped}",
    "Map.put": "puts {1} under {0} in {piped}",
    "Map.get": "gets {0} from {piped}", "Map.fetch": "fetches {0} from {piped}",
    "Map.fetch!": "fetches {0} from {piped}", "Map.delete": "deletes {0} from {piped}",
    "Map.update": "updates {0} in {piped}", "Map.merge": "merges {0} into {piped}",
    "Map.new": "makes a map of {piped}", "Map.keys": "takes the keys of {piped}",
    "Map.values": "takes the values of {piped}", "apply_action": "applies the action {0}",
    "struct": "makes a struct of {piped}",
    "IO.puts": "prints {piped}", "IO.inspect": "inspects {piped}", "Task.async": "starts a task",
    "Task.await": "awaits the task",
    "Task.await_many": "awaits the tasks", "send": "sends {0} to {piped}", "spawn": "spawns a process",
    "inspect": "inspects {piped}",
    "GenServer.start_link": "starts the server {piped}",
    "GenServer.call": "calls the server {piped} with {0}",
    "GenServer.cast": "casts {0} to the server {piped}", "Supervisor.start_link": "starts a supervisor",
    "Logger.info": "logs {piped}",
    "Logger.error": "logs {piped} as an error", "Agent.start_link": "starts an agent",
    "Agent.get": "reads the agent's state",
    "Agent.update": "updates the agent's state", "render": "renders {0}", "redirect": "redirects {0}",
    "put_flash": "flashes {1}",
    "json": "answers with JSON", "assign": "assigns {0}", "put_status": "sets the status to {0}",
    "apply_changes": "applies the changes",
    "raise": "raises {piped}", "elem": "takes element {0}", "hd": "takes the head of {piped}",
    "tl": "takes the tail of {piped}",
    "length": "counts {piped}",
}  # fmt: skip


def verb(name: str, given: Sequence[Node], options: dict[str, Node], piped: str) -> str:
    """A known call as a verb phrase, or empty. `piped` names the piped value or the first argument."""
    template = VERBS.get(name, "")
    if not template:
        return ""
    told = [noun(arg, 1) for arg in given]
    if not told and options and name == "Repo.preload":
        told = [listing([f"{code(key)} with {noun(value, 1)}" for key, value in options.items()])]
    if not told and options:
        told = [some([f"{code(key)} {noun(value, 1)}" for key, value in list(options.items())[:2]], 2)]
    holes = len(set(re.findall(r"\{\d\}", template)))
    if holes > len(told):
        return ""
    source = table_source(options["source"]) if "source" in options else piped
    if "{source}" in template and "source" in options and options["source"].type not in {"string", "tuple"}:
        source = noun(options["source"], 1)
    said = template.format(*told, piped=piped, source=source)
    said = re.sub(r"^takes the (\w+) of it\b", r"takes its \1", said)
    said = said.replace("the source of it ", "its source ")
    said = re.sub(r" (?:for|from|of|in) it\b", "", said)
    return said + (_on_conflict(options) if "on_conflict" in options else "")


def _on_conflict(options: dict[str, Node]) -> str:
    goal = f" of {noun(options['conflict_target'], 1)}" if "conflict_target" in options else ""
    if text(options["on_conflict"]) == ":nothing":
        return f", doing nothing on a conflict{goal}"
    return f", and on a conflict{goal} it takes {noun(options['on_conflict'], 1)}"


def call_act(node: Node, piped: bool = False) -> str:
    """A call as a verb phrase; with `piped`, its first argument is what flows through the pipeline."""
    if (known := ecto.act(node, piped)) is not None:
        return known
    name, given, options = call_name(node), args(node), pairs(node)
    if (
        (each := _each(name, given[-1:]))
        or (each := _wrapped(name, given))
        or (each := _reduces(name, given, piped))
    ):
        return each
    dot = field(node, "target")
    inner = field(dot, "left") if dot is not None and dot.type == "dot" else None
    if inner is not None and inner.type == "call" and args(inner) and not given and not options:
        return f"{call_act(inner)}, and takes its {code(text(field(dot, 'right')))}"
    if name == "config" and len(given) > 1:
        return f"configures {code(bare(given[1]))} of {code(bare(given[0]))}, with {some(codes(list(options)), 4)}"
    about = "it" if piped else (_about(name, given[0]) if given else "it")
    if name in {"Repo.get", "Repo.get!"} and len(given) > (0 if piped else 1):
        return f"gets {with_id(about, noun(given[-1], 1))}"
    if (told := verb(name, given if piped else given[1:], options, about)) and (
        piped or given or "{" not in VERBS[name]
    ):
        return told
    if node.type == "identifier" or not name:
        return f"calls {code(text(node))}" if code(text(node)) and node.type in {"identifier", "dot"} else ""
    if not given and not options and "." in name and first(node, "arguments") is None and name[:1].islower():
        return f"gives {code(name)}"
    return _plain_call(name, given, {key: value for key, value in options.items() if key != "do"})


_MOST_CALL_WORDS = 30


def _plain_call(name: str, given: Sequence[Node], options: dict[str, Node]) -> str:
    """A call by its name with its arguments: in full, else each by its kind, else as a count."""
    call, total = f"calls {code(name)}", len(given) + len(options)
    if not total:
        return call
    full, kinds = (
        _in_a_row(
            [noun(arg, depth) for arg in given]
            + [f"{code(key)} {noun(value, depth + 1)}" for key, value in options.items()]
        )
        for depth in (1, 2)
    )
    counted = f"{call} with {count(total, 'argument')}"
    return short(f"{call} with {full}", f"{call} with {kinds}", counted, most=_MOST_CALL_WORDS)


def _in_a_row(items: Sequence[str]) -> str:
    """Arguments with "and" before the last. No semicolons: the call is itself one step of several."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


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
    "each": ("for each {0}, ⟨it⟩ {3}", "for each, ⟨it⟩ {3}"),
}


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
        steps = listing(does(inner[0], 1)) if "{3}" in _EACH[function][0] else ""
        told = _EACH[function][0].format(taken[0], noun(inner[0], 1), condition(inner[0]), steps)
    elif (
        last.type == "unary_operator"
        and operator(last) == "&"
        and "/" not in text(last)
        and (held := field(last, "operand")) is not None
    ):
        inner_node = named(held)[0] if held.type == "block" and named(held) else held
        told = _EACH[function][1].format("", noun(inner_node, 1), condition(inner_node), "acts on it")
        told = re.sub(r"`&?1\.([\w.]+)`", r"its `\1`", told).replace("`1`", "it").replace("`&1`", "it")
    else:
        return ""
    return short(told, "") if "a condition" not in told and "a computed" not in told else ""


def _wrapped(name: str, given: Sequence[Node]) -> str:
    """A transaction or task around a function: what runs inside it."""
    from audiobook.narration.code.elixir_acts import acts

    lead = {"Repo.transaction": "in one transaction", "Task.async": "in a task of its own"}.get(name)
    if lead is None or not given or given[0].type != "anonymous_function":
        return ""
    clauses = named(given[0], "stab_clause")
    body_node = field(clauses[0], "right") if clauses else None
    steps = acts(body_node.named_children) if body_node is not None else []
    return f"{lead}, {run(IT, few(steps, 4))}" if steps else ""


def pipeline(node: Node) -> list[str]:
    """The steps of a pipeline as verb phrases, with its beginning in the first of them when that is a value."""
    start, *rest = stages(node)
    told = [
        call_act(part, piped=True)
        if part.type in {"call", "identifier", "dot"}
        else f"pipes into {noun(part)}"
        for part in rest
    ]
    steps = [step for step in told if step]
    if steps and steps[0].startswith("builds one of its") and re.fullmatch("`[^`]+`", noun(start)):
        return [steps[0].replace(" its ", f" {noun(start)}'s ", 1), *steps[1:]]
    known = start.type == "call" and args(start) and not _start(start).startswith("a query")
    if known and (opening := call_act(start)):
        return [opening, *steps]
    return [f"starts from {_start(start)}", *steps]


def _start(node: Node) -> str:
    return ecto_queries.query_noun(node) or noun(node)
