"""The raw parts alone, one process each: `parts.py synthesis|measuring|encoding|checking IN OUT`.

synthesis: the utterances through pyttsx3, one after the other in one process, into one WAV; measuring: the integrated
loudness of that WAV; encoding: that WAV to MP3 with this program's encoder settings and nothing else; checking:
loudness and true peak of the MP3, as this program measures every finished file.
"""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path

from audiobook import ffmpeg, loudness
from audiobook.editions.codec import COMPRESSION_LEVEL, MP3
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
    arguments = ["-i", str(source), "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    out.write_text(ffmpeg.run(arguments, "measuring"))


def encoding(source: Path, out: Path) -> None:
    with wave.open(str(source)) as sound:
        rate = MP3.sample_rate(sound.getframerate())
    quality = ["-compression_level", str(COMPRESSION_LEVEL), "-b:a", str(MP3.bit_rate)]
    ffmpeg.run(
        ["-i", str(source), "-ar", str(rate), "-codec:a", "libmp3lame", *quality, str(out)], "encoding"
    )


def checking(source: Path, out: Path) -> None:
    out.write_text(str(loudness.measure(source)))


if __name__ == "__main__":
    stages = {"synthesis": synthesis, "measuring": measuring, "encoding": encoding, "checking": checking}
    stages[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
