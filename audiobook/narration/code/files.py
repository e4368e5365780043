"""What the everyday programs for files, processes and machines do."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.addresses import place_of
from audiobook.narration.code.commandline import Line
from audiobook.narration.code.packages import runs
from audiobook.narration.code.words import code, codes, count, listing, some

_Tell = Callable[[Line], str]


def simple(verb: str, otherwise: str = "", most: int = 3) -> _Tell:
    """A program that acts on its arguments: "removes `a` and `b`"; alone it does `otherwise`."""

    def tell(line: Line) -> str:
        told = some([_path(arg) for arg in line.args if _path(arg)], most)
        return f"{verb} {told}" if told else otherwise or verb

    return tell


def _path(arg: str) -> str:
    """A path as it is said: the places that every shell knows by their names."""
    known = {
        ".": "the current folder",
        "..": "the folder above",
        "~": "the home folder",
        "/": "the root folder",
        "-": "the folder before",
        "*": "everything",
        "./*": "everything",
        "$HOME": "the home folder",
        "$PWD": "the current folder",
        "$(pwd)": "the current folder",
        "../..": "two folders up",
    }
    return known.get(arg.rstrip("/") or arg) or place_of(re.sub(r"^\./(?=\w)", "", arg))


def moves(verb: str) -> _Tell:
    """A program that takes things to a place: "copies `a` to `b`"."""

    def tell(line: Line) -> str:
        told = [_path(arg) for arg in line.args if _path(arg)]
        if len(told) > 1:
            return f"{verb} {some(told[:-1], 3)} to {told[-1]}"
        return f"{verb} {told[0]} here" if told else f"{verb} files"

    return tell


def _several(one: str, many: str) -> _Tell:
    """Singular or plural by the number of arguments: "makes the folders `a` and `b`"."""

    def tell(line: Line) -> str:
        told = [_path(arg) for arg in line.args if _path(arg)]
        return f"{many if len(told) > 1 else one} {some(told, 3)}" if told else one

    return tell


def _ls(line: Line) -> str:
    details = []
    if line.has("-l", "-la", "-al", "-lh"):
        details.append("with details")
    if line.has("-a", "-A", "--all"):
        details.append("hidden ones too")
    if line.has("-t"):
        details.append("newest first")
    if line.has("-R"):
        details.append("with all subfolders")
    what = "lists " + (some([_path(arg) for arg in line.args if _path(arg)], 3) or "the files")
    return ", ".join([what, *details])


def _find(line: Line) -> str:
    """`find`: where it looks, for what, and what it does with it."""
    at = _tests(line)
    where = some([_path(arg) for arg in at["where"] if _path(arg)], 2) or "the current folder"
    kind = {"f": "files", "d": "folders", "l": "links"}.get(at["-type"][0] if at["-type"] else "", "files")
    said = f"finds the {kind} in {where}"
    if name := (at["-name"] or at["-iname"]):
        said += f" whose names match {code(name[0]) or 'a pattern'}"
    if when := at["-mtime"]:
        days = when[0].lstrip("+-")
        said += (
            f", changed within {days} days"
            if when[0].startswith("-")
            else f", changed more than {days} days ago"
        )
    if size := at["-size"]:
        said += (
            f", of size {code(size[0].lstrip('+-'))} {'or more' if size[0].startswith('+') else 'or less'}"
        )
    if "-delete" in line.words:
        said += ", and deletes them"
    if run := at["-exec"]:
        from audiobook.narration.code.filters import on_each

        inner = on_each([word for word in run if word not in {";", "\\;", "+"}])
        said += f", and {inner}" if inner else ""
    return said


def _tests(line: Line) -> dict[str, list[str]]:
    """The words of `find` by the test they belong to."""
    found: dict[str, list[str]] = {
        name: [] for name in ("where", "-type", "-name", "-iname", "-mtime", "-size", "-exec")
    }
    name = "where"
    for word in line.words[1:]:
        if name != "-exec" and re.match(r"-[a-z]", word):
            name = word
        elif name in found:
            found[name].append(word)
    return found


def _tar(line: Line) -> str:
    letters = "".join(
        flag.lstrip("-") for flag in [*line.flags, *line.options] if not flag.startswith("--")
    ) + (line.args[0] if line.args and re.fullmatch(r"[cxtvzjJf]+", line.args[0]) else "")
    args = line.args[1:] if line.args and re.fullmatch(r"[cxtvzjJf]+", line.args[0]) else line.args
    file = line.get("-f", "--file") or (args[0] if args else "")
    rest = args if line.get("-f", "--file") else args[1:]
    if "x" in letters or line.has("--extract"):
        goal = line.get("-C", "--directory")
        return f"unpacks {code(file) or 'an archive'}" + (f" into {code(goal)}" if code(goal) else "")
    if "t" in letters:
        return f"lists what is in {code(file)}"
    return f"packs {some(codes(rest), 3) or 'files'} into {code(file) or 'an archive'}"


def _chmod(line: Line) -> str:
    mode, *files = line.args or [""]
    what = some(codes(files), 3) or "the files"
    deep = ", with all in it" if line.has("-R") else ""
    signs = {"x": "executable", "w": "writable", "r": "readable"}
    if hit := re.fullmatch(r"([ugoa]*)\+([rwx])", mode):
        whose = {"u": " for its owner", "g": " for its group", "o": " for others"}.get(hit[1], "")
        return f"makes {what} {signs[hit[2]]}{whose}{deep}"
    known = {
        "600": "readable and writable for its owner only",
        "400": "readable for its owner only",
        "700": "open to its owner only",
        "0600": "readable and writable for its owner only",
        "644": "writable for its owner and readable for all",
        "777": "open to everybody",
        "755": "executable for all and writable for its owner",
        "0755": "executable for all and writable for its owner",
    }
    return (
        f"makes {what} {known[mode]}{deep}"
        if mode in known
        else f"sets the mode of {what} to {code(mode)}{deep}"
    )


def _chown(line: Line) -> str:
    who, *files = line.args or [""]
    user, _, group = who.partition(":")
    whose = f"the user {code(user)}" if code(user) else f"the group {code(group)}"
    return f"gives {some(codes(files), 3) or 'the files'} to {whose}" + (
        ", with all in it" if line.has("-R") else ""
    )


def _link(line: Line) -> str:
    told = [_path(arg) for arg in line.args if _path(arg)]
    return (
        f"links {told[1]} to {told[0]}"
        if len(told) > 1
        else f"links to {told[0]}"
        if told
        else "makes a link"
    )


_SYSTEM = {
    "start": "starts", "stop": "stops", "restart": "restarts", "reload": "reloads",
    "status": "shows the status of", "enable": "enables", "disable": "disables",
    "is-active": "asks whether it runs:", "edit": "edits", "mask": "masks",
}  # fmt: skip


def _systemctl(line: Line) -> str:
    verb, *names = line.args or [""]
    if verb == "daemon-reload":
        return "reloads the definitions of the services"
    now = " and starts" if verb == "enable" and line.has("--now") else ""
    what = "the services" if len(names) > 1 else "the service"
    told = [code(re.sub(r"\.service$", "", name)) for name in names]
    return (
        f"{_SYSTEM[verb]}{now} {what} {listing(told)}"
        if verb in _SYSTEM and names
        else runs("systemctl", line.args)
    )


def _service(line: Line) -> str:
    name, verb = (*line.args, "", "")[:2]
    return f"{_SYSTEM[verb]} the service {code(name)}" if verb in _SYSTEM else runs("service", line.args)


def _journal(line: Line) -> str:
    unit = line.get("-u", "--unit")
    return f"shows the log of {f'the service {code(unit)}' if unit else 'the system'}" + (
        ", and follows it" if line.has("-f") else ""
    )


def _ssh(line: Line) -> str:
    host, *command = line.args or [""]
    said = f"connects to {code(host)} over SSH" if code(host) else "connects over SSH"
    key = line.get("-i")
    said += f", with the key {code(key)}" if code(key) else ""
    said += f", through a tunnel from port {line.get('-L').split(':')[0]}" if line.get("-L") else ""
    from audiobook.narration.code.programs import act_of

    inner = act_of(command) if command else ""
    return f"{said}, and there {inner}" if inner else said


def _keygen(line: Line) -> str:
    kind, file = line.get("-t"), line.get("-f")
    return (
        "makes an SSH key"
        + (f" of type {code(kind)}" if kind else "")
        + (f", in {code(file)}" if code(file) else "")
    )


def _openssl(line: Line) -> str:
    verb = line.args[0] if line.args else ""
    target = line.get("-out")
    into = f", in {code(target)}" if code(target) else ""
    if verb in {"genrsa", "genpkey", "ecparam"}:
        return f"makes a private key{into}"
    if verb == "req":
        what = "a self-signed certificate" if line.has("-x509") else "a certificate request"
        return f"makes {what}{into}"
    if verb == "x509":
        return (
            f"signs a certificate{into}"
            if line.has("-req")
            else f"shows the certificate {code(line.get('-in'))}".rstrip()
        )
    if verb == "s_client":
        return f"opens a TLS connection to {code(line.get('-connect')) or 'a server'}"
    if verb == "rand":
        return f"makes random bytes{into}"
    return f"runs OpenSSL {code(verb)}{into}" if code(verb) else "runs OpenSSL"


def _zip(line: Line) -> str:
    archive, *held = line.args or [""]
    return f"packs {some(codes(held), 3)} into {code(archive)}" if codes(held) else "packs files"


def _connects(line: Line) -> str:
    host, port = (*line.args, "", "")[:2]
    return (
        f"connects to {code(host)}" + (f", port {code(port)}" if code(port) else "")
        if code(host)
        else "opens a connection"
    )


def _span(time: str) -> str:
    """`5` is five seconds, `10m` ten minutes."""
    hit = re.fullmatch(r"(\d+)([smhd]?)", time)
    if not hit:
        return "a while"
    unit = {"": "second", "s": "second", "m": "minute", "h": "hour", "d": "day"}[hit[2]]
    return count(int(hit[1]), unit) if int(hit[1]) < 100 else f"{hit[1]} {unit}s"


def _always(said: str) -> _Tell:
    """A program that does the same whatever it is given."""
    return lambda _: said


PROGRAMS: dict[str, _Tell] = {
    "cd": simple("changes into", "goes to the home folder"), "pushd": simple("changes into"),
    "popd": simple("goes back"), "pwd": simple("prints the current folder"), "ls": _ls, "ll": _ls,
    "cat": simple("shows"), "bat": simple("shows"), "find": _find,
    "mkdir": _several("makes the folder", "makes the folders"),
    "rmdir": _several("removes the folder", "removes the folders"),
    "touch": _several("creates the file", "creates the files"), "rm": simple("removes"),
    "cp": moves("copies"), "mv": moves("moves"), "scp": moves("copies over SSH"), "rsync": moves("syncs"),
    "ln": _link, "source": simple("loads"), ".": simple("loads"), "chmod": _chmod, "chown": _chown,
    "tar": _tar, "unzip": simple("unpacks"), "gunzip": simple("unpacks"), "gzip": simple("compresses"),
    "zip": _zip, "tree": simple("shows the tree of", "shows the file tree"),
    "which": simple("asks where to find"), "type": simple("asks what it is:"),
    "whereis": simple("asks where to find"), "man": simple("opens the manual of"),
    "diff": lambda line: f"compares {listing(codes(line.args))}",
    "kill": simple("ends process", "ends a process"), "killall": simple("ends every"),
    "pkill": simple("ends every"), "exit": simple("leaves"), "ps": simple("lists the processes"),
    "top": simple("watches the processes"), "htop": simple("watches the processes"),
    "df": simple("shows the free space of", "shows the free disk space"),
    "du": simple("shows how much space is taken by", "shows the space taken"),
    "free": simple("shows the free memory"), "whoami": simple("asks who is logged in"),
    "hostname": simple("asks for the name of the machine"), "date": _always("prints the date"),
    "su": lambda line: f"becomes the user {code(line.args[-1]) if codes(line.args) else 'root'}",
    "sleep": lambda line: f"waits for {_span(line.args[0] if line.args else '')}",
    "clear": simple("clears the screen"), "history": simple("lists the commands typed before"),
    "alias": simple("lists the aliases"), "unset": simple("unsets"),
    "env": simple("lists the environment variables"), "printenv": simple("prints"), "nano": simple("edits"),
    "vim": simple("edits"), "vi": simple("edits"), "emacs": simple("edits"),
    "code": simple("opens in the editor"), "open": simple("opens"), "xdg-open": simple("opens"),
    "file": simple("asks of what kind they are:"), "stat": simple("shows the details of"),
    "uname": simple("asks what system it is"), "ping": simple("pings"), "dig": simple("looks up"),
    "nslookup": simple("looks up"), "host": simple("looks up"), "nc": _connects, "telnet": _connects,
    "systemctl": _systemctl, "service": _service, "journalctl": _journal, "ssh": _ssh,
    "ssh-keygen": _keygen, "ssh-add": simple("adds the key", "lists the keys"), "openssl": _openssl,
    "useradd": simple("adds the user"), "adduser": simple("adds the user"),
    "groupadd": simple("adds the group"), "addgroup": simple("adds the group"),
    "passwd": simple("sets the password of", "changes the password"), "mount": simple("mounts"),
    "umount": simple("unmounts"), "reboot": simple("restarts the machine"),
    "crontab": simple("changes the jobs of cron"), "true": simple("does nothing"),
    "wait": simple("waits for the background jobs"), "trap": _always("sets what happens on a signal"),
    "shift": simple("drops the first argument"), "read": simple("reads a line into"),
    "test": simple("tests something"),
}  # fmt: skip
