"""Pictures of lines of text → their characters, by the recognition model that is part of the wheel of rapidocr.

The model is run as it is, without the library around it: that would tell the mean over the characters, and could ask
the network for models. A figure is as sure as its least sure character, or as a character that was passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.scan.pictures import Pixels

_HEIGHT, _NARROWEST, _WIDEST, _STEP = 48, 64, 2_400, 64
_BATCH = 8
_BLANK = 0
_THREADS = 2
Floats = NDArray[np.float32]


class Reading(NamedTuple):
    """The characters of a line, and how sure the least sure of them is, 0 to 1."""

    text: str
    confidence: float


class _Session(Protocol):
    def run(self, outputs: None, inputs: dict[str, Floats]) -> Sequence[Floats]: ...


class _Model(NamedTuple):
    session: _Session
    feed: str
    characters: tuple[str, ...]


@lru_cache(maxsize=1)
def _model() -> _Model:
    import onnxruntime

    (path,) = (entry for entry in (files("rapidocr") / "models").iterdir() if "_rec_" in entry.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Model(session, session.get_inputs()[0].name, ("", *listed, " "))


def recognised(lines: Sequence[Pixels]) -> list[Reading]:
    """What each picture of one line reads, in order; an empty text where it reads nothing."""
    model = _model()
    widths = [_width(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda i: (widths[i], i))
    found = [Reading("", 0.0)] * len(lines)
    for width, members in groupby(order, key=lambda i: widths[i]):
        same = list(members)
        for start in range(0, len(same), _BATCH):
            batch = same[start : start + _BATCH]
            steps = model.session.run(None, {model.feed: np.stack([_scaled(lines[i], width) for i in batch])})[0]
            for i, each in zip(batch, steps, strict=True):
                found[i] = _decoded(each, model.characters)
    return found


def _width(line: Pixels) -> int:
    """The width of a line at the height of the model, rounded up so that lines can be read together."""
    height, width = line.shape[:2]
    wanted: int = min(max(_NARROWEST, round(_HEIGHT * width / height)), _WIDEST)
    return -(-wanted // _STEP) * _STEP


def _scaled(line: Pixels, width: int) -> Floats:
    height, wide = line.shape[:2]
    fitting = min(width, max(1, round(_HEIGHT * wide / height)))
    scaled = cv2.resize(line[:, :, ::-1], (fitting, _HEIGHT))
    padded = np.zeros((3, _HEIGHT, width), np.float32)
    padded[:, :, :fitting] = scaled.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
    return padded


def _decoded(steps: Floats, characters: Sequence[str]) -> Reading:
    """The likeliest characters, step by step; repeated steps are one character, blank steps none."""
    best = steps.argmax(axis=1)
    runs = list(_runs(best.tolist()))
    text = "".join(characters[label] for label, _, _ in runs)
    sure = min((float(steps[start:end, label].max()) for label, start, end in runs), default=0.0)
    return Reading(text, round(min(sure, 1 - _doubt(steps, best, runs)), 2))


def _runs(best: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(label, first step, first step behind) of each character."""
    at = 0
    for label, group in groupby(best):
        length = len(list(group))
        if label != _BLANK:
            yield label, at, at + length
        at += length


def _doubt(steps: Floats, best: NDArray[np.int64], runs: Sequence[tuple[int, int, int]]) -> float:
    """The most that any step gives to characters which are neither read there nor just before or after it."""
    doubt = 0.0
    labels = [_BLANK, *(label for label, _, _ in runs), _BLANK]
    behind = 0
    for at in range(len(best)):
        while behind < len(runs) and runs[behind][1] <= at:
            behind += 1
        near = {_BLANK, int(best[at]), labels[behind], labels[min(behind + 1, len(labels) - 1)]}
        doubt = max(doubt, 1 - float(sum(steps[at, label] for label in near)))
    return doubt
