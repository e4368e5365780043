"""Says expressions and statements in words, for all languages with C-like or Python-like trees.

`noun` names a value ("the result of `fetch` with `url`"), `condition` a test ("`x` is greater than 2"), `does` an act
("sets `x` to 5"). The grammars share most field names, so that one table serves them all; each phrase is bounded in
depth and in words, and says less rather than symbols.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tree_sitter import Node

from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.words import (
    IT,
    article,
    clause,
    code,
    comment_text,
    count,
    first_sentence,
    listing,
    run,
    spoken_length,
)

_DEEP = 3
_LONG = 14

STRINGS = frozenset(
    [
        "string",
        "string_literal",
        "interpreted_string_literal",
        "raw_string_literal",
        "template_string",
        "char_literal",
        "character_literal",
        "rune_literal",
        "string_array",
        "heredoc_beginning",
        "concatenated_string",
        "text_block",
    ]
)
NUMBERS = frozenset(
    [
        "integer",
        "float",
        "number",
        "int_literal",
        "float_literal",
        "number_literal",
        "integer_literal",
        "decimal_integer_literal",
        "decimal_floating_point_literal",
    ]
)
CALLS = frozenset(["call", "call_expression", "method_invocation", "macro_invocation", "command_call"])
FUNCTIONS = frozenset(
    [
        "function_definition",
        "function_declaration",
        "method_definition",
        "method_declaration",
        "function_item",
        "method",
        "singleton_method",
        "constructor_declaration",
        "generator_function_declaration",
        "function_signature_item",
        "method_signature",
        "function_signature",
    ]
)
LAMBDAS = frozenset(
    [
        "lambda",
        "arrow_function",
        "function_expression",
        "function",
        "func_literal",
        "closure_expression",
        "lambda_expression",
        "do_block",
        "block_argument",
    ]
)
CLASSES = {
    "class_definition": "class",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "class": "class",
    "module": "module",
    "interface_declaration": "interface",
    "struct_item": "struct",
    "struct_specifier": "struct",
    "enum_item": "enum",
    "enum_declaration": "enum",
    "enum_specifier": "enum",
    "trait_item": "trait",
    "impl_item": "implementation",
    "record_declaration": "record",
    "union_specifier": "union",
    "mod_item": "module",
    "internal_module": "namespace",
    "annotation_type_declaration": "annotation",
}
IMPORTS = frozenset(
    [
        "import_statement",
        "import_from_statement",
        "import_declaration",
        "use_declaration",
        "preproc_include",
        "package_clause",
        "package_declaration",
        "future_import_statement",
    ]
)
LOOPS = frozenset(["for_statement", "for_in_statement", "for_expression", "enhanced_for_statement", "for"])
WHILES = frozenset(
    [
        "while_statement",
        "while_expression",
        "do_statement",
        "loop_expression",
        "while",
        "until",
        "while_modifier",
    ]
)
BRANCHES = frozenset(["if_statement", "if_expression", "if", "unless", "if_modifier", "unless_modifier"])
SWITCHES = frozenset(
    [
        "match_statement",
        "switch_statement",
        "switch_expression",
        "match_expression",
        "expression_switch_statement",
        "type_switch_statement",
        "case",
        "case_match",
        "select_statement",
    ]
)
RETURNS = frozenset(["return_statement", "return_expression", "return"])
RAISES = frozenset(["raise_statement", "throw_statement"])
_WRAPPERS = frozenset(
    [
        "expression_statement",
        "parenthesized_expression",
        "await_expression",
        "await",
        "export_statement",
        "decorated_definition",
        "type_declaration",
        "expression_list",
        "argument",
        "parenthesized_statements",
        "as_expression",
        "non_null_expression",
        "reference_expression",
        "try_expression",
        "condition_clause",
        "else_clause",
    ]
)
_DECLARATIONS = frozenset(
    [
        "assignment",
        "assignment_expression",
        "lexical_declaration",
        "variable_declaration",
        "local_variable_declaration",
        "short_var_declaration",
        "assignment_statement",
        "let_declaration",
        "declaration",
        "var_declaration",
        "const_declaration",
        "field_declaration",
        "const_item",
        "static_item",
        "public_field_definition",
        "variable_declarator",
        "init_declarator",
        "const_spec",
        "var_spec",
    ]
)
_BLOCKS = frozenset(
    [
        "block",
        "statement_block",
        "compound_statement",
        "statement_list",
        "body_statement",
        "class_body",
        "declaration_list",
        "constructor_body",
        "then",
        "else",
        "field_declaration_list",
        "interface_body",
        "object_type",
    ]
)
_LISTS = frozenset(
    [
        "list",
        "array",
        "tuple",
        "set",
        "array_expression",
        "array_initializer",
        "initializer_list",
        "composite_literal",
        "tuple_expression",
    ]
)
_MAPS = frozenset(["dictionary", "object", "hash", "struct_expression"])
_COMPREHENSIONS = {
    "list_comprehension": "a list",
    "set_comprehension": "a set",
    "dictionary_comprehension": "a dictionary",
    "generator_expression": "a series",
}
_PRINTS = re.compile(
    r"^(?:print|println!?|printf|puts|p|echo|console\.(?:log|error|info)|fmt\.Print(?:ln|f)?|System\.out\.print(?:ln)?|eprintln!?|IO\.puts|pprint)$"
)
_OPERATORS = {
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo", "**": "to the power of",
    "//": "floor divided by",
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "is": "is", "is not": "is not", "??": "or else", "<>": "joined with", "++": "joined with",
    "=~": "matches", "instanceof": "is an instance of",
    "&": "and", "|": "or", "^": "exclusive or", "<<": "followed by", ">>": "shifted right by",
    "<=>": "compared with",
}  # fmt: skip
COMPARISONS = frozenset(
    ["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "not", "in", "is", "=~", "instanceof"]
) | {"is not", "not in"}
_SIMPLE = re.compile(r"^[@$&*:]{0,2}[A-Za-z_][\w]*(?:(?:\.|::|->|\?\.)[A-Za-z_]\w*)*[!?]?$")


def short(phrase: str, otherwise: str) -> str:
    """`phrase` while it is short enough to be followed by ear, else `otherwise`."""
    return phrase if phrase and spoken_length(phrase) <= _LONG else otherwise


def name_span(source: str) -> str:
    """An identifier path as a code span: `self.x` and `this.x` become "its `x`"; sigils and arrows are dropped."""
    clean = source.strip().lstrip("@$&*:").replace("->", ".").replace("?.", ".").replace("::", ".")
    own = re.match(r"(?:self|this)\.(\w+)$", clean)
    return f"its {code(own[1])}" if own else code(clean)


def string_value(node: Node) -> str:
    """The content of a string literal, without quotes or prefixes; insertions are left out."""
    if node.type == "template_string" or within(node, "interpolation", "template_substitution"):
        return ""
    return re.sub(r"^[a-zA-Z]{0,2}(\"\"\"|'''|[\"'`])|(\"\"\"|'''|[\"'`])$", "", text(node))


def quoted(content: str, otherwise: str = "a text") -> str:
    """A literal text as it is worth saying: itself when it is short, else only that it is a text."""
    if not content.strip():
        return "an empty text"
    clean = re.sub(r"%\w|\\[nrt]|[{}]", " ", content).strip()
    return short(code(clean), otherwise) if len(clean) < 50 else otherwise


def numeral(source: str) -> str:
    """A number as digits the spoken layer can read."""
    clean = source.replace("_", "")
    return clean if re.fullmatch(r"\d{1,9}", clean) else code(clean)


def unwrapped(node: Node) -> Node:
    """The node inside statement wrappers, parentheses and awaits."""
    while node.type in _WRAPPERS:
        inner = field(node, "definition", "declaration", "value") or next(iter(named(node)), None)
        if inner is None:
            return node
        node = inner
    return node


def arguments(node: Node) -> list[Node]:
    """The arguments of a call."""
    holder = field(node, "arguments") or first(node, "argument_list", "arguments", "token_tree")
    return named(holder)


def callee(node: Node) -> str:
    """What a call calls, as source text: `Repo.all`, `console.log`, `new User`."""
    method = field(node, "function", "macro", "target", "constructor")
    if method is None:
        receiver, method = field(node, "receiver", "object"), field(node, "method", "name")
        if receiver is not None and method is not None:
            head = text(receiver) if _SIMPLE.match(text(receiver)) else ""
            return f"{head}.{text(method)}".lstrip(".")
    if method is not None and not _SIMPLE.match(text(method)):
        last = field(method, "attribute", "property", "field", "name", "right")
        return text(last) if last is not None else ""
    return text(method)


def _call_noun(node: Node, depth: int) -> str:
    name = callee(node)
    given = [noun(arg, depth + 1) for arg in arguments(node)[:4] if arg.type not in LAMBDAS]
    if not name:
        return "the result of a call"
    last = name.rpartition(".")[2]
    with_those = f" with {listing(given)}" if given and depth < 2 and len(given) <= 3 else ""
    if (
        last[:1].isupper()
        and not last.isupper()
        and "_" not in last
        and node.type not in {"method_invocation"}
        and not _is_go(name)
    ):
        return short(f"{article(code(name))}{with_those}", article(code(name)))
    return short(f"the result of {name_span(name)}{with_those}", f"the result of {name_span(name)}")


def _is_go(name: str) -> bool:
    """A dotted call whose package is in lower case (`fmt.Sprintf`, `json.Marshal`) is a function, not a class."""
    head, _, last = name.rpartition(".")
    return bool(head) and head.islower() and not last.endswith(("Error", "Exception"))


def _binary(node: Node, depth: int) -> str:
    parts = [child for child in node.children if "comment" not in child.type]
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        if len(parts) != 3:
            return short(code(text(node)), "a comparison")
        left, operator_node, right = parts
        operator = text(operator_node)
    else:
        held = field(node, "operator", "operators")
        operator = text(held) if held is not None else next((text(p) for p in parts if not p.is_named), "")
    word = _OPERATORS.get(operator, "")
    a, b = noun(left, depth + 1), noun(right, depth + 1)
    if operator in {"==", "===", "is", "!=", "!==", "is not"} and re.fullmatch(
        r"nil|null|None|undefined|true|false|True|False", text(right)
    ):
        word = "is not" if operator.startswith("!") or operator == "is not" else "is"
    if operator == "%" and left.type in STRINGS:
        return "a text built from parts"
    return f"{a} {word} {b}" if word and a and b else "a computed value"


def _members(nodes: Sequence[Node], kind: str, depth: int) -> str:
    if not nodes:
        return article(f"empty {kind}")
    inner = [noun(child, depth + 1) for child in nodes[:4]]
    if len(nodes) <= 3 and depth < 2 and all(spoken_length(word) <= 6 for word in inner):
        return f"{article(kind)} of {listing(inner)}"
    return f"{article(kind)} of {count(len(nodes), 'item')}"


def keys_of(node: Node) -> list[str]:
    """The keys of a map-like literal, without quotes and colons."""
    pairs = within(
        node,
        "pair",
        "field_initializer",
        "shorthand_property_identifier",
        "shorthand_field_initializer",
        "keyed_element",
    )
    direct = [pair for pair in pairs if pair.parent is not None and node in (pair.parent, pair.parent.parent)]
    return [
        text(field(pair, "key", "field") or (named(pair) or [pair])[0]).strip("\"':@ ").rstrip(":")
        for pair in direct
    ]


def _map_noun(node: Node) -> str:
    keys = [span for key in keys_of(node)[:9] if (span := code(key))]
    holder = field(node, "name", "type")
    what = (
        article(code(text(holder)))
        if holder is not None
        else {"dictionary": "a dictionary", "hash": "a hash"}.get(node.type, "an object")
    )
    if not keys:
        return what if holder is not None else f"an empty {what.split()[-1]}"
    return (
        f"{what} with {listing(keys)}"
        if len(keys) <= 4
        else f"{what} with {count(len(keys_of(node)), 'key')}"
    )


def _comprehension(node: Node, depth: int) -> str:
    body, clause = field(node, "body"), first(node, "for_in_clause")
    if body is None or clause is None:
        return _COMPREHENSIONS[node.type]
    item, of = field(clause, "left"), field(clause, "right")
    tested = first(node, "if_clause")
    test = f", where {condition(named(tested)[0], depth + 1)}" if tested is not None and named(tested) else ""
    what = "" if text(body) == text(item) else f" of {noun(body, depth + 1)}"
    full = (
        f"{_COMPREHENSIONS[node.type]}{what} for each {code(text(item))} in {noun(of, depth + 1)}{test}"
        if of is not None and item is not None
        else ""
    )
    return short(
        full,
        f"{_COMPREHENSIONS[node.type]} made from {noun(of, _DEEP)}"
        if of is not None
        else _COMPREHENSIONS[node.type],
    )


def _subscript(node: Node, depth: int) -> str:
    parts = named(node)
    holder, key = (field(node, "value", "object", "operand") or parts[0]), parts[-1]
    if key.type in STRINGS:
        return f"the {quoted(string_value(key))} of {noun(holder, depth + 1)}"
    if key.type == "slice":
        return f"a slice of {noun(holder, depth + 1)}"
    return f"item {noun(key, depth + 1)} of {noun(holder, depth + 1)}"


def noun(node: Node, depth: int = 0) -> str:
    """`node` as a noun phrase. Beyond three levels, or past what an ear holds, only its kind is told."""
    node = unwrapped(node)
    kind, source = node.type, text(node)
    if _SIMPLE.match(source):
        return name_span(source)
    if kind in STRINGS:
        inserted = within(node, "interpolation", "template_substitution")
        if not inserted:
            return quoted(string_value(node))
        names = [
            span
            for part in inserted[:3]
            if named(part) and (span := noun(named(part)[0], _DEEP)).startswith(("`", "its"))
        ]
        return f"a text with {listing(names)} in it" if names else "a text with values in it"
    if kind in NUMBERS:
        return numeral(source)
    if depth >= _DEEP:
        return _kind_word(node)
    return short(_composed(node, depth), _kind_word(node))


def _kind_word(node: Node) -> str:
    """What kind of value `node` is, when it is too deep or long to be told."""
    if node.type in CALLS:
        return f"the result of {span}" if (span := name_span(callee(node))) else "the result of a call"
    for types, word in (
        (_LISTS, "a list"),
        (_MAPS, "an object"),
        (LAMBDAS, "a function"),
        (STRINGS, "a text"),
    ):
        if node.type in types:
            return word
    return "a computed value"


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind in CALLS or kind in {"new_expression", "object_creation_expression"}:
        if kind in CALLS:
            return _call_noun(node, depth)
        made = field(node, "constructor", "type")
        given = [noun(arg, depth + 1) for arg in arguments(node)[:3] if arg.type not in LAMBDAS]
        return f"a new {code(re.sub('<.*', '', text(made)))}" + (f" with {listing(given)}" if given else "")
    if kind in _COMPREHENSIONS:
        return _comprehension(node, depth)
    if kind in _LISTS:
        return _members(
            named(node), {"tuple": "tuple", "set": "set", "array": "array"}.get(kind, "list"), depth
        )
    if kind in _MAPS:
        return _map_noun(node)
    if kind in {"binary_operator", "binary_expression", "binary", "comparison_operator", "boolean_operator"}:
        return _binary(node, depth)
    if kind in {"unary_operator", "unary_expression", "not_operator", "unary"}:
        inner = named(node)
        negated = text(node).startswith(("not", "!"))
        return (
            f"not {noun(inner[-1], depth + 1)}"
            if negated and inner
            else (noun(inner[-1], depth + 1) if inner else "")
        )
    if (
        kind in {"subscript", "subscript_expression", "index_expression", "element_reference", "array_access"}
        and len(named(node)) > 1
    ):
        return _subscript(node, depth)
    if kind in {"conditional_expression", "ternary_expression"} and len(named(node)) == 3:
        a, b, c = named(node)
        then, test, other = (
            (a, b, c) if kind == "conditional_expression" and "?" not in text(node) else (b, a, c)
        )
        return f"{noun(then, depth + 1)} if {condition(test, depth + 1)}, else {noun(other, depth + 1)}"
    if kind in LAMBDAS:
        given = [code(name) for name in parameter_names(node)[:3]]
        return f"a function of {listing(given)}" if given and all(given) else "a function"
    if kind in {"attribute", "member_expression", "selector_expression", "field_access", "field_expression"}:
        owner, part = named(node)[0], named(node)[-1]
        return f"the {code(text(part))} of {noun(owner, depth + 1)}"
    if kind in {"keyword_argument", "pair"}:
        key, value = field(node, "name", "key"), field(node, "value")
        return f"{code(text(key))} {noun(value, depth + 1)}" if key is not None and value is not None else ""
    return code(text(node)) if re.fullmatch(r"[\w .:'-]{1,40}", text(node)) else ""


def condition(node: Node, depth: int = 0) -> str:
    """`node` as a clause after "if"."""
    node = unwrapped(node)
    if (
        node.type in {"not_operator", "unary_expression", "unary"}
        and text(node).startswith(("not", "!"))
        and named(node)
    ):
        return short(f"{noun(named(node)[-1], depth + 1)} is not true", "a test fails")
    told = noun(node, depth)
    if told == "a computed value":
        return "a condition holds"
    if (
        node.type
        in {"comparison_operator", "boolean_operator", "binary_expression", "binary_operator", "binary"}
        and " " in told
    ):
        return told
    return f"{told} is true" if node.type in CALLS else f"{told} is set"


def parameter_names(node: Node) -> list[str]:
    """The names of the parameters of a function or lambda, without `self` and types."""
    holder = field(node, "parameters", "parameter")
    if holder is None:
        declarator = field(node, "declarator")
        while declarator is not None and field(declarator, "parameters") is None:
            declarator = field(declarator, "declarator")
        holder = field(declarator, "parameters") or first(node, "block_parameters", "closure_parameters")
    if holder is None:
        return []
    if holder.type in {"identifier", "property_identifier"}:
        return [text(holder)]
    names = []
    for part in named(holder):
        target = part
        while (inner := field(target, "name", "pattern", "declarator")) is not None and inner != target:
            target = inner
        found = (
            target
            if target.type in {"identifier", "this", "self"}
            else next(iter(within(target, "identifier")), None)
        )
        name = text(found if found is not None else target)
        if re.fullmatch(r"\w+", name) and name not in {"self", "cls", "this"}:
            names.append(name)
    return names


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
        holder = next((child for child in node.named_children if child.type in _BLOCKS), None)
    if holder is None:
        return []
    while len(holder.named_children) == 1 and holder.named_children[0].type == "statement_list":
        holder = holder.named_children[0]
    return list(holder.named_children) if holder.type in _BLOCKS else [holder]


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
    return [phrase for phrase in phrases if phrase]


def _comment_act(words: str) -> str:
    """A comment as a clause in the run of steps: the author's words, without the capital and the full stop."""
    head = words.rstrip(".")
    head = head if head[:2].isupper() or head.startswith("`") else head[:1].lower() + head[1:]
    return f"does what its comment says: {head}"


