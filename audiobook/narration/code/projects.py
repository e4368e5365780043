"""Files that describe a project: `package.json`, `pyproject.toml`, `Cargo.toml`."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.values import Doc, as_map, as_texts
from audiobook.narration.code.words import code, codes, count, some


def package(doc: Doc) -> list[Say]:
    """`package.json`: its scripts and what it depends on."""
    says = [
        say(
            f"the package file of {code(str(doc.get('name', 'a package')))}"
            + (f", version {code(str(doc['version']))}" if "version" in doc else ""),
            rank=0,
        )
    ]
    for key, lead, noun in (
        ("scripts", "it defines", "script"),
        ("dependencies", "it depends on", "package"),
        ("devDependencies", "for development, it adds", "package"),
    ):
        held = as_map(doc.get(key))
        if held:
            says.append(listed(lead, codes(list(held)), noun=noun, rank=1))
    return says


def project(doc: Doc) -> list[Say]:
    """`pyproject.toml` and `Cargo.toml`."""
    about = as_map(doc.get("project") or doc.get("package") or doc.get("tool.poetry"))
    says = [
        say(
            f"the project file of {code(str(about.get('name', 'a project')))}"
            + (f", version {code(str(about['version']))}" if isinstance(about.get("version"), str) else ""),
            rank=0,
        )
    ]
    needs = as_map(doc.get("dependencies") or doc.get("tool.poetry.dependencies"))
    names = list(needs) or [re.split(r"[<>=~!\[; ]", item)[0] for item in as_texts(about.get("dependencies"))]
    if names:
        says.append(listed("it depends on", codes(names), noun="package", rank=0))
    others = [key for key in doc if key not in {"project", "package", "dependencies"} and code(key)]
    if others:
        says.append(say(f"it also has {count(len(others), 'section')}: {some(codes(others), 4)}", rank=2))
    return says
