"""The example plugin, installed as a user would install it; and the pages about plugins, which cannot drift from it."""

from __future__ import annotations

import ast
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

import click
import pytest

from audiobook import testing
from audiobook.cli import main
from audiobook.speech import checks, client, engine
from audiobook.speech.engine import Engine, Limits, Synthesizer, VoiceInfo, VoiceSpec

DOCS = Path(__file__).parents[1] / "docs" / "plugins"
REFERENCE = (DOCS / "README.md").read_text()
PLUGIN = DOCS / "audiobook-command"
TUTORIAL = (PLUGIN / "README.md").read_text()

_BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S)


def blocks(page: str, language: str = "") -> list[tuple[str, str]]:
    """The listings of a page: title and text."""
    return [
        (block["title"] or "", block["text"])
        for block in _BLOCK.finditer(page)
        if language in ("", block["language"])
    ]


# -- the plugin, installed -----------------------------------------------------------------------------------


def install(source: Path, target: Path) -> None:
    """Without the network: the build tools are those that run the tests."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(target)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, str(source)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def with_packages(*targets: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, targets)), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the plugin's folder: building leaves files behind."""
    folder = tmp_path_factory.mktemp("plugin") / "source"
    unneeded = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", ".*")
    return Path(shutil.copytree(PLUGIN, folder, ignore=unneeded))


@pytest.fixture(scope="module")
def installed(source: Path) -> Path:
    target = source.parent / "installed"
    install(source, target)
    return target


