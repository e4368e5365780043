"""Says Elixir expressions in words: values, conditions, calls, and pipelines as steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    IT,
    article,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    plain,
    run,
    some,
    spoken_length,
)

_DEEP = 3

_OPERATORS = {
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "<>": "joined with", "++": "joined with",
    "--": "without",
    "..": "to", "=~": "matches", "|": "with", "::": "as", "when": "when", "\\\\": "by default",
    "//": "in steps of",
}  # fmt: skip

# What well-known calls do, as verb phrases; `{0}` is the first argument left after the piped one, `{all}` all of them.
VERBS: dict[str, str] = {
    "Repo.all": "fetches all rows", "Repo.one": "fetches one row", "Repo.one!": "fetches exactly one row",
    "Repo.insert": "inserts {piped}",
    "Repo.insert!": "inserts {piped}", "Repo.update": "updates {piped}", "Repo.update!": "updates {piped}",
    "Repo.delete": "deletes {piped}",
    "Repo.delete!": "deletes {piped}", "Repo.preload": "preloads {0}",
    "Repo.get": "gets the {piped} with ID {0}",
    "Repo.get!": "gets the {piped} with ID {0}", "Repo.get_by": "gets the {piped} by {0}",
    "Repo.get_by!": "gets the {piped} by {0}",
    "Repo.insert_all": "inserts many rows into {piped}", "Repo.update_all": "updates every matching row",
    "Repo.delete_all": "deletes every matching row", "Repo.aggregate": "aggregates with {0}",
    "Repo.exists?": "checks whether any row exists",
    "Repo.transaction": "runs it in a transaction", "Repo.stream": "streams the rows",
    "Repo.insert_or_update": "inserts or updates {piped}",
    "Ecto.put_meta": "sets its source to {source}", "Enum.map": "maps {piped} with {0}",
    "Enum.filter": "keeps the items that pass {0}",
    "Enum.reject": "drops the items that pass {0}", "Enum.reduce": "reduces {piped}",
    "Enum.sum": "sums {piped}",
    "Enum.each": "goes through {piped} with {0}", "Enum.count": "counts {piped}",
    "Enum.sort": "sorts {piped}", "Enum.sort_by": "sorts by {0}",
    "Enum.group_by": "groups by {0}", "Enum.join": "joins {piped}", "Enum.take": "takes the first {0}",
    "Enum.uniq": "drops duplicates",
    "Enum.into": "collects {piped} into {0}", "Enum.flat_map": "maps and flattens with {0}",
    "Enum.reverse": "reverses {piped}",
    "Enum.find": "finds the first that passes {0}", "Enum.with_index": "numbers the items",
    "Enum.to_list": "makes a list",
    "Enum.zip": "zips it with {0}", "Enum.chunk_every": "splits it into chunks of {0}",
    "Enum.member?": "checks for {0}",
    "Stream.map": "lazily maps {piped} with {0}", "Stream.filter": "lazily keeps the items that pass {0}",
    "String.split": "splits {piped}",
    "String.upcase": "upcases {piped}", "String.downcase": "downcases {piped}",
    "String.trim": "trims {piped}",
    "String.replace": "replaces {0} with {1}", "String.length": "counts the characters",
    "Map.put": "puts {1} under {0}",
    "Map.get": "gets {0}", "Map.fetch": "fetches {0}", "Map.fetch!": "fetches {0}",
    "Map.delete": "deletes {0}", "Map.update": "updates {0}",
    "Map.merge": "merges in {0}", "Map.new": "makes a map", "Map.keys": "takes the keys",
    "Map.values": "takes the values",
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
    "raise": "raises {piped}", "elem": "takes element {0}", "hd": "takes the head", "tl": "takes the tail",
    "length": "counts {piped}",
}  # fmt: skip


def target(node: Node) -> str:
    """What a call calls, as written: `Repo.all`, `field`."""
    return text(field(node, "target"))


def call_name(node: Node) -> str:
    """The name of a call without an `Ecto.Changeset`-like module before a function that is known by itself."""
    name = target(node)
    head, _, last = name.rpartition(".")
    if head.endswith("Repo"):
        return f"Repo.{last}"
    return last if head in {"Ecto.Changeset", "Ecto.Query", "Changeset", "Query"} else name


def args(node: Node) -> list[Node]:
    """The positional arguments of a call; keywords are not among them."""
    return [child for child in named(first(node, "arguments")) if child.type != "keywords"]


def pairs(node: Node | None) -> dict[str, Node]:
    """The keyword arguments of a call, list or map, by key."""
    return dict(pair_list(node))


def pair_list(node: Node | None) -> list[tuple[str, Node]]:
    """The keyword arguments of a call, list or map in order; a key may come twice, as `join` does."""
    if node is None:
        return []
    found: list[tuple[str, Node]] = []
    for holder in (node, first(node, "arguments"), first(node, "map_content")):
        for keywords in named(holder, "keywords"):
            for pair in named(keywords, "pair"):
                key, value = field(pair, "key"), field(pair, "value")
                if value is not None:
                    found.append((text(key).strip().rstrip(":").strip('"'), value))
    return found


def body(node: Node) -> list[Node]:
    """The statements of a `do` block or of `do:`, comments included."""
    block = first(node, "do_block")
    if block is not None:
        return [child for child in block.named_children if not child.type.endswith("_block")]
    short_form = pairs(node).get("do")
    return [short_form] if short_form is not None else []


def bare(node: Node) -> str:
    """An atom, string, identifier or alias as its name alone."""
    return text(node).strip(":\"'^&").strip()


def names(node: Node | None) -> list[str]:
    """The atoms of a list (or one atom) as code spans; keyword pairs count by their key."""
    if node is None:
        return []
    if node.type == "list":
        spans = codes([bare(child) for child in named(node) if child.type != "keywords"])
        return spans + codes(list(pairs(node)))
    return codes([bare(node)])


def is_pipe(node: Node) -> bool:
    return node.type == "binary_operator" and text(field(node, "operator")) == "|>"


def operator(node: Node) -> str:
    """The operator of a binary or unary node."""
    held = field(node, "operator")
    return text(held) if held is not None else next((text(c) for c in node.children if not c.is_named), "")


def stages(node: Node) -> list[Node]:
    """The parts of a pipeline in order, the piped value first."""
    parts: list[Node] = []
    while is_pipe(node):
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            break
        parts.append(right)
        node = left
    return [node, *reversed(parts)]


def table_source(node: Node) -> str:
    """An Ecto source: a string, `{"table", Schema}` or a schema, as a noun phrase."""
    if node.type == "tuple":
        inner = named(node)
        return f"the table {code(bare(inner[0]))}" if inner else "a table"
    return f"the table {code(bare(node))}" if node.type == "string" else code(bare(node))


def noun(node: Node, depth: int = 0) -> str:
    """An Elixir value as a noun phrase; past three levels or about fourteen words only its kind."""
    kind, source = node.type, text(node)
    if kind == "unary_operator" and source.startswith("^"):
        return f"the given {code(source[1:])}" if re.fullmatch(r"[\w.]+", source[1:]) else "a given value"
    if kind in {"identifier", "alias", "atom", "quoted_atom", "nil", "boolean"} or re.fullmatch(
        r"[\^&@]?\w+(\.\w+)*[?!]?", source
    ):
        if kind == "integer":
            return numeral(source)
        return code(source.lstrip("^&:@") if kind != "dot" else source)
    if kind == "string":
        if first(node, "interpolation") is not None:
            inner = [noun(named(part)[0], _DEEP) for part in named(node, "interpolation") if named(part)]
            spans = [span for span in inner if span.startswith("`")]
            return f"a text with {some(spans, 2)} in it" if spans else "a text with values in it"
        return quoted(source.strip('"'))
    if kind in {"float", "charlist", "char"}:
        return code(source)
    if depth >= _DEEP:
        return _kind_word(node)
    return short(_composed(node, depth), _kind_word(node))


def _kind_word(node: Node) -> str:
    words = {
        "list": "a list",
        "tuple": "a tuple",
        "map": "a map",
        "anonymous_function": "a function",
        "sigil": "a pattern",
    }
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return article(code(text(struct)))
    if node.type == "call" and code(target(node)):
        return f"the result of {code(target(node))}"
    return words.get(node.type, "a computed value")


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind == "map":
        return _map(node)
    if kind in {"list", "tuple"}:
        return _sequence(node, depth)
    if kind == "binary_operator":
        if is_pipe(node):
            return f"the result of a pipeline from {noun(stages(node)[0], depth + 1)}"
        return condition(node, depth)
    if kind == "unary_operator":
        return _unary(node, depth)
    if kind == "access_call" and len(named(node)) > 1:
        return f"the {noun(named(node)[1], depth + 1)} of {noun(named(node)[0], depth + 1)}"
    if kind == "anonymous_function":
        clause = first(node, "stab_clause")
        given = names_in(field(clause, "left"))
        return f"a function of {listing(given)}" if given else "a function"
    if kind == "sigil":
        content = first(node, "quoted_content")
        return quoted(text(content), "a pattern") if re.match(r"~[wsSD]", text(node)) else "a pattern"
    if kind == "call":
        return _call_noun(node, depth)
    return ""


def _map(node: Node) -> str:
    struct = first(node, "struct")
    keys = codes(list(pairs(node)))
    if not keys:
        content = first(node, "map_content")
        keys = codes(
            [
                bare(held)
                for part in named(content, "binary_operator")
                if (held := field(part, "left")) is not None
            ]
        )
    if struct is not None:
        what = article(code(text(struct)))
        return f"{what} with {some(keys, 4)}" if keys else what
    return f"a map with {some(keys, 4)}" if keys else "an empty map"


def _sequence(node: Node, depth: int) -> str:
    inner = named(node)
    if not inner:
        return f"an empty {node.type}"
    if node.type == "tuple" and text(inner[0]) in {":ok", ":error"} and len(inner) == 2:
        return f"{'an OK' if text(inner[0]) == ':ok' else 'an error'} tuple with {noun(inner[1], depth + 1)}"
    if inner[0].type == "keywords":
        return f"options {some(codes(list(pairs(node))), 3)}"
    if len(inner) > 1 and all(
        part.type == "tuple" and named(part) and named(part)[0].type == "atom" for part in inner
    ):
        return f"a list of {count(len(inner), 'pair')}, for {some(codes([bare(named(part)[0]) for part in inner]), 4)}"
    told = [noun(part, depth + 1) for part in inner[:4]]
    if len(inner) <= 4 and all(spoken_length(word) <= 6 for word in told):
        return f"a {node.type} of {listing(told)}"
    return f"a {node.type} of {count(len(inner), 'item')}"


def _unary(node: Node, depth: int) -> str:
    held, sign = field(node, "operand"), operator(node)
    if held is None:
        return ""
    if sign == "&":
        inner = re.fullmatch(r"&(?:\(?)([\w.]+[?!]?)/(\d+)\)?", text(node))
        if inner:
            return f"the function {code(inner[1])}"
        piece = re.fullmatch(r"&+\s*\(?&1\.(\w+)\)?", text(node))
        return f"their {code(piece[1])}" if piece else "a short function"
    if sign in {"not", "!"}:
        return f"not {noun(held, depth + 1)}"
    return noun(held, depth + 1)


def _call_noun(node: Node, depth: int) -> str:
    name, given = target(node), args(node)
    if not given and not pairs(node) and "." in name and name[:1].islower():
        return code(name)
    if name.endswith(".changeset") and given:
        return f"a changeset of {noun(given[0], depth + 1)}"
    if name == "from" and given:
        return f"a query on {source_of(given[0])}"
    told = [noun(arg, depth + 1) for arg in given[:3]]
    with_those = f" with {listing(told)}" if told and depth < 2 else ""
    return short(f"the result of {code(name)}{with_those}", f"the result of {code(name)}")


def source_of(node: Node) -> str:
    """The source of a query from `p in Post`, `Post` or `{"posts", Post}`."""
    right = field(node, "right") if node.type == "binary_operator" else node
    return table_source(right) if right is not None else "a source"


def names_in(node: Node | None) -> list[str]:
    """The variables of a pattern or parameter list, as code spans, without defaults and unused ones."""
    if node is None:
        return []
    found: list[str] = []
    for part in named(node):
        piece = part
        if piece.type == "binary_operator":
            sides = [side for side in (field(piece, "left"), field(piece, "right")) if side is not None]
            if operator(piece) == "=":
                piece = next((side for side in reversed(sides) if side.type == "identifier"), sides[0])
            elif sides:
                piece = sides[0]
        if piece.type == "identifier":
            found.append(bare(piece))
        elif piece.type in {"tuple", "list"}:
            found += [bare(inner) for inner in named(piece, "identifier")]
        elif piece.type == "map":
            found += list(pairs(piece))
    return codes([name for name in dict.fromkeys(found) if not name.startswith("_")])


def condition(node: Node, depth: int = 0) -> str:
    """A test as a clause: "`title` is nil", "`likes` is greater than 10"."""
    if node.type == "binary_operator":
        sign = operator(node)
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return ""
        word = _OPERATORS.get(sign, "")
        if sign in {"==", "!="} and right.type in {"nil", "boolean"}:
            word = "is not" if sign == "!=" else "is"
        deeper = sign in {"and", "or", "&&", "||"}
        a = condition(left, depth + 1) if deeper else noun(left, depth + 1)
        b = condition(right, depth + 1) if deeper else noun(right, depth + 1)
        return (
            short(f"{a} {word} {b}", "a condition holds")
            if word and depth < _DEEP + 1
            else "a condition holds"
        )
    if node.type == "call":
        name, given = target(node), args(node)
        if name == "is_nil" and given:
            return f"{noun(given[0], depth + 1)} is nil"
        if name in {"like", "ilike"} and len(given) == 2:
            return f"{noun(given[0], depth + 1)} is like {noun(given[1], depth + 1)}"
        if name == "not" and given:
            return f"not {condition(given[0], depth + 1)}"
        if name == "fragment":
            return "a fragment of SQL holds"
        if name.startswith("is_") and len(given) == 1:
            return f"{noun(given[0], depth + 1)} is {article(name[3:].replace('_', ' '))}"
    if (
        node.type == "unary_operator"
        and operator(node) in {"not", "!"}
        and field(node, "operand") is not None
    ):
        inner = field(node, "operand")
        told = condition(inner, depth + 1) if inner is not None else ""
        return told.replace(" is ", " is not ", 1) if " is " in told else f"{told} does not hold"
    return f"{noun(node, depth + 1)} holds"


def verb(name: str, given: Sequence[Node], options: dict[str, Node], piped: str) -> str:
    """A known call as a verb phrase, or empty. `piped` names the piped value or the first argument."""
    template = VERBS.get(name, "")
    if not template:
        return ""
    told = [noun(arg, 1) for arg in given]
    if not told and options:
        told = [some([f"{code(key)} {noun(value, 1)}" for key, value in list(options.items())[:2]], 2)]
    holes = len(set(re.findall(r"\{\d\}", template)))
    if holes > len(told):
        return ""
    source = table_source(options["source"]) if "source" in options else "another table"
    if "{source}" in template and "source" in options and options["source"].type not in {"string", "tuple"}:
        source = noun(options["source"], 1)
    return template.format(*told, piped=piped, source=source)


def call_act(node: Node, piped: bool = False) -> str:
    """A call as a verb phrase; with `piped`, its first argument is what flows through the pipeline."""
    from audiobook.narration.code import ecto

    if (known := ecto.act(node, piped)) is not None:
        return known
    name, given, options = call_name(node), args(node), pairs(node)
    if (each := _each(name, given[-1:])) or (each := _wrapped(name, given)):
        return each
    if name == "config" and len(given) > 1:
        return f"configures {code(bare(given[1]))} of {code(bare(given[0]))}, with {some(codes(list(options)), 4)}"
    about = "it" if piped else (noun(given[0], 1) if given else "it")
    if (told := verb(name, given if piped else given[1:], options, about)) and (
        piped or given or "{" not in VERBS[name]
    ):
        return told
    if node.type == "identifier" or not name:
        return f"calls {code(text(node))}" if code(text(node)) and node.type in {"identifier", "dot"} else ""
    parts = [noun(arg, 1) for arg in given[:3]]
    parts += [f"{code(key)} {noun(value, 2)}" for key, value in list(options.items())[:2] if key != "do"]
    plain_call = f"calls {code(name)}"
    return short(f"{plain_call} with {listing(parts)}", plain_call) if parts else plain_call


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
        told = re.sub(r"`&?1\.(\w+)`", r"its `\1`", told).replace("`1`", "it").replace("`&1`", "it")
    else:
        return ""
    return short(told, "") if "a condition" not in told and "a computed" not in told else ""


def _wrapped(name: str, given: Sequence[Node]) -> str:
    """A transaction or task around a function: what runs inside it."""
    lead = {"Repo.transaction": "in one transaction", "Task.async": "in a task of its own"}.get(name)
    if lead is None or not given or given[0].type != "anonymous_function":
        return ""
    clauses = named(given[0], "stab_clause")
    body_node = field(clauses[0], "right") if clauses else None
    steps = acts(body_node.named_children) if body_node is not None else []
    return f"{lead}, {run(IT, steps[:3])}" if steps else ""


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
    from audiobook.narration.code import ecto

    return ecto.query_noun(node) or noun(node)


def acts(nodes: Sequence[Node]) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the lines up to the next blank one."""
    phrases: list[str] = []
    silent_to = -1
    for node in nodes:
        row = node.start_point[0]
        if node.type == "comment":
            words = first_sentence(comment_text(text(node)), 14).rstrip(".")
            before = node.prev_named_sibling
            trailing = before is not None and before.end_point[0] == row
            if words and not trailing:
                keep = words[:2].isupper() or words.startswith("`")
                phrases.append(
                    f"does what its comment says: {words if keep else words[:1].lower() + words[1:]}"
                )
                silent_to = node.end_point[0] + 1
        elif silent_to >= 0 and row <= silent_to:
            silent_to = node.end_point[0] + 1
        else:
            silent_to = -1
            phrases += does(node)
    return [phrase for phrase in phrases if phrase]


