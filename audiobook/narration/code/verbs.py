"""Imperatives as facts: "Fetch one user" in a comment or docstring is told as "fetches one user"."""

from __future__ import annotations

import re

_VERBS = frozenset([
    "accept", "access", "acquire", "activate", "add", "adjust", "advance", "allocate", "allow", "analyze",
    "animate", "append", "apply", "approve", "assemble", "assert", "assign", "associate", "attach", "attempt",
    "authenticate", "authorize", "avoid", "await", "bind", "block", "blur", "bootstrap", "break", "broadcast",
    "build", "bump", "calculate", "call", "cancel", "capture", "cast", "catch", "center", "change", "check",
    "choose", "clamp", "clean", "clear", "click", "clip", "clone", "close", "collapse", "collect", "combine",
    "commit", "compare", "compile", "complete", "compose", "compress", "compute", "concatenate", "configure",
    "confirm", "connect", "construct", "consume", "continue", "convert", "copy", "count", "create", "decide",
    "declare", "decode", "decrease", "decrement", "decrypt", "define", "delegate", "delete", "delimit",
    "demonstrate", "deny", "deploy", "derive", "describe", "deserialize", "destroy", "detach", "detect",
    "determine", "disable", "discard", "disconnect", "dispatch", "display", "divide", "do", "download",
    "drain", "draw", "drop", "dump", "duplicate", "echo", "emit", "empty", "enable", "encode", "encrypt",
    "enforce", "enqueue", "ensure", "enter", "enumerate", "erase", "escape", "establish", "evaluate",
    "examine", "exclude", "execute", "exit", "expand", "expect", "explain", "export", "expose", "extend",
    "extract", "fall", "feed", "fetch", "fill", "filter", "find", "finish", "fire", "fix", "flatten", "flip",
    "flush", "focus", "follow", "forbid", "force", "fork", "format", "forward", "free", "generate", "get",
    "give", "go", "grab", "grant", "greet", "group", "grow", "guarantee", "guard", "handle", "hash", "hide",
    "highlight", "hold", "ignore", "illustrate", "implement", "import", "include", "increase", "increment",
    "indicate", "infer", "inform", "inherit", "initialise", "initialize", "inject", "insert", "inspect",
    "install", "instantiate", "intercept", "interpolate", "invert", "invoke", "issue", "iterate", "join",
    "jump", "keep", "kill", "launch", "lay", "leave", "let", "limit", "link", "list", "listen", "load",
    "lock", "log", "look", "loop", "lower", "make", "manage", "map", "mark", "mask", "match", "measure",
    "merge", "mock", "modify", "monitor", "mount", "move", "multiply", "mutate", "name", "navigate", "negate",
    "normalize", "notify", "observe", "obtain", "offer", "omit", "open", "order", "organize", "overlay",
    "override", "overwrite", "pack", "pad", "paint", "parse", "partition", "pass", "paste", "patch", "pause",
    "perform", "persist", "pick", "pipe", "place", "play", "plot", "point", "poll", "pop", "populate", "post",
    "prefix", "prepare", "prepend", "present", "preserve", "press", "prevent", "print", "process", "produce",
    "prompt", "propagate", "protect", "provide", "prune", "publish", "pull", "push", "put", "query", "queue",
    "quit", "raise", "randomize", "read", "rebuild", "receive", "record", "recreate", "redirect", "reduce",
    "refer", "reference", "refresh", "regenerate", "register", "reject", "release", "reload", "remove",
    "rename", "render", "reopen", "repeat", "replace", "reply", "report", "represent", "request", "require",
    "reset", "resize", "resolve", "respond", "restart", "restore", "restrict", "resume", "retain", "retrieve",
    "retry", "return", "reuse", "reverse", "revert", "rewrite", "roll", "rotate", "round", "route", "run",
    "save", "scale", "scan", "schedule", "scroll", "search", "seed", "seek", "select", "send", "separate",
    "serialize", "serve", "set", "share", "shift", "show", "shrink", "shuffle", "shut", "sign", "simulate",
    "skip", "sleep", "slice", "sort", "spawn", "specify", "split", "spread", "squash", "stack", "start",
    "stop", "store", "stream", "strip", "stub", "style", "submit", "subscribe", "subtract", "sum",
    "summarize", "suppress", "swap", "switch", "synchronize", "tag", "take", "tell", "terminate", "test",
    "throw", "time", "toggle", "trace", "track", "transfer", "transform", "translate", "traverse", "treat",
    "trigger", "trim", "truncate", "try", "tune", "turn", "uncover", "undo", "unlock", "unmount", "unpack",
    "unregister", "unset", "unsubscribe", "unwrap", "update", "upgrade", "upload", "use", "validate",
    "verify", "visit", "visualize", "wait", "walk", "warn", "watch", "weigh", "wire", "wrap", "write",
    "yield", "zip", "zoom",
])  # fmt: skip
# Verbs that open a heading as often as an order ("Test data", "Set theory"): what follows has to decide.
_ALSO_NOUNS = frozenset([
    "build", "cast", "fix", "force", "guard", "jump", "loop", "mask", "mock", "monitor", "pipe", "stub", "submit",
    "access", "block", "break", "call", "change", "check", "click", "copy", "count", "display", "dump",
    "echo", "export", "filter", "focus", "format", "group", "handle", "hash", "import", "include", "link",
    "list", "lock", "log", "look", "map", "mark", "match", "measure", "merge", "mount", "move", "name",
    "order", "pad", "patch", "pause", "place", "play", "plot", "point", "pop", "post", "prefix", "process",
    "prompt", "query", "queue", "record", "reference", "release", "report", "request", "result", "return",
    "route", "run", "sample", "scale", "search", "seed", "select", "set", "share", "sign", "slice", "sort",
    "spawn", "split", "stack", "start", "stop", "store", "stream", "style", "sum", "switch", "tag", "test",
    "time", "trace", "track", "transfer", "trigger", "update", "upgrade", "upload", "use", "value", "wait",
    "walk", "watch", "wrap", "zip", "zoom",
])  # fmt: skip
_OPENS_OBJECT = re.compile(
    r"(?:the|a|an|all|each|every|any|some|its|our|your|their|his|this|that|these|those|it|them|us|if|whether|only|new|"
    r"both|one|two|three|no|when|where|what|how|here|there|again|up|out|back|off|down|\d+|`.*)$",
    re.I,
)
# Verbs that take their object with a preposition ("wait for"); with others, what stands before one may be a noun.
_WITH_PREPOSITION = frozenset([
    "ask", "call", "check", "exit", "export", "import", "listen", "log", "look", "loop", "point", "scroll", "search",
    "start", "stop", "subscribe", "switch", "test", "wait", "walk", "watch",
])  # fmt: skip
_PREPOSITION = re.compile(r"(?:to|with|from|for|in|into|on|over|through|at|by|as|and|or)$", re.I)
_MODAL = re.compile(
    r"(?:is|are|was|were|can|could|should|must|will|would|may|might|has|have|does|did|needs?)$"
)
_LEAD = re.compile(
    r"^(?:(?:\d+[.):]\s*)|(?:first|second|third|then|next|now|finally|also|just|simply|step \d+)[,:]?\s+|"
    r"(?:let'?s|let us|please)\s+|"
    r"(?:here,?\s+)?(?:we|you|i)(?:'ll| will| can| could| should| must| need to| want to| have to| then| now| also|"
    r" first| just| simply| are going to)*\s+)+",
    re.I,
)
_THIRD = re.compile(
    r"^(?:this|it|which)\s+(?:`?\w+`? (?=function|method|class))?"
    r"(?:function |method |class |code |line |program |will )?",
    re.I,
)
_SUBJECT_WILL = re.compile(r"^(?:this|it)\s+(?:\w+\s+)?will\s+", re.I)


