"""What one writes first: pyttsx3 to a WAV per section, pydub sum, one MP3 export. Arguments: TEXTS.json OUT.mp3.

It uses pyttsx3 as its documentation shows, so it loses the first section; it is here to be compared with.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
from pathlib import Path

import espeakng_loader
import imageio_ffmpeg


def main() -> None:
    texts, out = json.loads(Path(sys.argv[1]).read_text("utf-8")), sys.argv[2]
    library = espeakng_loader.get_library_path()
    os.environ["ESPEAK_DATA_PATH"] = str(Path(library).parent)
    ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    import pyttsx3
    from pydub import AudioSegment

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    engine = pyttsx3.init()
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate(texts):
            path = Path(folder) / f"{number}.wav"
            engine.save_to_file(text, str(path))
            engine.runAndWait()
            paths.append(path)
        pause = AudioSegment.silent(1000, frame_rate=22050)
        total = AudioSegment.empty()
        for path in paths:
            if path.exists() and path.stat().st_size > 44:
                total += AudioSegment.from_wav(path) + pause
        total.export(out, format="mp3", bitrate="64k")
    print(f"{len(total) / 1000:.1f} s of audio from {len(texts)} sections")


main()
