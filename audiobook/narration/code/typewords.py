"""Types in words, from the notations that languages share: "a list of strings", "a string or a number"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobook.narration.code.words import article, code, listing, number

_BASIC = {
    "string": "a string", "str": "a string", "String": "a string", "&str": "a string slice", "char": "a character",
    "rune": "a rune", "byte": "a byte", "bytes": "bytes", "number": "a number", "int": "an integer",
    "Integer": "an integer", "integer": "an integer", "long": "a long integer", "Long": "a long integer",
    "short": "a short integer", "float": "a float", "double": "a double", "Double": "a double", "Float": "a float",
    "bool": "a boolean", "boolean": "a boolean", "Boolean": "a boolean", "void": "nothing", "()": "nothing",
    "None": "nothing", "any": "any value", "Any": "any value", "unknown": "an unknown value",
    "interface{}": "any value", "error": "an error", "object": "an object", "Object": "an object", "null": "`null`",
    "undefined": "`undefined`", "never": "never", "date": "a date", "Date": "a date", "datetime": "a date-time",
    "UUID": "a UUID", "Decimal": "a decimal", "dict": "a dictionary", "list": "a list", "true": "true",
    "false": "false", "symbol": "a symbol", "bigint": "a big integer", "Function": "a function",
    "float64": "a float", "float32": "a float", "Self": "its own type",
}  # fmt: skip
_HOLDERS = {
    "list": "a list of {}", "List": "a list of {}", "Sequence": "a sequence of {}", "Iterable": "a series of {}",
    "Iterator": "an iterator of {}", "set": "a set of {}", "Set": "a set of {}", "HashSet": "a set of {}",
    "Array": "an array of {}", "ReadonlyArray": "a read-only array of {}", "Vec": "a vector of {}",
    "Collection": "a collection of {}", "Stream": "a stream of {}", "tuple": "a tuple of {}", "Tuple": "a tuple of {}",
    "VecDeque": "a queue of {}", "Queue": "a queue of {}",
}  # fmt: skip
_AROUND = {
    "Promise": "a promise of {}", "Optional": "an optional {}", "Option": "an optional {}", "Box": "a box of {}",
    "Rc": "a shared {}", "Arc": "a shared {}", "Mutex": "a mutex around {}", "RefCell": "a cell of {}",
    "Future": "a future of {}", "CompletableFuture": "a future of {}", "Awaitable": "an awaitable {}",
    "Mono": "a mono of {}", "Flux": "a flux of {}", "Ref": "a ref of {}", "Readonly": "a read-only {}",
    "ResponseEntity": "a response with {}", "Annotated": "{}", "ClassVar": "{}", "Final": "{}", "type": "the class {}",
}  # fmt: skip
_UTILITIES = {
    "Omit": "{0} without {1}", "Pick": "{0} with only {1}", "Partial": "{0} with every field optional",
    "Required": "{0} with every field required", "ReturnType": "what {0} returns",
    "Parameters": "the parameters of {0}",
    "Exclude": "{0} except {1}", "Extract": "{0} as far as it is {1}", "NonNullable": "{0} that is not null",
    "Awaited": "what {0} resolves to", "InstanceType": "an instance of {0}", "Awaitable": "{0}, perhaps awaited",
}  # fmt: skip
_MAPS = frozenset(
    ["dict", "Dict", "Map", "HashMap", "BTreeMap", "Record", "Mapping", "TreeMap", "ReadonlyMap"]
)
_GENERIC = re.compile(r"^([\w.:$]+)\s*(?:<(.*)>|\[(.+)\])$", re.S)
_MODIFIERS = re.compile(
    r"^(?:readonly |const |final |static |unsigned |struct |mut |dyn |impl |keyword |@\w+ )+"
)
_OPEN, _CLOSE = "<([{", ">)]}"
_DEEP = 3


def split_top(source: str, sign: str) -> list[str]:
    """`source` split at `sign` where no bracket or quote is open."""
    parts, depth, start, quote = [], 0, 0, ""
    for at, char in enumerate(source):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'`" and sign != "'":
            quote = char if source.count(char) % 2 == 0 else ""
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE and not (char == ">" and source[at - 1 : at] in {"=", "-"}):
            depth -= 1
        elif char == sign and depth == 0:
            parts.append(source[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, source[start:]) if part.strip()]


def type_words(source: str, depth: int = 0) -> str:
    """The type written as `source`; empty when it cannot be told shortly."""
    source = re.sub(r"\s+", " ", source).strip()
    source = _MODIFIERS.sub("", source).removeprefix(":").strip()
    source = re.sub(r"&'\w+ ", "&", source)
    if not source or depth > _DEEP or len(source) > 160:
        return ""
    if source in _BASIC:
        return _BASIC[source]
    return next((told for told in _shapes(source, depth) if told), "")


def type_name(source: str) -> str:
    """A type as what something extends or implements: its name, with what it is of, and no article."""
    if re.fullmatch(r"\w+\.\w+", source):
        return code(source)
    return re.sub(r"^an? ", "", type_words(source)) or code(re.split(r"[.<\[(]|::", source)[0])


def _shapes(source: str, depth: int) -> Iterator[str]:
    """What each notation makes of `source`, the outermost first."""
    if source.startswith("keyof "):
        yield f"a key of {_subject(source[6:])}"
    if source.startswith("typeof "):
        yield f"the type of {code(source[7:])}"
    arrow = re.match(r"^(?:new )?(?:<[^>]*> ?)?\((.*?)\) ?=> ?(.+)$", source)
    if arrow is not None:
        yield _function(arrow[1], arrow[2], depth)
    if split_ := re.match(r"^(\w+) extends (.+?) \? (.+?) : (.+)$", source):
        then, other = type_words(split_[3], depth + 1), type_words(split_[4], depth + 1)
        if then and other:
            yield f"{then} if {code(split_[1])} extends {type_name(split_[2])}, else {other}"
    yield _union(source, depth)
    yield _wrapped(source, depth)
    yield _generic(source, depth)
    if re.match(r"(?:fn|func|Fn|FnMut|FnOnce|Callable)\b", source):
        yield "a function"
    if re.fullmatch(r"-?\d+(?:\.\d+)?", source):
        yield source
    if re.fullmatch(r"\"[^\"]*\"|'[^']*'", source):
        yield code(source[1:-1]) or "an empty text"
    if source.startswith("{"):
        yield _object(source)
    if source.startswith("(") and source.endswith(")"):
        parts = [type_words(part, depth + 1) for part in split_top(source[1:-1], ",")]
        yield f"a tuple of {listing(parts)}" if len(parts) > 1 and all(parts) else "".join(parts)
    if re.fullmatch(r"[A-Za-z_$][\w$]*(?:(?:\.|::)\w+)*", source):
        yield article(code(re.split(r"\.|::", source)[-1]))


def _subject(source: str) -> str:
    return f"the type of {code(source[7:])}" if source.startswith("typeof ") else code(source)


def _function(given: str, result: str, depth: int) -> str:
    names = [re.split(r"[?:=]", part)[0].strip(" .") for part in split_top(given, ",")]
    spans = [code(name) for name in names if re.fullmatch(r"\w+", name)]
    told = type_words(result, depth + 1)
    takes = f" of {listing(spans)}" if spans and len(spans) <= 3 else ""
    return f"a function{takes}" + (
        f" that returns {told}" if told and told != "nothing" and depth < 2 else ""
    )


def _union(source: str, depth: int) -> str:
    parts = split_top(source.lstrip("|& "), "|")
    if len(parts) > 1:
        told = [type_words(part, depth + 1) for part in parts]
        if not all(told):
            return ""
        if told[-1] == "nothing":
            told[-1] = "`None`"
        return listing(told, "or") if len(told) <= 4 else f"one of {number(len(told))} types"
    parts = split_top(source, "&") if not source.startswith("&") else []
    if len(parts) > 1:
        told = [type_words(part, depth + 1) for part in parts]
        return f"both {listing(told)}" if all(told) and len(told) <= 3 else ""
    return ""


def _wrapped(source: str, depth: int) -> str:
    """Pointers, references, slices, arrays, maps and channels."""
    for pattern, words, many in (
        (r"^&mut (.+)$", "a mutable reference to {}", False),
        (r"^&(?:str|\[u8\])$", "a slice", False),
        (r"^&\[(.+)\]$", "a slice of {}", True),
        (r"^&(.+)$", "a reference to {}", False),
        (r"^\[(.+); ?\w+\]$", "an array of {}", True),
        (r"^(?:<-)?chan(?:<-)? (.+)$", "a channel of {}", True),
        (r"^\[\](.+)$", "a slice of {}", True),
        (r"^\[\d+\](.+)$", "an array of {}", True),
        (r"^\*(.+)$", "a pointer to {}", False),
        (r"^(.+?) ?\*$", "a pointer to {}", False),
        (r"^(.+)\[\]$", "an array of {}", True),
        (r"^(.+)\?$", "an optional {}", False),
    ):
        hit = re.match(pattern, source)
        if hit is not None and hit.groups():
            inner = type_words(hit[1].strip(), depth + 1)
            return _fill(words, inner, many)
        if hit is not None:
            return words
    keyed = re.match(r"^map\[([^\]]+)\](.+)$", source)
    return _map(keyed[1], keyed[2], depth) if keyed else ""


def _generic(source: str, depth: int) -> str:
    hit = _GENERIC.match(source)
    if hit is None:
        return ""
    name = re.split(r"\.|::", hit[1])[-1]
    parts = split_top(hit[2] or hit[3], ",")
    if name in _MAPS and len(parts) == 2:
        return _map(parts[0], parts[1], depth)
    if name in _UTILITIES and parts:
        told = [
            code(part.strip("\"'")) if re.fullmatch(r"[\w\"'.$]+", part) else type_words(part, depth + 1)
            for part in parts
        ]
        template = _UTILITIES[name]
        return template.format(*told) if all(told) and template.count("{") <= len(told) else ""
    if name == "Union":
        return _union("|".join(parts), depth)
    if name == "Literal":
        return listing([code(part.strip("\"'")) for part in parts[:4]], "or")
    if name == "Callable":
        return "a function"
    if name == "Result":
        inner = type_words(parts[0], depth + 1)
        return f"a result, {inner} or an error" if inner and inner != "nothing" else "a result"
    if name in _HOLDERS:
        return _fill(_HOLDERS[name], type_words(parts[0], depth + 1), True)
    if name in _AROUND:
        return _fill(_AROUND[name], type_words(parts[0], depth + 1), False)
    spans = [code(part) for part in parts if re.fullmatch(r"\w+", part)]
    if hit[3] and (len(name) == 1 or not spans):
        return f"a member of {code(name)}"
    return (
        f"{article(code(name))} of {listing(spans)}"
        if spans and len(spans) == len(parts)
        else article(code(name))
    )


def _map(key: str, value: str, depth: int) -> str:
    keys, values = plural_words(type_words(key, depth + 1)), type_words(value, depth + 1)
    return f"a map from {keys} to {plural_words(values)}" if keys and values else "a map"


def _object(source: str) -> str:
    inner = source.strip()[1:-1]
    parts = [piece for part in split_top(inner.replace(";", ","), ",") for piece in [part] if ":" in piece]
    names = [code(re.split(r"[?:]", part)[0].strip()) for part in parts]
    if "[" in inner.split(":")[0]:
        return "an object"
    return f"an object with {listing(names)}" if 0 < len(names) <= 4 and all(names) else "an object"


def _fill(words: str, inner: str, many: bool) -> str:
    if not inner or (inner == "nothing" and words.endswith(" of {}")):
        return (
            words.split(" of {}", maxsplit=1)[0].split(" to {}", maxsplit=1)[0].replace(" {}", "")
            if words != "{}"
            else ""
        )
    if many:
        return words.format(plural_words(inner))
    if words.startswith(("an optional", "a shared", "an awaitable", "a read-only", "the class")):
        inner = re.sub(r"^an? ", "", inner)
    return words.format(inner)


def plural_words(told: str) -> str:
    """`a string` as "strings", `a list of strings` as "lists of strings"; names of types stay as they are."""
    hit = re.match(r"^an? ([\w-]+(?: [\w-]+)?)(?= of | with | to |, | that |$)(.*)$", told)
    if hit is None:
        return re.sub(r"^an? (?=`)", "", told)
    head = hit[1]
    many = (
        f"{head[:-1]}ies"
        if head.endswith("ry")
        else (f"{head}es" if re.search(r"(?:s|x|h)$", head) else f"{head}s")
    )
    return many + hit[2]
