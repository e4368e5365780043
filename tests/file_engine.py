"""An engine whose voices are files, as those of neural engines are; what is in the file decides the tone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiobook.errors import EngineError
from audiobook.speech import onnx
from audiobook.speech.engine import Engine, Synthesizer, VoiceInfo, find_voice
from audiobook.testing import FakeEngine


class FileEngine(FakeEngine):
    """The setting `file` names a text file with a voice in each line."""

    name = "file"

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = settings or {}

    def with_settings(self, settings: Mapping[str, str]) -> Engine:
        return FileEngine(settings)

    def voices(self) -> tuple[VoiceInfo, ...]:
        lines = onnx.read(Path(self._settings["file"])).decode().splitlines()
        return tuple(VoiceInfo(line, line, "en") for line in lines)

    def find(self, voice: str) -> VoiceInfo:
        return find_voice(self.name, self.voices(), voice or self.voices()[0].id)

    def portable(self, voice: str, settings: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        content = onnx.digest(Path(settings["file"]))
        rest = {name: value for name, value in settings.items() if name != "file"}
        return f"{voice}@{content}", rest

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        if not Path(settings["file"]).is_file():
            raise EngineError("the voice is gone", "Bring it back")
        return super().open("high", {})
