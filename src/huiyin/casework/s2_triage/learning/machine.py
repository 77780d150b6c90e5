"""A learned model beside the words: loads numpy and scipy, so it is imported only where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from huiyin.reading.labelling import LabelModel, counts

SHARE = 0.5
"""How much the model says; the words say the rest."""
Band = Sequence[float]
"""(least share, n, n right): how often the first suggestion with at least this share was right."""


def mix(by_words: Mapping[str, float], by_model: Mapping[str, float]) -> dict[str, float]:
    """Code -> share of both together."""
    codes = dict.fromkeys([*by_words, *by_model])
    return {code: (1 - SHARE) * by_words.get(code, 0.0) + SHARE * by_model.get(code, 0.0) for code in codes}


@dataclass(frozen=True, slots=True)
class Machine:
    """The model in use and what its shares turned out to mean, lowest band first."""

    model: LabelModel
    bands: tuple[Band, ...]

    @classmethod
    def read(cls, data: bytes, bands: Sequence[Band]) -> Self:
        """From a lesson. Raises ModelUnfit."""
        return cls(LabelModel.read(data), tuple(bands))

    def mixed(self, title: str, text: str, by_words: Mapping[str, float]) -> dict[str, float]:
        """Code -> share of words and model together."""
        return mix(by_words, self.model.chances(counts(title, text)))

    def calibrated(self, share: float) -> float:
        """The chance that a first suggestion with this share is right, measured on cases not learned from."""
        _least, n, right = next((band for band in reversed(self.bands) if share >= band[0]), (0.0, 0, 0))
        return round((right + 1) / (n + 2), 4)