def voices(folder: Path, *arguments: str, targets: tuple[Path, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audiobook", "voices", *arguments],
        cwd=folder,
        env=with_packages(*targets),
        capture_output=True,
        text=True,
    )


def test_the_plugin_passes_its_own_tests(source: Path, installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=source,
        env=with_packages(installed),
        capture_output=True,
        text=True,
    )
    passed = re.search(r"(\d+) passed", done.stdout)

    assert done.returncode == 0, done.stdout + done.stderr
    assert passed
    contract = [name for name in vars(testing.EngineContract) if name.startswith("test_")]
    assert int(passed[1]) > len(contract) > 5
    assert "skipped" not in done.stdout


def test_an_installed_plugin_is_listed_with_what_it_needs(installed: Path, tmp_path: Path) -> None:
    listed = voices(tmp_path, targets=(installed,)).stdout
    alone = voices(tmp_path, "command", targets=(installed,)).stdout

    assert re.search(r"^espeak  \d+ voices; ", listed, re.MULTILINE)
    assert alone in listed
    assert alone.startswith("command  not usable: command needs a program that writes {out}. Write ?command=")


def test_its_voice_speaks(source: Path, installed: Path, tmp_path: Path) -> None:
    command = shlex.join([sys.executable, str(source / "tests" / "tones.py")])
    voice = str(VoiceSpec("command", "", (("command", f"{command} {{out}} {{text}}"),)))
    listed = voices(tmp_path, voice, targets=(installed,))
    sampled = voices(tmp_path, voice, "--sample", "out", targets=(installed,))

    assert "  command:program?command=" in listed.stdout
    assert sampled.returncode == 0, sampled.stderr
    assert len(list((tmp_path / "out").glob("command-program-*.wav"))) == 1


def test_two_packages_with_one_engine_name_are_an_error(
    source: Path, installed: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(source, tmp_path / "other"))
    project = (other / "pyproject.toml").read_text()
    (other / "pyproject.toml").write_text(
        project.replace("audiobook-command", "audiobook-rival").replace("audiobook_command", "rival")
    )
    (other / "audiobook_command.py").rename(other / "rival.py")
    install(other, tmp_path / "rival")
    refused = voices(tmp_path, targets=(installed, tmp_path / "rival"))

    assert refused.returncode == 4
    assert refused.stdout == ""
    assert refused.stderr == (
        "error: two installed packages provide a speech engine 'command': "
        "audiobook_command:CommandEngine and rival:CommandEngine. Uninstall one of them\n"
    )


def test_the_plugin_is_typed() -> None:
    from mypy import api

    module = PLUGIN / "audiobook_command.py"
    out, _, _ = api.run(["--strict", "--follow-imports=silent", str(module)])
    assert out.startswith("Success"), out


# -- the tutorial --------------------------------------------------------------------------------------------


def test_every_listing_of_the_tutorial_is_a_file_of_the_plugin() -> None:
    shown = {title: text for title, text in blocks(TUTORIAL) if title}
    files = {
        path.relative_to(PLUGIN).as_posix()
        for path in PLUGIN.rglob("*")
        if path.suffix in (".py", ".toml") and "build" not in path.parts
    }

    assert set(shown) == files
    for name, text in shown.items():
        assert text == (PLUGIN / name).read_text(), f"copy {name} into the tutorial again"


@pytest.mark.parametrize("page", [REFERENCE, TUTORIAL], ids=["reference", "tutorial"])
def test_every_command_of_the_pages_exists(page: str) -> None:
    lines = [shlex.split(line, comments=True) for _, text in blocks(page, "sh") for line in text.splitlines()]
    ours = [words for words in lines if words and words[0] == "audiobook"]

    assert ours
    for _, name, *arguments in ours:
        command = main.commands[name]
        command.make_context(name, arguments, parent=click.Context(main))  # raises for what it does not know


def test_every_voice_of_the_pages_can_be_read() -> None:
    written = [
        line.split("#")[0].partition(" = ")[2].strip()
        for _, text in blocks(TUTORIAL, "toml")
        for line in text.splitlines()
        if line.startswith("voice = ")
    ]
    specs = [VoiceSpec.parse(ast.literal_eval(voice)) for voice in written]

    assert len(specs) == 4
    for spec in specs:
        settings = dict(spec.settings)
        assert spec.engine == "command"
        assert set(settings) <= {"command", "pace", "version"}
        assert "{out}" in shlex.split(settings["command"])


def test_the_entry_point_of_the_reference_is_that_of_the_plugin() -> None:
    shown = tomllib.loads(dict(blocks(REFERENCE, "toml"))[""])
    real = tomllib.loads((PLUGIN / "pyproject.toml").read_text())
    assert shown["project"]["entry-points"] == real["project"]["entry-points"]
    assert engine.GROUP in shown["project"]["entry-points"]


# -- the reference -------------------------------------------------------------------------------------------


def table(heading: str) -> list[list[str]]:
    """The rows of the first table whose first heading is this one, or of the one below a section's title."""
    lines = REFERENCE.splitlines()
    start = next(index for index, line in enumerate(lines) if line == heading)
    first = next(index for index in range(start, len(lines)) if lines[index].startswith("|"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def public(kind: type) -> set[str]:
    """The members of a protocol."""
    return {name for name in {*kind.__annotations__, *vars(kind)} if not name.startswith("_")}


@pytest.mark.parametrize(("heading", "kind"), [("## Limits", Limits), ("## Voices", VoiceInfo)])
def test_the_tables_of_fields_are_those_of_the_classes(heading: str, kind: type) -> None:
    real = [
        [f"`{field.name}`", "" if field.default is MISSING else f"`{field.default!r}`"]
        for field in fields(kind)
    ]
    rows = table(heading)

    assert [row[:2] for row in rows] == real
    assert all(row[2] for row in rows)


def test_the_table_of_the_contract_is_that_of_the_class() -> None:
    real = vars(testing.EngineContract)
    settable = [name for name in testing.EngineContract.__annotations__ if name != "texts"]
    assert [row[:2] for row in table("## Tests")] == [
        [f"`{name}`", f"`{real[name]!r}`" if name in real else ""] for name in settable
    ]


def test_every_protocol_and_every_method_is_described() -> None:
    protocols = {
        name: kind
        for name, kind in vars(engine).items()
        if isinstance(kind, type)
        and getattr(kind, "_is_protocol", False)
        and kind.__module__ == engine.__name__
    }
    assert {"Engine", "Synthesizer", "ChecksSettings", "Priced"} <= set(protocols)
    described = re.findall(r"`([a-z_]+)(?:\(([a-z, ]*)\))?`", REFERENCE)
    signatures = {name: parameters for name, parameters in described if parameters}
    for kind in protocols.values():
        for name in public(kind):
            assert name in dict(described), f"{kind.__name__}.{name} is not in docs/plugins/README.md"
            code = getattr(getattr(kind, name, None), "__code__", None)
            if code and code.co_argcount > 1:
                assert signatures[name] == ", ".join(code.co_varnames[1 : code.co_argcount])
    listed = {
        row[0].strip("`")
        for row in table("These are for engines that need them; having the method is enough:")
    }
    assert listed == {name for name in protocols if name != "Engine" and "Synthesizer" not in name}


def test_the_members_of_an_engine_are_all_there_is() -> None:
    assert {row[0].strip("`").partition("(")[0] for row in table("## The engine")} == public(Engine)
    assert public(Synthesizer) <= {row[0].strip("`").partition("(")[0] for row in table("## The synthesizer")}


def test_the_bounds_of_the_reference_are_those_of_the_checks() -> None:
    words = " ".join(REFERENCE.split())
    decibels = round(20 * math.log10(checks._ABRUPT))
    for told in (
        f"less than {checks._SHORTEST} of {checks._SHORTEST_SLACK_S} s less than the text needs",
        f"more than {checks._LONGEST} times what it needs and {checks._LONGEST_SLACK_S} s more",
        f"no sample reaches {checks._SILENT_PEAK / 32_768:.0%} of full scale",
        f"ends within {decibels} dB of its peak",
        f"more than {checks._WORDS_WITHOUT_MARK} words follow the last one",
        f"but for {checks.MARGIN_S} s on each side",
        f"A request may take {client.GRACE_S:.0f} seconds",
    ):
        assert told in words, told
