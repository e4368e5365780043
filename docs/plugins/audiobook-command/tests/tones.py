"""The smallest of synthesizers, for the tests: `tones.py OUT [TEXT]` says each word as a tone."""

import math
import struct
import sys
import wave

RATE = 16_000


def tone(seconds: float, pitch: float) -> list[int]:
    """A tone that rises and falls, so that it neither begins nor ends with a click."""
    count = round(RATE * seconds)
    return [
        round(9_000 * math.sin(math.pi * frame / count) * math.sin(2 * math.pi * pitch * frame / RATE))
        for frame in range(count)
    ]


def silence(seconds: float) -> list[int]:
    return [0] * round(RATE * seconds)


def main(out: str, text: str) -> None:
    samples = silence(0.1)
    for word in text.split():
        letters = sum(character.isalpha() for character in word)
        samples += tone(0.05 + 0.05 * letters, 200 + 10 * letters) + silence(0.03)
        samples += silence({",": 0.25, ".": 0.5, "?": 0.5, "!": 0.5}.get(word[-1], 0))
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else sys.stdin.read())
