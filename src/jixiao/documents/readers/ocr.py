"""Reading pictures of pages: characters by OCR, ruled lines by eye, the layout as of any other page.

The recogniser is an optional extra (`pip install jixiao[ocr]`); its models come with its package, so that nothing is
fetched when it runs. It needs more memory and time than anything else here: whoever starts a process for it gives it
`LIMITS`.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jixiao.documents.model import Document
from jixiao.documents.readers.ocr_lines import levelled, outside, rules_in
from jixiao.documents.readers.pdf_document import document_of
from jixiao.documents.readers.pdf_sheet import Box, Sheet
from jixiao.files.archive import mib
from jixiao.files.errors import FileRefused
from jixiao.files.limits import MIB, Limits
from jixiao.files.messages import Term

LIMITS = Limits(memory_bytes=2560 * MIB, cpu_seconds=900, wall_seconds=1200.0)
NEEDED = 2048 * MIB  # of address space; a process with less would fail in the middle of a page
PAGES = 150  # two to five seconds each
LONG_SIDE = 2000  # pixels of the picture that is read: about 170 dots an inch of an A4 page
PIXELS = 120_000_000
A4 = 842.0  # points of the long side of a page whose size nobody told
FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
# Look-alikes of another script that the recogniser now and then prefers; documents of mainland offices have none.
_PLAIN = str.maketrans("決額總務計億萬單項績財預産収", "决额总务计亿万单项绩财预产收")


@cache
def available() -> bool:
    """Whether the extra is installed and can be started; one build of OpenCV needs a graphics library of the system."""
    if any(find_spec(package) is None for package in PACKAGES):
        return False
    try:
        import_module("cv2")
    except ImportError:
        return False
    return True


def read_image(path: Path, limits: Limits) -> Document:
    """The document of a scanned page or several (PNG, JPEG, TIFF, BMP).

    Args:
        path: the picture.
        limits: bounds on its size; memory and time are bounded by the process that calls this (`LIMITS`).

    Raises:
        FileRefused: OCR is not installed or has too little memory; the picture is damaged, too large, or has no text.
    """
    name = path.name
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileRefused("file-too-large", file=name, found=mib(size), limit=mib(limits.file_bytes))
    refuse_without_room(name, limits)
    sheets = [sheet_in(picture) for picture in _pictures(path)]
    if not any(sheet.text.strip() for sheet in sheets):
        raise FileRefused("ocr-no-text", file=name)
    return document_of(sheets, kind="image", name=name, remarks=(Term("ocr-used"),))


def refuse_without_room(name: str, limits: Limits) -> None:
    """Raises FileRefused: the extra is not installed (ocr-missing), or the process has too little memory (ocr-room)."""
    if not available():
        raise FileRefused("ocr-missing", file=name)
    if limits.memory_bytes < NEEDED:
        raise FileRefused("ocr-room", file=name, limit=NEEDED // MIB)


def _pictures(path: Path) -> Iterator[Any]:
    """Each page of a picture file as an array. Raises FileRefused."""
    images: Any = import_module("PIL.Image")
    images.MAX_IMAGE_PIXELS = None  # the size is judged below, with a sentence
    sequence = import_module("PIL.ImageSequence")
    name = path.name
    try:
        with warnings.catch_warnings(action="ignore"), images.open(path, formats=FORMATS) as picture:
            for number, frame in enumerate(sequence.Iterator(picture), 1):
                if frame.width * frame.height > PIXELS:
                    raise FileRefused("ocr-too-large", file=name, width=frame.width, height=frame.height)
                if number > PAGES:
                    raise FileRefused("ocr-too-many-pages", file=name, limit=PAGES)
                yield _array(_flat(frame))
    # What a decoder says of damaged bytes depends on the place of the damage.
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error) as error:
        raise FileRefused("ocr-broken", file=name, detail=repr(error)) from error


def _flat(frame: Any) -> Any:
    """A frame in three colours on white, not longer than is read."""
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        images = import_module("PIL.Image")
        frame = frame.convert("RGBA")
        frame = images.alpha_composite(images.new("RGBA", frame.size, "white"), frame)
    frame = frame.convert("RGB")
    frame.thumbnail((LONG_SIDE, LONG_SIDE))  # makes smaller only
    return frame


def _array(frame: Any) -> Any:
    return import_module("numpy").asarray(frame)[:, :, ::-1].copy()  # blue first, as the recogniser has it


def sheet_in(picture: Any, width: float = 0.0, height: float = 0.0) -> Sheet:
    """What stands on a picture of a page.

    Args:
        picture: rows × columns × blue, green, red.
        width: of the page in points; 0 where nobody knows, then its long side is that of A4.
        height: as `width`.
    """
    rows, columns = picture.shape[:2]
    scale = height / rows if height else A4 / max(rows, columns)
    width, height = width or columns * scale, height or rows * scale
    told = _engine()(picture, return_word_box=True, return_single_char_box=True)
    if told.txts is None:
        return Sheet("", [], width, height, scanned=True)
    angle = levelled([tuple(map(tuple, quad)) for quad in told.boxes.tolist()])
    words: list[str] = []
    boxes: list[Box] = []
    lines: list[Box] = []
    for quad, text, letters in zip(told.boxes.tolist(), told.txts, told.word_results, strict=True):
        line = text.translate(_PLAIN)
        if not line.strip():
            continue
        words.append(line)
        boxes.extend(_letters(line, quad, letters, scale, angle))
        first, last = boxes[-len(line)], boxes[-1]
        lines.append((first[0], first[1], last[2], last[3]))
        boxes.append(last)  # of the line break
    rules = outside(list(rules_in(picture, angle, scale)), lines)
    return Sheet("".join(f"{line}\n" for line in words), boxes, width, height, tuple(rules), scanned=True)


@cache
def _engine() -> Any:
    parameters = {
        "Global.log_level": "error",
        "Global.use_cls": False,  # lines upside down are no office paper
        "Det.limit_type": "max",
        "Det.limit_side_len": 1440,
        # A second thread and an arena cost half a gigabyte and save nothing; several files run in several processes.
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    }
    return import_module("rapidocr").RapidOCR(params=parameters)


def _letters(line: str, quad: Any, letters: Any, scale: float, angle: float) -> Iterator[Box]:
    """The box of every character of a line, as high as the line; spread evenly where the recogniser does not tell them."""
    corners = [_turned(x, y, angle) for x, y in quad]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top = (corners[0][1] + corners[1][1]) / 2 * scale
    bottom = (corners[2][1] + corners[3][1]) / 2 * scale
    margin = (bottom - top) * 0.1  # the recogniser's lines are a little higher than their type
    top, bottom = top + margin, bottom - margin
    told = [letter for letter in letters or () if letter[0]]
    if len(told) == len(line):
        for _, _, shape in told:
            xs = [_turned(x, y, angle)[0] for x, y in shape]
            yield min(xs) * scale, top, max(xs) * scale, bottom
        return
    widths = [1.0 if letter > "\u2e7f" else 0.55 for letter in line]
    step = (right - left) * scale / (sum(widths) or 1.0)
    x = left * scale
    for width in widths:
        yield x, top, x + width * step, bottom
        x += width * step


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """A point after the page was laid straight; the angle is small."""
    return x + y * angle, y - x * angle
