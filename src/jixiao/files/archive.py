"""Unpacking a zip package without believing a word of its headers."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO

from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

CHUNK = 1 << 16
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED_FLAG = 0x1


def listing(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """The parts of a package, after their names, number and places have been found sound.

    Raises:
        FileRefused: no package, too many parts, a part twice, a name that leads out of the package, parts that lie
            over each other, a password, an unusual compression, or more than the limit when unpacked.
    """
    name = path.name
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileRefused("file-too-large", file=name, found=mib(size), limit=mib(limits.file_bytes))
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            end = package.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise FileRefused("file-broken", file=name, detail=repr(error)) from error
    if len(parts) > limits.parts:
        raise FileRefused("file-too-many-parts", file=name, found=len(parts), limit=limits.parts)
    seen: set[str] = set()
    for part in parts:
        refuse_odd_part(part, name)
        plain = part.filename.replace("\\", "/").casefold()
        if plain in seen:
            raise FileRefused("file-part-twice", file=name, part=part.filename)
        seen.add(plain)
    refuse_overlap(parts, end, name)
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked_bytes:
        raise FileRefused("file-unpacks-too-large", file=name, limit=mib(limits.unpacked_bytes))
    return parts


def refuse_odd_part(part: zipfile.ZipInfo, name: str) -> None:
    """Refuse a part that no office program writes. Raises FileRefused."""
    place = PurePosixPath(part.filename.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in part.filename or "\0" in part.orig_filename:
        raise FileRefused("file-part-path", file=name, part=part.filename)
    if part.flag_bits & ENCRYPTED_FLAG:
        raise FileRefused("file-encrypted", file=name)
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise FileRefused("file-odd-compression", file=name, part=part.filename)


def refuse_overlap(parts: list[zipfile.ZipInfo], end: int, name: str) -> None:
    """Refuse parts that share bytes: a bomb of a few kilobytes lists the same bytes a thousand times."""
    spans = sorted((part.header_offset, least_end(part), part.filename) for part in parts)
    for (_, stop, _), (start, _, later) in pairwise(spans):
        if start < stop:
            raise FileRefused("file-parts-overlap", file=name, part=later)
    if spans and spans[-1][1] > end:
        raise FileRefused("file-parts-overlap", file=name, part=spans[-1][2])


def least_end(part: zipfile.ZipInfo) -> int:
    """Where a part ends at the earliest; its local header may be longer, never shorter."""
    return part.header_offset + LOCAL_HEADER.size + len(part.orig_filename) + part.compress_size


def unpacked(file: IO[bytes], part: zipfile.ZipInfo, name: str, limits: Limits) -> Iterator[bytes]:
    """The real bytes of a part, chunk by chunk; the sizes in the headers are compared, never believed.

    Raises:
        FileRefused: more bytes than declared or than the limit, a suspicious ratio, or damaged data.
    """
    total, checksum = 0, 0
    try:
        for chunk in inflated(file, part):
            total += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if total > part.file_size:
                raise FileRefused("file-size-lies", file=name, part=part.filename)
            if total > max(limits.ratio_from, limits.ratio * part.compress_size):
                raise FileRefused("file-ratio", file=name, part=part.filename, limit=limits.ratio)
            yield chunk
    except (zlib.error, struct.error, EOFError) as error:
        raise FileRefused("file-broken", file=name, detail=f"{part.filename}: {error!r}") from error
    if total != part.file_size or checksum != part.CRC:
        raise FileRefused("file-broken", file=name, detail=f"{part.filename}: length or checksum differ")


def inflated(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes in chunks of bounded size. Raises zlib.error, struct.error, EOFError."""
    if part.header_offset < 0:  # a damaged directory can say so, and no file has such a place
        raise EOFError("the directory points before the file")
    file.seek(part.header_offset)
    fields = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    if fields[0] != b"PK\x03\x04" or fields[3] != part.compress_type:
        raise EOFError("the local header does not match the directory")
    file.seek(fields[-2] + fields[-1], 1)
    left = part.compress_size
    engine = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left:
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise EOFError("the file ends inside a part")
        left -= len(packed)
        if engine is None:
            yield packed
            continue
        yield engine.decompress(packed, CHUNK)
        while engine.unconsumed_tail and not engine.eof:  # what lies behind the end of the data is none of them
            yield engine.decompress(engine.unconsumed_tail, CHUNK)
    if engine is not None:
        rest = engine.flush()
        if not engine.eof:
            raise EOFError("the compressed data stop too early")
        yield rest


def mib(size: int) -> str:
    """A size for people: whole MiB, at least 1."""
    return f"{max(1, size >> 20)} MB"
