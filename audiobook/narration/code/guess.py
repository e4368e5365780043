"""Guesses the language of a block whose fence names none. Careful: better no language than a wrong one."""

from __future__ import annotations

import json
import re

from audiobook.narration.code.languages import BY_NAME, Language

_SIGNS: tuple[tuple[str, str], ...] = (
    ("bash", r"\A#!.*\b(?:ba|z|k)?sh\b"),
    (
        "bash",
        r"\A\s*(?:#.*\n\s*)*(?:\$\s+)?(?:sudo\s+)?(?:docker(?:-compose)?|kubectl|git|npm|curl|aws|redis-cli|helm|psql|pip3?|apt-get|brew)\s+"
        r"[-\w./~\"'$]+(?:\s|$)|\A\s*(?:[A-Z][A-Z0-9_]*=\S+\s+)+[a-z][\w./-]*(?:\s|$)",
    ),
    ("python", r"\A#!.*\bpython"),
    ("ruby", r"\A#!.*\bruby"),
    (
        "elixir",
        r"^\s*defmodule\s+[A-Z][\w.]*\s+do\b|"
        r"^\s*\|>\s|"
        r"^\s*(?:schema|embedded_schema)\s.*\bdo\b|"
        r"^\s*def(?:p|macro)?\s+\w+.*\bdo\s*$",
    ),
    (
        "elixir",
        r"%[A-Z][\w.]*\{|"
        r"\bEcto\.\w+|"
        r"^\s*(?:field|belongs_to|has_many|has_one|many_to_many)\s+:\w+|"
        r"\bfrom\(?\s*\w+ in [A-Z]",
    ),
    ("dockerfile", r"(?s)\A\s*(?:#.*?\n)*FROM\s+\S+.*^(?:RUN|COPY|CMD|WORKDIR|ENTRYPOINT|ENV)\s"),
    ("http", r"\A(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+/?\S+|\AHTTP/\d"),
    (
        "sql",
        r""
        r"(?i)\A\s*(?:--.*\n\s*)*(?:select\s[\s\S]*\bfrom\b|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|"
        r"create\s+(?:unique\s+)?(?:table|index|view|type|extension|materialized|function|or\s+replace)\b|"
        r"alter\s+table\s|"
        r"with\s+(?:recursive\s+)?\w+\s+as\s*\(|drop\s+(?:table|index)|begin;|explain\s)",
    ),
    (
        "java",
        r"^\s*(?:public|private|protected)\s+(?:static\s+|final\s+|abstract\s+)*(?:class|interface|void|"
        r"enum|[A-Z]\w*(?:<.*>)?)\s+\w+",
    ),
    ("csharp",
    r"^using\s+[A-Z][\w.]+;\s*$|^\s*public\s+(?:static\s+)?async\s+Task\b|^namespace\s+[A-Z][\w.]*\s*[;{]?\s*$"),
    ("cpp", r"^\s*#include\s*<(?:iostream|string|vector|aws/)|\bstd::\w+"),
    ("c", r"^\s*#include\s*[<\"]"),
    ("go", r"\Apackage\s+\w+\s*$|^func\s+(?:\(\w+ \*?\w+\)\s*)?\w+\(.*\{\s*$"),
    ("rust", r"^\s*(?:pub\s+)?fn\s+\w+.*[{;]\s*$|\blet\s+mut\s|^\s*use\s+\w+::"),
    ("typescript", r"^\s*(?:export\s+)?interface\s+\w+\s*\{|\bconst\s+\w+\s*:\s*\w+"),
    (
        "javascript",
        r"^\s*(?:export\s+)?(?:const|let|var)\s+[\w{\[][^=]*=|[\w)][ \t]*=>\s*[{(\w]|"
        r"^\s*(?:async\s+)?function\s*\w*\(|"
        r"\bconsole\.log\(|"
        r"\brequire\(",
    ),
    (
        "python",
        r"^\s*(?:async\s+)?def\s+\w+\(.*\)\s*(?:->.*)?:\s*$|"
        r"^\s*class\s+\w+(?:\(.*\))?:\s*$|"
        r"^(?:from\s+[\w.]+\s+import|import\s+[\w.]+\s*$)|"
        r"^\s*print\(",
    ),
    ("ruby", r"^\s*(?:def\s+\w+[?!]?(?:\(.*\))?\s*$|class\s+[A-Z]\w*(?:\s*<\s*[\w:]+)?\s*$|require\s+['\"])"),
    (
        "html",
        r"(?i)\A\s*<(?:!doctype|html|head|body|div|p|ul|ol|form|"
        r"table|span|a|h[1-6]|script|"
        r"img|section|nav|button|input)\b",
    ),
    ("xml", r"\A\s*<\?xml"),
    ("css", r"\A\s*[.#]?[\w-]+(?:[ .#:>,][\w.#:> ,-]+)?\s*\{\s*\n?\s*[a-z-]+\s*:[^\n;]+;"),
    (
        "redis",
        r"(?i)\A\s*(?:redis-cli\s+)?(?:SET|GET|HSET|HGETALL|"
        r"LPUSH|RPUSH|SADD|"
        r"ZADD|INCR|EXPIRE|DEL|HGET|LRANGE|SMEMBERS|ZRANGE|"
        r"XADD|PUBLISH|SUBSCRIBE|TTL|MGET|"
        r"MSET|SETEX)\s+[\w:{}*-]+",
    ),
    ("terraform",
    r"^(?:resource|data|module|variable|output|provider)\s+\"[\w-]+\"(?:\s+\"[\w-]+\")?\s*\{|^(?:terraform|locals)\s*\{"),
    (
        "graphql",
        r"^(?:extend\s+)?(?:type|interface|input|enum)\s+[A-Z]\w*[^{\n=;(]*\{\s*$|^(?:query|mutation|subscription)\b[^{\n;=]*\{\s*$|"
        r"^fragment\s+\w+\s+on\s+\w+\s*\{",
    ),
    ("nginx", r"(?s)^\s*(?:server|location|upstream|http|events)\b[^;{}=]*\{.*?;"),
    ("mermaid",
    r"\A(?:---\n[\s\S]*?\n---\s*\n)?\s*(?:(?:graph|flowchart)\s+(?:TB|TD|BT|LR|RL)\b|(?:sequenceDiagram|erDiagram|classDiagram|stateDiagram(?:-v2)?|gantt|pie|gitGraph|mindmap|journey|timeline|quadrantChart|xychart-beta|sankey(?:-beta)?)\b)"),
    ("protobuf",
    r"\A\s*(?://.*\n\s*)*syntax\s*=\s*\"proto\d\"|^message\s+[A-Z]\w*\s*\{|^service\s+[A-Z]\w*\s*\{"),
    (
        "bash",
        r"\A\s*(?:\$\s+)?(?:sudo\s+)?(?:npm|npx|yarn|pnpm|pip3?|python3?|mix|iex|apt(?:-get)?|brew|"
        r"docker(?:-compose)?|git|curl|wget|kubectl|cd|ls|mkdir|cp|mv|rm|cat|echo|export|source|"
        r"cargo|go|make|bundle|gem|rails|psql|redis-cli|aws|terraform|helm|ssh|chmod|touch|tar|"
        r"poetry|uv|conda|systemctl|helm|gcloud|az|protoc|dotnet|find|grep|sed|awk|for|diff|sort|chown|openssl|ansible|minikube|vault)\s+[\w./~\"'$-]",
    ),
    ("toml", r"\A\s*(?:#.*\n)*\[[\w.\"-]+\]\s*\n(?:\s*[\w.-]+\s*=\s*\S)|\A\s*\[\[[\w.]+\]\]"),
    ("yaml",
    r"\A\s*(?:#.*\n|---\s*\n)*[\w.-]+:(?:\s*\n\s+(?:- )?[\w\"'-]+|\s*\n- [\w\"'-]+|\s+[^\n{;]+\n\s*[\w.-]+:)"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.M)) for name, pattern in _SIGNS)
