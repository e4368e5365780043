"""A pyttsx3 driver for eSpeak NG that is done when it returns.

pyttsx3's own espeak driver starts an asynchronous synthesis and polls: its first utterance gets lost, its last
one wins, and a race leaves empty files. This one runs espeak in synchronous mode, so that each command of
pyttsx3's queue is finished before the next one begins. It is asked for through the public API, `pyttsx3.init(NAME)`,
after `install()`.

`say` does not play: the sound arrives as events of the topic `sound` (rate: frames per second; samples: mono s16),
and `started-word` has one more argument, `frame`: the position of the word in the sound.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from audiobook.speech import espeak_ng

NAME = "audiobook_espeak"
_BUFFER_MS = 1000  # sound per callback


def install() -> None:
    """Loads espeak, which pyttsx3 then looks for by name, and makes this module known as a driver."""
    espeak_ng.load_library()
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


def buildDriver(proxy: Any) -> Driver:  # noqa: N802 - the name pyttsx3 looks for
    return Driver(proxy)


class Driver:
    """One per process: espeak has one global state. Method names are pyttsx3's driver interface."""

    def __init__(self, proxy: Any) -> None:
        from pyttsx3.drivers import _espeak

        self._espeak = _espeak
        self._proxy = proxy
        self._failure: Exception | None = None
        self._text = ""
        self._rate: int = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS)
        if self._rate <= 0:
            raise RuntimeError("espeak could not be initialized")
        _espeak.SetSynthCallback(self._on_sound)

    def setProperty(self, name: str, value: str | float) -> None:  # noqa: N802
        espeak = self._espeak
        if name == "voice":
            code = espeak.SetVoiceByName(str(value).encode())
        elif name == "rate":
            code = espeak.SetParameter(espeak.RATE, int(value), 0)
        elif name == "volume":
            code = espeak.SetParameter(espeak.VOLUME, round(float(value) * 100), 0)
        else:
            raise KeyError(name)
        if code != espeak.EE_OK:
            raise ValueError(f"espeak refused {name} {value!r} (code {code})")

    def getProperty(self, name: str) -> object:  # noqa: N802
        espeak = self._espeak
        if name == "voice":
            return espeak.GetCurrentVoice().contents.identifier.decode()
        if name == "rate":
            return espeak.GetParameter(espeak.RATE)
        if name == "volume":
            return espeak.GetParameter(espeak.VOLUME) / 100
        raise KeyError(name)

    def say(self, text: str) -> None:
        """Speaks `text` into events, and returns when that is done."""
        espeak = self._espeak
        self._failure, self._text = None, text
        self._proxy.notify("started-utterance")
        code = espeak.Synth(text.encode(), flags=espeak.CHARS_UTF8 | espeak.ENDPAUSE)
        if self._failure:
            raise self._failure
        if code != espeak.EE_OK:
            raise RuntimeError(f"espeak could not speak (code {code})")
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802
        """Runs the queue of commands; the last one is the end of the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Nothing runs on after a command."""

    def stop(self) -> None:
        """Nothing runs on after a command."""

    def destroy(self) -> None:
        self._espeak.SetSynthCallback(lambda *_: 1)

    def _on_sound(self, sound: Any, frames: int, events: Any) -> int:
        """espeak's callback: passes sound and words on; 1 stops the synthesis."""
        try:
            for event in events:
                if event.type == self._espeak.EVENT_LIST_TERMINATED:
                    break
                if event.type == self._espeak.EVENT_WORD:
                    self._on_word(event.text_position - 1, event.length, event.sample)
            if frames > 0:
                samples = ctypes.string_at(sound, frames * 2)
                self._proxy.notify("sound", rate=self._rate, samples=samples)
        except Exception as failure:  # noqa: BLE001 - C is between us and our caller; say raises it
            self._failure = failure
            return 1
        return 0

    def _on_word(self, start: int, length: int, frame: int) -> None:
        word = self._text[start : start + length]
        self._proxy.notify("started-word", name=word, location=start, length=length, frame=frame)