def third_person(verb: str) -> str:
    """`fetch` gives `fetches`, `try` gives `tries`."""
    if verb in {"do", "go"} or re.search(r"(?:s|x|z|ch|sh)$", verb):
        return f"{verb}es"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}s"


_THIRD_PERSONS = {third_person(verb): verb for verb in _VERBS}


def is_order(words: str) -> bool:
    """Whether `words` open with a verb in the imperative."""
    head, _, rest = words.partition(" ")
    verb = head.lower().rstrip(",:")
    follows = rest.split(" ")[0]
    if (
        verb not in _VERBS
        or head != head.rstrip(",:")
        or (head.isupper() and len(head) > 1)
        or _MODAL.match(follows)
    ):
        return False
    if verb not in _ALSO_NOUNS or _OPENS_OBJECT.match(follows):
        return True
    return verb in _WITH_PREPOSITION and _PREPOSITION.match(follows) is not None


def as_fact(words: str, surely: bool = False) -> str:
    """A comment that orders or states an act, as a verb phrase in the third person; empty when it does neither.

    `surely` says that an order is to be expected, as in a docstring: then a verb need not be told from a noun.
    """
    clean = words.strip().rstrip(".:;! ")
    lead = _LEAD.match(clean)
    said = clean[lead.end() :] if lead else clean
    will = _SUBJECT_WILL.match(said)
    if will is not None:
        said = said[will.end() :]
    expected = (lead or will or surely) and not _MODAL.match(said.partition(" ")[2].split(" ")[0])
    if is_order(said) or (
        expected and said.split(" ")[0].lower() in _VERBS and not said.split(" ")[0].isupper()
    ):
        head, _, rest = said.partition(" ")
        return f"{third_person(head.lower())} {_also(rest)}".strip()
    if surely and (unknown := _UNKNOWN_ORDER.match(said)):
        return f"{third_person(unknown[1].lower())} {_also(said[unknown.end(1) :].strip())}"
    third = _THIRD.match(said)
    said = said[third.end() :] if third else said
    head, _, rest = said.partition(" ")
    if head.lower() in _THIRD_PERSONS and rest and (third or head[:1].isupper() or not lead):
        opens = _OPENS_OBJECT.match(rest.split(" ")[0])
        if third or opens or _THIRD_PERSONS[head.lower()] not in _ALSO_NOUNS:
            return f"{head[0].lower()}{head[1:]} {_also(rest)}"
    return ""