_SEEN = 4_000


def _is_json(source: str) -> bool:
    if re.match(r'\s*"[\w.@$-]+"\s*:\s*[\[{"\d]', source):
        source = f"{{{source.strip().rstrip(',')}}}"
    if not re.match(r"\s*[\[{]", source):
        return False
    try:
        json.loads(source)
    except (ValueError, RecursionError):
        return bool(re.match(r'\s*\[?\s*\{\s*"[^"\n]+"\s*:', source))
    return True


_SHELLS = frozenset({"shell", "console"})
_OUTPUT_NAME = "output"
_REQUEST_LINE = re.compile(
    r"(?:\s*(?:#|//).*\n)*\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s+(?:/|_|https?:|[\w*.-]+/|\{)\S*"
)
_SENTENCE = re.compile(r"[A-Z][a-z]+(?:'\w+)?(?: [\w',()-]+){2,}")
_KEYED = re.compile(r"\s*(?:- )?[\w./ ()\"'-]+:(?:\s.*)?$|\s*- \S.*$|\s*#.*$")


def corrected(source: str, language: Language) -> Language:
    """The language of a block whose fence says shell although it holds something else: requests, JSON, YAML, output."""
    if language.spoken not in _SHELLS or not source.strip():
        return language
    from audiobook.narration.code.prompts import prompt_of
    from audiobook.narration.code.snippet import Snippet

    lines = [line for line in source.split("\n") if line.strip()]
    head = lines[0].strip()
    if all(re.match(r"[+-] |\s", line) for line in lines) and re.match(r"[+-] ", head):
        return Language("", ("diff",))
    if prompt_of(Snippet(source, language, len(lines), (), 1.0)) is not None:
        return language
    if _REQUEST_LINE.match(source):
        return BY_NAME["http"]
    if (
        head[0] in '{["'
        and re.match(r'\s*[\[{]\s*("|$|\{|\[|\})|\s*"[^"]+"\s*:', source)
        and _is_json(source.strip().rstrip(","))
    ):
        return BY_NAME["json"]
    if re.match(r'"[^"\s]+"\s*:\s', head):
        return BY_NAME["json"]
    if re.match(r"apiVersion:|kind:|---$", head) and len(lines) > 1:
        return BY_NAME["yaml"]
    redis = len(lines) > 0 and all(
        line.split()[0].isupper() for line in lines if not line.lstrip().startswith("#")
    )
    if redis:
        from audiobook.narration.code.redis import is_redis

        if is_redis(source):
            return BY_NAME["redis"]
    if _is_output(lines):
        return Language("", (_OUTPUT_NAME,))
    return language


