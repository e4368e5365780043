"""What decorators and annotations say about a function or class: "answers GET requests to `/users`", "is a service"."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.kinds import STRINGS
from audiobook.narration.code.routes import METHODS, route_words
from audiobook.narration.code.snippet import field, named, text, within
from audiobook.narration.code.trees import arguments, callee, string_value
from audiobook.narration.code.words import code, listing, plural

_KINDS = {
    "property": "property", "cached_property": "cached property", "staticmethod": "static method",
    "classmethod": "class method", "fixture": "fixture", "contextmanager": "context manager",
    "asynccontextmanager": "async context manager", "abstractmethod": "abstract method", "command": "command",
    "group": "command group", "validator": "validator", "field_validator": "validator", "overload": "overload",
    "task": "task", "shared_task": "task", "Test": "test", "ParameterizedTest": "test", "dataclass": "dataclass",
}  # fmt: skip
_SAYS = {
    "lru_cache": "is cached", "cache": "is cached", "login_required": "requires a login", "wraps": "",
    "Override": "", "Autowired": "", "Inject": "", "SuppressWarnings": "", "FunctionalInterface": "", "SafeVarargs": "",
    "Deprecated": "is deprecated", "setter": "", "total_ordering": "", "final": "", "override": "", "Input": "",
    "RestController": "is a REST controller", "ApiController": "is an API controller",
    "Controller": "is a web controller", "Service": "is a service",
    "Repository": "is a repository", "Component": "is a component", "Configuration": "is a configuration class",
    "Entity": "is an entity", "Table": "", "Embeddable": "can be embedded",
    "MappedSuperclass": "is a mapped superclass",
    "SpringBootApplication": "is a Spring Boot application", "EnableWebSecurity": "turns web security on",
    "RestControllerAdvice": "advises REST controllers", "ControllerAdvice": "advises controllers",
    "SpringBootTest": "is a Spring Boot test", "Bean": "provides a bean", "Transactional": "runs in a transaction",
    "PostConstruct": "runs once it is constructed", "PreDestroy": "runs before it is destroyed",
    "Scheduled": "runs on a schedule", "Async": "runs in the background", "EventListener": "listens for an event",
    "BeforeEach": "runs before each test", "AfterEach": "runs after each test", "BeforeAll": "runs before all tests",
    "Injectable": "can be injected", "Module": "is a module", "Data": "has getters, setters, and the like",
    "AllArgsConstructor": "", "NoArgsConstructor": "", "Getter": "has getters", "Setter": "has setters",
    "ResponseBody": "", "ResponseStatus": "", "EnableConfigurationProperties": "", "Valid": "",
    "Validated": "is validated",
}  # fmt: skip
_MAPPINGS = {
    "HttpGet": "get", "HttpPost": "post", "HttpPut": "put", "HttpPatch": "patch", "HttpDelete": "delete",
    "GetMapping": "get", "PostMapping": "post", "PutMapping": "put", "PatchMapping": "patch", "DeleteMapping": "delete",
    "Get": "get", "Post": "post", "Put": "put", "Patch": "patch", "Delete": "delete",
}  # fmt: skip
_OPTIONS = frozenset({"option", "argument"})


def decorators(node: Node) -> list[Node]:
    """The decorators or annotations of a definition, without their `@`."""
    found = [named(part)[0] for part in named(node, "decorator") if named(part)]
    for part in named(node, "modifiers"):
        found += named(part, "annotation", "marker_annotation")
    inside = node.parent is not None and node.parent.type == "decorated_definition"
    above = None if inside else node.prev_named_sibling
    while above is not None and above.type == "decorator" and named(above):
        found.insert(0, named(above)[0])
        above = above.prev_named_sibling
    return found


def decorator_name(node: Node) -> str:
    """The last part of a decorator's name: `get` for `@app.get("/")`."""
    name = text(field(node, "name")) if "annotation" in node.type else (callee(node) or text(node))
    return name.rpartition(".")[2]


def _given(node: Node) -> list[Node]:
    if "annotation" in node.type:
        return [part for part in named(field(node, "arguments")) if part.type != "element_value_pair"]
    return arguments(node) if node.type in {"call", "call_expression"} else []


def path_of(node: Node) -> str | None:
    """The path that a route decorator or mapping gives; None when it gives none."""
    given = [arg for arg in _given(node) if arg.type in STRINGS]
    if not given and "annotation" in node.type:
        given = [
            part
            for pair in within(node, "element_value_pair")
            if text(field(pair, "key")) in {"value", "path"}
            for part in within(pair, *STRINGS)
        ]
    return string_value(given[0]) if given else None


def route_of(node: Node) -> tuple[str, str] | None:
    """The method and path of a route, from a decorator such as `@app.get("/x")` or `@GetMapping("/x")`."""
    name = decorator_name(node)
    if "annotation" in node.type or name in _MAPPINGS:
        if name in _MAPPINGS:
            return _MAPPINGS[name], path_of(node) or ""
        if name in {"RequestMapping", "Route"}:
            method = re.search(r"RequestMethod\.(\w+)", text(node))
            return (method[1].lower() if method else "any"), path_of(node) or ""
        return None
    path = path_of(node)
    if name not in METHODS or path is None or "." not in callee(node):
        return None
    methods = re.findall(r"methods\s*=\s*[\[(]([^\])]*)", text(node))
    names = re.findall(r"\w+", methods[0]) if methods else []
    if name == "route":
        return " or ".join(one.lower() for one in names) if names else "get", path
    return name, path


def kind_of(node: Node) -> str:
    """What kind of thing its decorators make of a definition; empty when they do not say."""
    return next((_KINDS[name] for part in decorators(node) if (name := decorator_name(part)) in _KINDS), "")


def marks(node: Node, on_class: bool = False) -> list[str]:
    """What its decorators say about a definition, as verb phrases."""
    told: list[str] = []
    options: dict[str, list[str]] = {}
    for part in decorators(node):
        name = decorator_name(part)
        if name in _OPTIONS and _given(part):
            options.setdefault(name, []).append(code(string_value(_given(part)[0]).lstrip("-")))
        elif (route := route_of(part)) is not None:
            told.append(
                f"answers requests under {code(route[1])}"
                if on_class and route[0] == "any"
                else route_words(*route, ())
            )
        elif name in _SAYS:
            told.append(_SAYS[name])
        elif name not in _KINDS:
            told.append(_plain_mark(part, name))
    told += [
        f"has the {plural(name) if len(names) > 1 else name} {listing([one for one in names if one])}"
        for name, names in options.items()
    ]
    return _marked([one for one in told if one])


def _marked(told: list[str]) -> list[str]:
    """Plain annotations together: "is marked `A` and `B`"."""
    spans = [one.removeprefix("is marked ") for one in told if one.startswith("is marked `")]
    rest = [one for one in told if not one.startswith("is marked `")]
    return [*rest, f"is marked {listing(spans)}"] if spans else rest


def _plain_mark(part: Node, name: str) -> str:
    given = [string_value(arg) for arg in _given(part) if arg.type in STRINGS]
    if name in {"ConfigurationProperties"} and given:
        return f"is bound to the properties under {code(given[0])}"
    if name in {"Query"} and given:
        return "runs a query of its own"
    if name == "parametrize":
        return ""
    if "annotation" in part.type:
        return f"is marked {code(name)}"
    whole = callee(part) or text(part)
    return f"is decorated with {code(whole)}" + (
        f" for {code(given[0])}" if len(given) == 1 and code(given[0]) else ""
    )
