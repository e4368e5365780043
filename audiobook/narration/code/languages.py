"""The languages of code blocks: what a fence calls them, how they are said, and which grammar reads them.

To add one: a row here and, where the shared outline is not enough, a module in this package with
`tell(snippet) -> Telling | None`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobook.narration.code.dialects import CSHARP, KOTLIN, PHP, SWIFT

Wrapper = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """`spoken` is how a teacher names it. `grammar` is `module:function` of a tree-sitter wheel, or empty.

    `module` is the describer in this package, or empty for the shared outline. `wrappers` complete fragments;
    `hidden` matches lines that a page leaves out; `also` names grammars of its dialects, tried where the first does not
    fit;
    `dialect` holds patterns and replacements that bring what a template language adds back to what the grammar reads.
    """

    spoken: str
    names: tuple[str, ...]
    grammar: str = ""
    module: str = ""
    wrappers: tuple[Wrapper, ...] = ()
    noun: str = "line"
    dialect: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    hidden: str = ""


STATEMENTS = frozenset(
    ["tree_sitter_python", "tree_sitter_javascript", "tree_sitter_typescript:language_typescript",
     "tree_sitter_typescript:language_tsx", "tree_sitter_go", "tree_sitter_rust", "tree_sitter_java", "tree_sitter_c",
     "tree_sitter_ruby"]
)  # fmt: skip
"""The grammars whose statements the shared phrases read."""

_CLASS = ("class Example {\n", "\n}")
_ATTRIBUTE = ("<example ", " />")
_TSX = "tree_sitter_typescript:language_tsx"
_METHOD = ("class Example { void example() {\n", "\n} }")

LANGUAGES: tuple[Language, ...] = (
    Language(
        "Elixir",
        ("elixir", "ex", "exs"),
        "tree_sitter_elixir",
        "elixir",
        (("example ", ""), ("[", "]"), ("example do\n", "\nend")),
        # A clause that holds only comments, which the grammar cannot read, gets a value that is never told.
        dialect=(
            (r"(?m)(->[ \t]*\n(?:[ \t]*#.*\n)+)(?=[ \t]*(?:end\b|else\b|\S.*->))", r"\1:__nothing__\n"),
        ),
    ),
    Language(
        "Python",
        ("python", "py", "python3", "py3"),
        "tree_sitter_python",
        "python",
        (
            ("if example:\n", ""),
            ("example", ""),
            ("if example:\n    pass\n", ""),
            ("try:\n    pass\n", ""),
            ("", "\n    pass"),
            ("[", "]"),
            ("{", "}"),
        ),
    ),
    Language(
        "SQL",
        (
            "sql",
            "postgresql",
            "postgres",
            "pgsql",
            "plpgsql",
            "mysql",
            "sqlite",
            "sqlite3",
            "tsql",
            "psql",
            "cql",
        ),
        module="sql",
    ),
    Language(
        "shell",
        ("bash", "sh", "shell", "zsh", "fish", "ksh", "shellscript", "shell-script"),
        "tree_sitter_bash",
        "shell",
    ),
    Language(
        "JSON",
        ("json", "jsonc", "json5", "jsonl", "ndjson"),
        "tree_sitter_json",
        "data",
        (("{", "}"), ("[", "]")),
    ),
    Language("YAML", ("yaml", "yml", "docker-compose", "compose"), "tree_sitter_yaml", "data"),
    Language("TOML", ("toml",), "tree_sitter_toml", "data"),
    Language(
        "JavaScript",
        ("javascript", "js", "mjs", "cjs", "jsx", "node", "nodejs"),
        "tree_sitter_javascript",
        "javascript",
        (_CLASS, ("example = {", "}"), ("example", ""), _ATTRIBUTE),
        dialect=(
            (r"\{\{.*?\}\}", "template_value"),
            (r"\{%.*?%\}", ""),
            (r"\*/?!\*", ""),  # the marks that some lessons put around what they point at
            (r"=\s*\.\.\.(?=\s*(?://|$))", "= left_out"),
            (r"(?<=[:(,])(\s*)\.\.\.(?=\s*[,)}\]])", r"\1left_out"),
        ),
        also=(_TSX,),
    ),
    Language(
        "TypeScript",
        ("typescript", "ts", "mts", "cts"),
        "tree_sitter_typescript:language_typescript",
        "javascript",
        (_CLASS, ("example = {", "}"), ("interface Example {", "}")),
        also=(_TSX,),
    ),
    Language("TypeScript", ("tsx",), _TSX, "javascript", (_CLASS, ("example = {", "}"), _ATTRIBUTE)),
    Language(
        "HTML",
        (
            "html",
            "htm",
            "xhtml",
            "vue",
            "vue-html",
            "svelte",
            "jinja",
            "jinja2",
            "handlebars",
        ),
        "tree_sitter_html",
        "html",
        dialect=(
            (r"<(script|iframe|style)\b([^>]*?)\s*/>", r"<\1\2></\1>"),
            (r"=\{[^{}]*\}", '="value"'),
            (r"<(/?)[.:](?=\w)", r"<\1"),
            (r"(\{\{[^{}<>]*)->([^{}<>]*\}\})", r"\1.\2"),
            (r"<%=\s*(.*?)\s*%>", r"{{ \1 }}"),
            (r"<%[^>]*%>|\{\{[^{}]*[<>][^{}]*\}\}|\{%.*?%\}", ""),
        ),
    ),
    Language("a HEEx template", ("heex", "html+heex", "leex", "surface"), module="templates"),
    Language("an EEx template", ("eex", "html+eex"), module="templates"),
    Language("an ERB template", ("erb", "html+erb", "rhtml"), module="templates"),
    Language("CSS", ("css",), "tree_sitter_css", "css", (("example {", "}"),)),
    Language(
        "Go",
        ("go", "golang"),
        "tree_sitter_go",
        "go",
        (
            ("func example() {\n", "\n}"),
            ("type Example struct {\n", "\n}"),
        ),
    ),
    Language(
        "Rust",
        ("rust", "rs"),
        "tree_sitter_rust",
        "rust",
        (
            ("fn example() {\n", "\n}"),
            ("struct Example {\n", "\n}"),
            ("impl Example {\n", "\n}"),
        ),
        hidden=r"(?m)^\s*#(?: .*)?(?:\n|\Z)",
    ),
    Language("Java", ("java",), "tree_sitter_java", "java", (_CLASS, _METHOD)),
    Language(
        "C",
        ("c", "h"),
        "tree_sitter_c",
        "",
        (
            ("void example() {\n", "\n}"),
            ("struct example {\n", "\n};"),
        ),
    ),
    Language("Ruby", ("ruby", "rb"), "tree_sitter_ruby", "ruby", (("example", ""),)),
    Language("Dockerfile", ("dockerfile", "docker", "containerfile"), "tree_sitter_dockerfile", "dockerfile"),
    Language("Redis", ("redis", "redis-cli", "rediscli"), "", "redis", noun="command"),
    Language("HTTP", ("http", "https", "rest"), "", "http"),
    Language("Elasticsearch", ("elasticsearch", "es", "kibana", "opensearch", "esql"), "", "http"),
    Language("GraphQL", ("graphql", "gql"), module="graphql"),
    Language("C plus plus", ("cpp", "c++", "cxx", "cc", "hpp")),
    Language(
        "C sharp", ("csharp", "c#", "cs"), "tree_sitter_java", "nearly", (_CLASS, _METHOD), dialect=CSHARP
    ),
    Language("F sharp", ("fsharp", "f#", "fs")),
    Language("PHP", ("php",), _TSX, "nearly", (_CLASS, ("example = {", "}"), _ATTRIBUTE), dialect=PHP),
    Language("Kotlin", ("kotlin", "kt", "kts"), _TSX, "nearly", (_CLASS,), dialect=KOTLIN),
    Language("Swift", ("swift",), _TSX, "nearly", (_CLASS,), dialect=SWIFT),
    Language("Scala", ("scala",)),
    Language("Haskell", ("haskell", "hs")),
    Language("Erlang", ("erlang", "erl")),
    Language("Clojure", ("clojure", "clj", "edn")),
    Language("Lua", ("lua",)),
    Language("Perl", ("perl", "pl")),
    Language("R", ("r", "rlang")),
    Language("Julia", ("julia", "jl")),
    Language("Zig", ("zig",)),
    Language("Dart", ("dart",)),
    Language("OCaml", ("ocaml", "ml")),
    Language("Nix", ("nix",)),
    Language("PowerShell", ("powershell", "ps1", "pwsh"), module="windows"),
    Language("batch", ("bat", "cmd", "batch"), module="windows"),
    Language("XML", ("xml", "svg", "xsd", "xslt", "plist")),
    Language("SCSS", ("scss", "sass", "less")),
    Language("INI", ("ini", "cfg", "conf", "properties", "editorconfig", "systemd"), module="ini"),
    Language("environment settings", ("dotenv", "env"), noun="setting"),
    Language("Nginx configuration", ("nginx", "nginxconf"), module="nginx"),
    Language("Terraform", ("terraform", "tf", "hcl"), module="terraform"),
    Language("Protocol Buffers", ("protobuf", "proto"), module="protobuf"),
    Language("Mermaid", ("mermaid",), module="mermaid"),
    Language("Makefile", ("makefile", "make", "mk"), module="makefile"),
    Language("Markdown", ("markdown", "md", "mdx")),
    Language("LaTeX", ("latex", "tex")),
    Language("Cypher", ("cypher",)),
    Language("Prolog", ("prolog",)),
    Language("Assembly", ("asm", "nasm", "assembly")),
    Language("Solidity", ("solidity", "sol")),
    Language("Vim script", ("vim", "viml")),
    Language("CSV", ("csv", "tsv")),
    Language("shell", ("console", "terminal", "shell-session", "shellsession"), "tree_sitter_bash", "shell"),
    Language("Elixir", ("iex",), "tree_sitter_elixir", "elixir"),
    Language("Python", ("pycon", "python-repl", "pytb", "ipython"), "tree_sitter_python", "python"),
)
BY_NAME: dict[str, Language] = {name: language for language in LANGUAGES for name in language.names}

PLAIN = frozenset(
    {
        "",
        "text",
        "txt",
        "plain",
        "plaintext",
        "none",
        "nohighlight",
        "output",
        "out",
        "ascii",
        "raw",
        "literal",
    }
)
OUTPUT = frozenset({"output", "out", "stdout", "stderr", "error", "result", "results"})
"""What a fence calls what a program printed: it is never read as a language or a drawing."""
UNKNOWN = Language("", ())

_TITLE = re.compile(r"""(?:title|file|filename|caption|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s}]+))""")


@dataclass(frozen=True, slots=True)
class Info:
    """A fence info string, taken apart: the language's name in lower case, and a title when an attribute gives one."""

    name: str
    title: str


def read_info(info: str) -> Info:
    """Understands `elixir title="x"`, `{.python #id}`, `{python}`, `lib/x.ex`, `python:main.py` and `js{1,3}`."""
    hit = _TITLE.search(info)
    title = next(filter(None, hit.groups()), "") if hit else ""
    word = (re.sub(r"^\s*\{?\s*\.?(?:language-|lang-)?", "", info).split() or [""])[0]
    word = re.split(r"[{,}]", word)[0].strip().lower()
    if word in BY_NAME or word in PLAIN:
        return Info(word, title)
    if "=" in word or word.startswith("#"):
        return Info("", title)
    head, _, rest = word.partition(":")
    if rest and head in BY_NAME:
        return Info(head, title or rest)
    _, dot, ending = word.rpartition(".")
    if dot and ending in BY_NAME:
        return Info(ending, title or word)
    return Info(head, title)


def find(name: str) -> Language | None:
    """The language a fence calls `name`, or None."""
    return BY_NAME.get(name)