def _is_output(lines: list[str]) -> bool:
    """Whether the lines are what a program has printed: sentences, a table under capitals, keys with values."""
    from audiobook.narration.code.answers import table_columns
    from audiobook.narration.code.programs import is_known

    if table_columns(lines):
        return True
    first = lines[0].split()[0]
    if re.match(r"(?i)usage:\s", lines[0].strip()):
        return True
    if (
        _SENTENCE.match(lines[0].strip())
        and not re.search(r"[$|>]|--\w", lines[0])
        and first not in _PROGRAMS_IN_CAPITALS
    ):
        return True
    heads = [line.split()[0] for line in lines]
    if (
        len(lines) > 2
        and not any(is_known(head) for head in heads)
        and sum(not _COMMAND.fullmatch(head) for head in heads) > len(heads) / 3
    ):
        return not any(
            line.rstrip().endswith(("\\", "{", "(", "'")) or re.match(r"\s*[$%#]|\s*-", line)
            for line in lines
        )
    keyed = [line for line in lines if _KEYED.match(line) and not line.lstrip().startswith("#")]
    return (
        len(lines) > 1
        and len(keyed) == len(lines)
        and not any(line.rstrip().endswith("\\") for line in lines)
    )


_COMMAND = re.compile(r"[.~/$]{0,2}[A-Za-z_][\w./:~=$-]*|\W")
_PROGRAMS_IN_CAPITALS = frozenset({"Rscript", "R"})
_GENERIC = frozenset(
    {
        "cli",
        "source",
        "default",
        "code",
        "snippet",
        "example",
        "listing",
        "cmd-line",
        "repl",
        "commands",
        "block",
        "note",
        "warning",
        "tip",
        "danger",
        "info",
        "caution",
        "important",
        "checklist",
        "quote",
    }
)


def is_generic(name: str) -> bool:
    """Whether a fence only says that this is code, and not in which language."""
    return name in _GENERIC


def guess(source: str, title: str = "") -> Language | None:
    """The language by the ending of a file name in the fence, else by its signs in the first 4,000 characters."""
    ending = title.rpartition(".")[2].lower()
    if "." in title and ending in BY_NAME:
        return BY_NAME[ending]
    if title.rpartition("/")[2].lower() in BY_NAME:
        return BY_NAME[title.rpartition("/")[2].lower()]
    head = source[:_SEEN]
    if _NOT_KNOWN.search(head):
        return None
    if _is_json(source if len(source) < 100_000 else head):
        return BY_NAME["json"]
    if _looks_redis(head):
        return BY_NAME["redis"]
    found = next((BY_NAME[name] for name, sign in _COMPILED if sign.search(head)), None)
    return None if found is BY_NAME["yaml"] and len(_ALIGNED.findall(head)) > 1 else found


def _looks_redis(head: str) -> bool:
    """Commands of Redis in capitals, at least one of them with an argument."""
    from audiobook.narration.code.redis import is_redis

    return any(len(line.split()) > 1 for line in head.split("\n")) and is_redis(head)


_NOT_KNOWN = re.compile(r"^(?:type alias \w|module [\w.]+ exposing|\w+ :: \S.*->|\w+ : [A-Z].*->)", re.M)
"""Signs of languages that are not told here, whose text has signs of one that is."""
_ALIGNED = re.compile(r"^[\w /.-]+:[ \t]{2,}\S", re.M)
"""A key whose value is lined up in a column: what a program prints, and nobody writes in YAML."""