def _assign(node: Node, depth: int) -> str:
    inner = node
    if field(node, "left", "name", "pattern") is None:
        inner = next(
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
    if _SIMPLE.match(text(left)) or not targets:
        target = name_span(text(left))
    elif (
        left.type in {"subscript", "subscript_expression", "index_expression", "element_reference"}
        and len(named(left)) > 1
    ):
        target = _subscript(left, depth)
    elif left.type in {"attribute", "member_expression", "selector_expression", "field_expression"}:
        target = noun(left, depth + 1)
    else:
        target = listing([span for span in targets if span][:4])
    if right is None:
        return f"declares {target}"
    right = unwrapped(right)
    if right.type in LAMBDAS:
        return f"defines the function {target}"
    return short(f"sets {target} to {noun(right, depth)}", f"sets {target}")


def _call_act(node: Node, depth: int) -> str:
    name = callee(node)
    if not name:
        return "makes a call"
    given = [arg for arg in arguments(node) if arg.type not in LAMBDAS]
    told = [noun(arg, depth + 1) for arg in given[:4]]
    if _PRINTS.match(name):
        return f"prints {short(listing(told[:2]), 'a text')}" if told else "prints an empty line"
    if name == "require" and told:
        return f"requires {told[0]}"
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


def _loop(node: Node, depth: int) -> str:
    item, of = field(node, "left", "pattern", "name"), field(node, "right", "value")
    clause = first(node, "range_clause")
    if clause is not None:
        item, of = field(clause, "left"), field(clause, "right")
    inner = acts(body_of(node), depth=depth + 1) if depth < _DEEP else []
    inner = inner if len(inner) <= 2 else [inner[0], f"does {count(len(inner) - 1, 'more thing')}"]
    if of is None:
        head = "loops with a counter"
        counter = first(node, "for_clause") or node
        start = field(counter, "initializer", "init")
        names = within(start, "identifier")
        head = f"loops with the counter {code(text(names[0]))}" if names else "loops"
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
        for clause in within(node, "except_clause", "catch_clause", "rescue")
        for part in within(clause, "identifier", "type_identifier", "constant")[:1]
    ]
    handled = (
        f", and handles {listing([code(name) for name in caught[:3]])}"
        if caught
        else ", and handles a failure"
    )
    return f"tries this: it {inner[0]}{handled}" if inner else "handles a failure"


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
    if kind in _DECLARATIONS:
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
        test = field(node, "condition")
        return f"loops while {condition(test)}" if test is not None else "loops"
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
