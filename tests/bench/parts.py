"""The raw parts alone, one process, one core each: `parts.py synthesis|measuring|encoding|checking IN OUT`.

synthesis: the utterances through the speech library in one process, appended to one WAV; measuring: loudness of that
WAV; encoding: that WAV to MP3 with this program's encoder settings; checking: loudness and true peak of the MP3.
"""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path

from audiobook import loudness
from audiobook.editions import mp3
from audiobook.speech.engine import open_engine, parse_voice


def synthesis(texts: Path, out: Path) -> None:
    synthesizer = open_engine(parse_voice("pyttsx3"))
    with wave.open(str(out), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        for number, text in enumerate(json.loads(texts.read_text("utf-8"))):
            clip = synthesizer.synthesize(text)
            if number == 0:
                target.setframerate(clip.rate)
            target.writeframes(clip.pcm)


def measuring(source: Path, out: Path) -> None:
    out.write_text(str(loudness.integrated(source)))


def encoding(source: Path, out: Path) -> None:
    mp3.encode_plain(source, out)


def checking(source: Path, out: Path) -> None:
    out.write_text(str(loudness.measure(source)))


if __name__ == "__main__":
    {"synthesis": synthesis, "measuring": measuring, "encoding": encoding, "checking": checking}[sys.argv[1]](
        Path(sys.argv[2]), Path(sys.argv[3])
    )
