"""Draw the files that are made, not written: the mark (mark*.png) and the alarm (alarm.wav)."""

from __future__ import annotations

import math
import wave
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parents[1] / "src" / "huiyin" / "desks" / "static" / "huiyin"
RATE = 11025  # samples a second, 8 bits, one channel: about 18 kB
TONES = [(880, 0.22), (1175, 0.30), (0, 0.12), (880, 0.22), (1175, 0.30), (0, 0.44)]  # hertz, seconds
SIDES = {"mark.png": 64, "mark-192.png": 192, "mark-512.png": 512}  # pixels; the large ones for home screens


def alarm() -> None:
    """Two rising pairs of tones and a rest, made to be looped."""
    samples = bytearray()
    for hertz, seconds in TONES:
        count = int(RATE * seconds)
        for place in range(count):
            edge = min(1.0, place / 150, (count - place) / 600)  # no clicks
            phase = math.sin(2 * math.pi * hertz * place / RATE)
            bright = phase + 0.35 * math.sin(6 * math.pi * hertz * place / RATE)
            samples.append(round(128 + 118 * edge * bright / 0.95))  # 0.95: the peak of the two together
    with wave.open(str(STATIC / "alarm.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))


def mark() -> None:
    """回 as a speech bubble: what was said comes back answered."""
    big = 256
    picture = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    jade, paper = (11, 90, 84, 255), (255, 254, 251, 255)
    pen.rounded_rectangle((8, 8, big - 8, big - 48), 44, fill=jade)
    pen.polygon([(big * 0.42, big - 50), (big * 0.62, big - 50), (big * 0.42, big - 6)], fill=jade)
    pen.rectangle((76, 66, big - 76, big - 106), outline=paper, width=20)
    for name, side in SIDES.items():
        picture.resize((side, side), Image.Resampling.LANCZOS).quantize(32).save(STATIC / name, optimize=True)


if __name__ == "__main__":
    alarm()
    mark()