def does(node: Node, depth: int = 0) -> list[str]:
    """A statement as one or more verb phrases."""
    if is_pipe(node):
        return pipeline(node)
    if node.type == "binary_operator" and operator(node) == "=":
        return _match(node)
    if node.type == "unary_operator" and text(node).startswith("@"):
        return _attribute(node)
    if node.type != "call":
        return (
            [f"returns {noun(node)}"]
            if depth or node.type in {"tuple", "atom", "identifier", "map", "list"}
            else [f"gives {noun(node)}"]
        )
    name = target(node)
    given = args(node)
    if name in {"if", "unless"} and given:
        inner = acts(body(node))[:2]
        head = f"{name} {condition(given[0])}"
        block = first(node, "do_block")
        other = first(block, "else_block") is not None if block is not None else "else" in pairs(node)
        return (
            [f"{head}, {run(IT, inner)}{', and otherwise takes another branch' if other else ''}"]
            if inner
            else []
        )
    if name == "case" and given:
        acted = call_act(given[0]) if given[0].type == "call" and args(given[0]) else ""
        if is_pipe(given[0]):
            return [*pipeline(given[0]), f"branches on that: {_clauses(node)}"]
        if acted and not acted.startswith("calls"):
            return [acted, f"branches on the outcome: {_clauses(node)}"]
        return [f"branches on {noun(given[0])}: {_clauses(node)}"]
    if name == "cond":
        return [
            f"takes the first of {count(len(named(first(node, 'do_block'), 'stab_clause')), 'condition')} that holds"
        ]
    if name == "with":
        goes = [
            noun(held, 1).removeprefix("the result of ")
            for part in given
            if (held := field(part, "right")) is not None
        ]
        return [f"chains {count(len(goes), 'step')} that must each match: {some(goes, 3)}"] if goes else []
    if name == "for" and given:
        generators = [part for part in given if operator(part) == "<-"]
        over = [
            f"{listing(_pattern(part))} in {noun(held, 1)}"
            for part in generators
            if (held := field(part, "right")) is not None
        ]
        inner = acts(body(node))[:1]
        return [f"for each {listing(over)}, {run(IT, inner)}"] if over and inner else []
    if name in {"def", "defp", "defmodule", "defmacro"} and given:
        return [f"defines {code(target(given[0]) or bare(given[0]))}"]
    if name in {"use", "import", "alias", "require"} and given:
        verbs = {"use": "uses", "import": "imports", "alias": "aliases", "require": "requires"}
        return [f"{verbs[name]} {code(text(given[0]).replace('{', '').replace('}', ''))}"]
    if name in {"assert", "refute"} and given:
        if given[0].type == "binary_operator" and operator(given[0]) in {"=", "=~"}:
            sides = [side for side in (field(given[0], "left"), field(given[0], "right")) if side is not None]
            return (
                [f"asserts that {noun(sides[1], 1)} matches {noun(sides[0], 1)}"] if len(sides) == 2 else []
            )
        told = condition(given[0])
        return [f"asserts that {told}" if name == "assert" else f"asserts that it is not so that {told}"]
    return [call_act(node)]


