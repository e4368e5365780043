"""Requests from the command line: curl, wget, HTTPie."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.commandline import Line
from audiobook.narration.code.words import code, codes, listing, some

_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--json", "--data-urlencode", "--data-ascii")


def curl(line: Line) -> str:
    """A request with curl: where it goes, how, with what, and where the answer is kept."""
    from audiobook.narration.code.addresses import place
    from audiobook.narration.code.http import request_act
    from audiobook.narration.code.json_body import load_json

    urls = (
        [line.get("--url")]
        if line.get("--url")
        else [arg for arg in line.args if re.search(r"[/.:$]|localhost", arg)]
    )
    data = line.all(*_DATA)
    body = data[0] if data else ""
    if not urls:
        return "shows the version of curl" if line.has("-V", "--version") else "sends a request with curl"
    url = urls[0]
    method = line.get("-X", "--request") or (
        "GET" if line.has("-G", "--get") or not (data or line.all("-F", "--form")) else "POST"
    )
    if line.has("-I", "--head"):
        method = "HEAD"
    if line.get("-T", "--upload-file"):
        return f"uploads {code(line.get('-T', '--upload-file'))} to {place(url)}"
    file = line.get("-o", "--output")
    if (file and file != "/dev/null") or line.has("-O", "--remote-name"):
        what = place(url) if len(urls) == 1 else f"{len(urls)} files"
        return f"downloads {what}" + (f" to {code(file)}" if code(file) else "")
    held = load_json(body) if body and not body.startswith("@") else None
    said = request_act(method, url, line.all("-H", "--header"), held)
    return said + _details(line, body, held is None)


def _details(line: Line, body: str, unread: bool) -> str:
    """What a request carries that its words do not say yet."""
    facts = []
    if body.startswith("@"):
        facts.append(f"with the contents of {code(body[1:])}" if code(body[1:]) else "with what it is given")
    elif body and unread:
        fields = re.findall(r"(?:^|&)([\w.\[\]-]+)=", body)
        facts.append(
            f"with the fields {some(codes(fields), 4)}"
            if len(fields) > 1
            else f"with the field {code(fields[0])}"
            if fields
            else "with data"
        )
    if forms := line.all("-F", "--form"):
        facts.append(
            f"with the form {'field' if len(forms) == 1 else 'fields'} "
            f"{some(codes([form.partition('=')[0] for form in forms]), 3)}"
        )
    if user := line.get("-u", "--user"):
        name = code(user.partition(":")[0]) if re.fullmatch(r"[\w.@-]+", user.partition(":")[0]) else ""
        facts.append(f"as the user {name}" if name else "with a user name and password")
    if line.has("-L", "--location"):
        facts.append("following redirects")
    if line.has("-k", "--insecure"):
        facts.append("without checking the certificate")
    return "".join(f", {fact}" for fact in facts)


def wget(line: Line) -> str:
    from audiobook.narration.code.addresses import place

    goal = line.get("-O", "--output-document")
    told = [place(arg) for arg in line.args if place(arg)]
    if goal == "-":
        return f"fetches {some(told, 2)}"
    folder = line.get("-P", "--directory-prefix")
    where = f" to {code(goal)}" if code(goal) else f" into {code(folder)}" if code(folder) else ""
    return f"downloads {some(told, 3)}{where}" if told else "downloads files"


def httpie(line: Line) -> str:
    """HTTPie: `http PUT example.com name=Ana X-Key:1`."""
    from audiobook.narration.code.http import request_act

    args = list(line.args)
    method = args.pop(0) if args and re.fullmatch(r"[A-Z]+", args[0]) else ""
    if not args:
        return "runs HTTPie"
    url, *items = args
    url = f"localhost{url}" if url.startswith(":") else url
    fields = [
        re.split(r":?=", item, maxsplit=1)[0] for item in items if re.match(r"[\w.\[\]-]+:?=(?!=)", item)
    ]
    query = [item.partition("==")[0] for item in items if "==" in item]
    headers = [item for item in items if re.match(r"[\w-]+:(?!=)", item)]
    if query:
        url += "?" + "&".join(f"{name}=1" for name in query)
    said = request_act(
        method or ("POST" if fields else "GET"),
        url,
        [header.replace(":", ": ", 1) for header in headers],
        None,
    )
    said += (
        f", with the {'field' if len(fields) == 1 else 'fields'} {some(codes(fields), 4)}" if fields else ""
    )
    kept = line.get("-o", "--output")
    return said + (f", and keeps the answer in {code(kept)}" if code(kept) else "")


def load_test(line: Line) -> str:
    from audiobook.narration.code.addresses import place

    told = [place(arg) for arg in line.args if place(arg)]
    many = line.get("-n")
    return f"sends {many or 'many'} requests to {listing(told)}" if told else "sends many requests"


PROGRAMS: dict[str, Callable[[Line], str]] = {
    "curl": curl, "wget": wget, "http": httpie, "https": httpie, "ab": load_test, "wrk": load_test,
    "hey": load_test,
}  # fmt: skip
