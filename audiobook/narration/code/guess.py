"""Guesses the language of a block whose fence names none. Careful: better no language than a wrong one."""

from __future__ import annotations

import json
import re

from audiobook.narration.code.languages import BY_NAME, Language

_SIGNS: tuple[tuple[str, str], ...] = (
    ("bash", r"\A#!.*\b(?:ba|z|k)?sh\b"),
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
    ("c", r"^\s*#include\s*[<\"]"),
    ("go", r"\Apackage\s+\w+\s*$|^func\s+(?:\(\w+ \*?\w+\)\s*)?\w+\(.*\{\s*$"),
    ("rust", r"^\s*(?:pub\s+)?fn\s+\w+.*[{;]\s*$|\blet\s+mut\s|^\s*use\s+\w+::"),
    ("typescript", r"^\s*(?:export\s+)?interface\s+\w+\s*\{|\bconst\s+\w+\s*:\s*\w+"),
    (
        "javascript",
        r"^\s*(?:export\s+)?(?:const|let|var)\s+[\w{\[][^=]*=|=>\s*[{(\w]|"
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
    (
        "bash",
        r"\A\s*(?:\$\s+)?(?:sudo\s+)?(?:npm|npx|yarn|pnpm|pip3?|python3?|mix|iex|apt(?:-get)?|brew|"
        r"docker(?:-compose)?|git|curl|wget|kubectl|cd|ls|mkdir|cp|mv|rm|cat|echo|export|source|"
        r"cargo|go|make|bundle|gem|rails|psql|redis-cli|aws|terraform|helm|ssh|chmod|touch|tar|"
        r"poetry|uv|conda|systemctl|helm|gcloud|az)\s+[\w./~\"'$-]",
    ),
    ("toml", r"\A\s*(?:#.*\n)*\[[\w.\"-]+\]\s*\n(?:\s*[\w.-]+\s*=\s*\S)|\A\s*\[\[[\w.]+\]\]"),
    ("yaml", r"\A\s*(?:#.*\n|---\s*\n)*[\w.-]+:(?:\s*\n\s+(?:- )?[\w\"'-]+|\s+[^\n{;]+\n\s*[\w.-]+:)"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.M)) for name, pattern in _SIGNS)
_SEEN = 4_000


def _is_json(source: str) -> bool:
    if not re.match(r"\s*[\[{]", source):
        return False
    try:
        json.loads(source)
    except (ValueError, RecursionError):
        return bool(re.match(r'\s*\[?\s*\{\s*"[^"\n]+"\s*:', source))
    return True


def guess(source: str, title: str = "") -> Language | None:
    """The language by the ending of a file name in the fence, else by its signs in the first 4,000 characters."""
    ending = title.rpartition(".")[2].lower()
    if "." in title and ending in BY_NAME:
        return BY_NAME[ending]
    if title.rpartition("/")[2].lower() in BY_NAME:
        return BY_NAME[title.rpartition("/")[2].lower()]
    head = source[:_SEEN]
    if _is_json(source if len(source) < 100_000 else head):
        return BY_NAME["json"]
    return next((BY_NAME[name] for name, sign in _COMPILED if sign.search(head)), None)