_UNKNOWN_ORDER = re.compile(
    r"([A-Z][a-z]+(?<!s)(?<!ing)(?<!ed)(?<!ly)) (?=(?:the|a|an|all|each|every|its|this|that)\b)"
)
_STATED = re.compile(r"[a-z]{3,}s (?:the|a|an|all|each|every|its|this|that) \w")
_STATES = frozenset(
    {"is", "are", "has", "means", "lets", "represents", "contains", "holds", "describes", "implements"}
)


def states(words: str) -> bool:
    """Whether `words` are a predicate about what they describe: "is a binary tree", "returns a new tree"."""
    head = words.split(" ", maxsplit=1)[0]
    known = head in _THIRD_PERSONS and " " in words
    return head in _STATES or (head.islower() and (known or _STATED.match(words) is not None))


_COORDINATED = re.compile(r"((?:^|,? )(?:and then|then|and|or)) ([a-z]+)(?= \S)")
_SUBORDINATE = re.compile(r"\b(?:to|for|will|can|could|should|must|that|which|who|you|we|they|by)\b[^,]*$")


def _also(rest: str) -> str:
    """Further verbs joined to the first one, in the third person too: "and return it" gives "and returns it"."""
    return _COORDINATED.sub(
        lambda hit: f"{hit[1]} {third_person(hit[2])}" if _coordinates(hit) else hit[0], rest
    )


def _coordinates(hit: re.Match[str]) -> bool:
    """Whether the word after "and" is a verb; one that may be a noun needs an object that shows it."""
    if _SUBORDINATE.search(hit.string[: hit.start()]):
        return False  # "to read and write": the second verb belongs to the same infinitive
    follows = hit.string[hit.end() :].strip().split(" ")[0]
    return hit[2] in _VERBS and (hit[2] not in _ALSO_NOUNS or bool(_OPENS_OBJECT.match(follows)))
