"""Nginx configuration: servers, the places they answer for, and what they do there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.addresses import place
from audiobook.narration.code.braces import Statement, statements
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.filters import pattern
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.words import code, codes, comment_text, count, first_sentence, listing, some

_FEW = 5
# What a directive does with its words: `{0}` the first, `{all}` all of them.
_DIRECTIVES = {
    "root": "serves files from {0}", "alias": "serves files from {0}", "index": "starts with {all}",
    "include": "includes {0}", "access_log": "logs requests to {0}", "error_log": "logs errors to {0}",
    "ssl_certificate": "takes the certificate {0}", "ssl_certificate_key": "takes the key {0}",
    "add_header": "adds the header {0}", "proxy_set_header": "passes the header {0}",
    "expires": "lets answers be cached for {0}", "client_max_body_size": "takes bodies up to {0}",
    "keepalive_timeout": "keeps connections open for {0} seconds",
    "worker_processes": "runs {0} worker processes",
    "worker_connections": "takes {0} connections at a time", "user": "runs as the user {0}",
    "resolver": "looks names up at {0}", "allow": "allows {0}", "deny": "denies {0}",
    "auth_basic_user_file": "takes passwords from {0}", "limit_req": "limits the rate of requests",
    "limit_req_zone": "defines a limit for the rate of requests", "limit_conn": "limits the connections",
    "proxy_cache": "caches in {0}", "fastcgi_pass": "passes requests on to FastCGI at {0}",
    "uwsgi_pass": "passes requests on to uWSGI at {0}", "set_real_ip_from": "trusts the proxy {0}",
    "real_ip_header": "takes the address of the client from {0}", "ssl_protocols": "allows {all}",
    "default_type": "answers with type {0} by default", "log_format": "defines the log format {0}",
    "pid": "writes its process number to {0}", "proxy_http_version": "uses HTTP {0} to the server behind",
    "load_module": "loads the module {0}",
}  # fmt: skip


def directive(held: Statement) -> str:
    """A directive as a verb phrase."""
    name, given = held.name, held.words[1:]
    first = given[0] if given else ""
    if name in {"proxy_pass", "grpc_pass"}:
        return f"passes requests on to {place(first)}"
    if name == "return":
        goal = given[1] if len(given) > 1 else ""
        if first in {"301", "302", "307", "308"} and goal:
            bare = re.sub(r"[$]\w+", "", goal)
            target = (
                code(re.sub(r"^(?:\w*:)?//", "", bare).rstrip("/")) if re.search(r"\w\.\w|/\w", bare) else ""
            )
            same = "the same address over HTTPS" if goal.startswith("https") else "another address"
            return f"redirects to {target or same}, with status {first}"
        return f"answers with status {first}" if first.isdigit() else f"redirects to {place(first)}"
    if name == "try_files":
        *files, last = given or [""]
        fallback = f"status {last[1:]}" if last.startswith("=") else code(last)
        return f"tries {_files(files)}, then {fallback}" if files else f"tries {fallback}"
    if name == "rewrite" and len(given) > 1:
        return f"rewrites {code(first) or 'a path'} to {code(given[1]) or 'another'}"
    if name == "error_page" and len(given) > 1:
        return f"shows {code(given[-1])} for {'error' if len(given) == 2 else 'errors'} {listing(given[:-1][:4])}"
    if name == "set":
        return f"sets {code(first)} to {code(' '.join(given[1:])) or 'nothing'}"
    if name in _DIRECTIVES:
        template = _DIRECTIVES[name]
        return (
            template.format(code(first) or first or "nothing", all=some(codes(given), 3))
            if given or "{" not in template
            else ""
        )
    if given[:1] in (["on"], ["off"]):
        return f"turns {code(name)} {given[0]}"
    told = code(" ".join(given)) if len(" ".join(given)) < 30 else ""
    return f"sets {code(name)}" + (f" to {told}" if told else "")


def _files(files: Sequence[str]) -> str:
    told = {
        "$uri": "the file of that name",
        "$uri/": "the folder of that name",
        "$uri.html": "the HTML file of that name",
    }
    return ", then ".join(told.get(one) or code(one) for one in files if told.get(one) or code(one))


def _acts(inside: Sequence[Statement]) -> list[str]:
    return [said for one in inside if not one.is_block and (said := directive(one))]


def _server(held: Statement) -> list[Say]:
    ports = [re.sub(r".*:(?=\d+$)", "", one.words[1]) for one in held.find("listen") if len(one.words) > 1]
    secure = any(word in {"ssl", "443"} for one in held.find("listen") for word in one.words[1:])
    names = [word for one in held.find("server_name") for word in one.words[1:] if word != "_"]
    lead = "a server"
    lead += (
        f" that listens on {'port' if len(set(ports)) == 1 else 'ports'} "
        + listing(list(dict.fromkeys(port if port.isdigit() else code(port) for port in ports)))
        if ports
        else ""
    )
    lead += ", with TLS," if secure and ports else ""
    lead += f" for {some(codes(names), 3)}" if codes(names) else ""
    rest = _acts([one for one in held.inside if one.name not in {"listen", "server_name"}])
    says = [say(lead.rstrip(","), rank=0)] if lead != "a server" or not held.inside else []
    if rest:
        says.append(
            say(
                f"it {listing(rest[:_FEW])}"
                + (f"; and has {count(len(rest) - _FEW, 'more setting')}" if len(rest) > _FEW else ""),
                f"it {listing(rest[:2])}",
                rank=1,
            )
        )
    return [*says, *_places(held)]


def _places(held: Statement) -> list[Say]:
    return [
        part for one in held.inside if one.is_block and one.name in {"location", "if"} for part in _block(one)
    ]


def _location(held: Statement) -> Say:
    words = [word for word in held.words[1:] if word not in {"=", "~", "~*", "^~"}]
    path = " ".join(words)
    spoken = (
        "all paths"
        if path == "/" and "=" not in held.words
        else "the root path only"
        if path == "/"
        else code(path) or "a pattern"
    )
    spoken = (
        f"paths with {pattern(path)}"
        if {"~", "~*"} & set(held.words)
        else f"{spoken} only"
        if "=" in held.words and path != "/"
        else spoken
    )
    acts = _acts(held.inside) + [f"has {_named(one)}" for one in held.inside if one.is_block]
    told = listing(acts[:_FEW]) if acts else "nothing is set"
    return say(
        f"for {spoken}, it {told}" if acts else f"for {spoken}, {told}",
        f"for {spoken}, it {listing(acts[:1])}" if acts else "",
        rank=1,
    )


def _named(held: Statement) -> str:
    test = " ".join(held.words[1:]).strip("() ")
    return (
        f"a condition on {code(re.split(r'[ =!~]', test)[0]) or 'a value'}"
        if held.name == "if"
        else f"a {code(held.name)} block"
    )


def _condition(held: Statement) -> str:
    """The test of an `if` in words: "`request_method` is `POST`"."""
    source = " ".join(held.words[1:]).strip("() ")
    if hit := re.fullmatch(r"\$(\w+)\s*(=|!=|~\*?|!~\*?)\s*(.+)", source):
        verbs = {
            "=": "is",
            "!=": "is not",
            "~": "matches",
            "~*": "matches",
            "!~": "does not match",
            "!~*": "does not match",
        }
        right = pattern(hit[3].strip('"'))
        return f"{code(hit[1])} {verbs[hit[2]]} {right}"
    if hit := re.fullmatch(r"\$(\w+)", source):
        return f"{code(hit[1])} is set"
    return f"{code(source)} holds" if code(source) and len(source) < 40 else "a condition holds"


def _upstream(held: Statement) -> list[Say]:
    servers = [one.words[1] for one in held.find("server") if len(one.words) > 1]
    others = _acts([one for one in held.inside if one.name != "server"])
    name = code(held.words[1]) if len(held.words) > 1 else ""
    return [
        say(
            f"the group of servers {name} has {some(codes(servers), 4)}"
            + (f", and {listing(others[:2])}" if others else ""),
            rank=0,
        )
    ]


def _block(held: Statement) -> list[Say]:
    if held.name == "server":
        return _server(held)
    if held.name == "upstream":
        return _upstream(held)
    if held.name == "location":
        return [_location(held)]
    if held.name in {"http", "stream", "mail"}:
        acts = _acts(held.inside)
        head = (
            [
                say(
                    f"for {held.name.upper() if held.name == 'http' else held.name}, it {listing(acts[:_FEW])}",
                    rank=1,
                )
            ]
            if acts
            else []
        )
        return [*head, *(part for one in held.inside if one.is_block for part in _block(one))]
    if held.name == "if":
        return (
            [say(f"if {_condition(held)}, it {listing(_acts(held.inside))}", rank=1)]
            if _acts(held.inside)
            else []
        )
    if held.name in {"map", "geo", "split_clients"}:
        return [
            say(
                f"it sets {code(held.words[-1])} by {code(held.words[1]) if len(held.words) > 1 else 'a value'}, "
                f"in {count(len(held.inside), 'case')}",
                rank=1,
            )
        ]
    acts = _acts(held.inside)
    return [say(f"in {code(held.name)}, it {listing(acts[:_FEW])}", rank=1)] if acts else []


def tell(snippet: Snippet) -> Telling | None:
    """Servers and their places; None when nothing of it is known."""
    held = statements(snippet.source, comments="#", by_line=False, bare=True)
    outer = _acts(held)
    says = [part for one in held if one.is_block for part in _block(one)]
    if not says and not outer:
        return None
    head = say(f"{size(snippet)} of Nginx configuration{where(snippet)}", rank=1)
    if outer:
        says.insert(0, say(f"it {listing(outer[:_FEW])}", f"it {listing(outer[:2])}", rank=1))
    notes = [first_sentence(comment_text(one.note), 12).rstrip(".") for one in held if comment_text(one.note)]
    note = (
        say(f"its comments say: {'; '.join(note for note in notes[:2] if note)}", rank=3) if notes else None
    )
    return outline("Nginx configuration", head, *says, note)