def _pattern(node: Node) -> list[str]:
    left = field(node, "left")
    if left is None:
        return ["item"]
    return codes([bare(left)]) if left.type == "identifier" else (names_in(left) or ["item"])


def _clauses(node: Node) -> str:
    clauses = named(first(node, "do_block"), "stab_clause")
    told = []
    for clause in clauses[:3]:
        held = field(clause, "left")
        patterns = named(held)
        what = noun(patterns[0], 1) if patterns else "anything"
        told.append("anything else" if what in {"", "`_`", "a computed value"} else what)
    return (
        f"{count(len(clauses), 'case')}, {some(told, 3)}"
        if len(clauses) <= 3
        else count(len(clauses), "case")
    )


def _match(node: Node) -> list[str]:
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return []
    bound = names_in(left) if left.type in {"tuple", "list", "map"} else codes([bare(left)])
    goal = listing(bound) or "nothing"
    if is_pipe(right):
        *before, last = pipeline(right)
        return [*before, f"{last}, which gives {goal}"] if before else [last]
    if right.type == "call":
        acted = does(right)
        if len(acted) == 1 and not acted[0].startswith(("calls", "if", "for")):
            return [f"{acted[0]}, as {goal}"]
        call = call_act(right)
        return (
            [f"sets {goal} by calling{call[5:]}"]
            if call.startswith("calls")
            else [f"sets {goal} to {noun(right)}"]
        )
    return [f"sets {goal} to {noun(right)}"]


def _attribute(node: Node) -> list[str]:
    held = field(node, "operand")
    if held is None or held.type != "call":
        return [f"reads {code(text(node).lstrip('@'))}"]
    name, given = target(held), args(held)
    if name in {"moduledoc", "doc", "typedoc"}:
        return []
    if name in {"spec", "type", "callback", "impl", "derive"}:
        verbs = {
            "spec": "gives a type specification",
            "type": "defines a type",
            "callback": "declares a callback",
            "derive": "derives",
        }
        tail = f" {noun(given[0])}" if name == "derive" and given else ""
        return [verbs[name] + tail] if name in verbs else []
    return [
        f"sets the attribute {code(name)} to {noun(given[0])}"
        if given
        else f"sets the attribute {code(name)}"
    ]


def doc_of(node: Node | None) -> str:
    """The first sentence of the `@doc` or `@moduledoc` that `node` is, or empty."""
    if node is None or node.type != "unary_operator":
        return ""
    held = field(node, "operand")
    if held is None or held.type != "call" or target(held) not in {"doc", "moduledoc"} or not args(held):
        return ""
    given = args(held)[0]
    content = first(given, "quoted_content")
    return first_sentence(plain(text(content).strip().split("\n\n")[0])) if content is not None else ""
