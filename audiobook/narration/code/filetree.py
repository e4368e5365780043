"""File trees: "The folder `lib` holds two files, `a.ex` and `b.ex`, and the folder `blog`"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import codes, count, listing, plain, some

_BRANCH = re.compile(r"^([\s│|]*)(?:[├└+`|]\s?[─-]{1,3}\s?|[├└]\s+)([^\s>].*)$")
_NAME = re.compile(r"^[\w.@~$-][\w.@~$ /-]*$")


@dataclass(slots=True)
class Entry:
    """A file or folder of the tree; `note` is the comment beside it."""

    name: str
    depth: int
    note: str = ""
    inside: list[Entry] = field(default_factory=list)

    @property
    def is_folder(self) -> bool:
        return bool(self.inside) or self.name.endswith("/")


def _split_note(name: str) -> tuple[str, str]:
    cut = re.split(r"\s+(?:#|//|<-|←|--)\s*", name, maxsplit=1)
    return cut[0].strip(), plain(cut[1]) if len(cut) > 1 else ""


def entries(source: str) -> list[Entry] | None:
    """The lines as entries with depths; None when the block is no tree."""
    lines = [line.replace("\xa0", " ") for line in source.split("\n") if line.strip(" │|")]
    drawn = sum(1 for line in lines if _BRANCH.match(line))
    found = []
    for line in lines:
        if hit := _BRANCH.match(line):
            found.append(
                Entry(_split_note(hit[2])[0], len(hit[1].expandtabs(4)) // 3 + 1, _split_note(hit[2])[1])
            )
            continue
        name, note = _split_note(line)
        indent = len(line) - len(line.lstrip())
        if re.match(r"\s*\d+ director", line):
            continue
        if not _NAME.match(name) or (" " in name and not name.endswith("/")):
            return None
        found.append(Entry(name, 0 if drawn else indent // 2, note))
    if drawn:
        return found if drawn >= len(lines) / 2 else None
    folders = sum(1 for entry in found if entry.name.endswith("/"))
    files = sum(1 for entry in found if re.search(r"\w\.\w{1,5}$", entry.name))
    return found if folders and folders + files == len(found) and len(found) > 1 else None


def _nest(flat: list[Entry]) -> list[Entry]:
    roots: list[Entry] = []
    stack: list[Entry] = []
    for entry in flat:
        while stack and stack[-1].depth >= entry.depth:
            stack.pop()
        (stack[-1].inside if stack else roots).append(entry)
        stack.append(entry)
    return roots


def _names(found: list[Entry]) -> list[str]:
    return codes([entry.name.rstrip("/") for entry in found])


def _holds(folder: Entry) -> str:
    files = codes([entry.name for entry in folder.inside if not entry.is_folder])
    folders = codes([entry.name.rstrip("/") for entry in folder.inside if entry.is_folder])
    parts = []
    if files:
        parts.append(
            f"{count(len(files), 'file')}, {some(files, 4)}" if len(files) > 1 else f"the file {files[0]}"
        )
    if folders:
        parts.append(
            f"{count(len(folders), 'folder')}, {some(folders, 4)}"
            if len(folders) > 1
            else f"the folder {folders[0]}"
        )
    return listing(parts)


def tell(snippet: Snippet) -> Telling | None:
    """A file tree, breadth first: each folder and what it holds."""
    flat = entries(snippet.source) if snippet.lines > 1 else None
    if not flat:
        return None
    roots = _nest(flat)
    queue = [root for root in roots if root.is_folder]
    files = sum(1 for entry in flat if not entry.is_folder)
    head = (
        []
        if len(roots) == 1
        else [
            say(
                f"a file tree with {count(len(roots), 'entry')} at the top: {some(_names(roots), 5)}",
                rank=0,
            )
        ]
    )
    says: list[Say] = []
    while queue:
        folder = queue.pop(0)
        name = codes([folder.name.rstrip("/")])
        if folder.inside and (name or folder.name in {".", "./"}):
            subject = f"the folder {name[0]}" if name else "the current folder"
            counted = count(len(folder.inside), "entry")
            says.append(
                say(f"{subject} holds {_holds(folder)}", f"{subject} holds {counted}", rank=len(says))
            )
        queue += [entry for entry in folder.inside if entry.is_folder]
    notes = [
        f"{codes([entry.name])[0]} is {entry.note}" for entry in flat if entry.note and codes([entry.name])
    ]
    if notes:
        says.append(say(f"its notes say: {'; '.join(notes[:3])}", rank=3))
    return (
        idiom("a file tree", *head, *says)
        if head or says
        else idiom("a file tree", say(f"a file tree with {count(files, 'file')}"))
    )
