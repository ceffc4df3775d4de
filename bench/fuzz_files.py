"""Damage to files: bits, cuts, splices, swapped and broken parts of packages, numbers that lead nowhere."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

from bench.fuzz_text import figure, official

_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb"\d+")
_ATTRIBUTE = re.compile(rb'="[^"<>]{0,80}"')
EXTREMES = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483648",
    b"99999999999999999999",
    b"1e309",
    b"NaN",
    b"",
    b"x",
    "九".encode(),
)
MOST_PARTS = 200
MOST_ELEMENTS = 20_000


def damaged(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A file damaged once or more; a package now and then inside its parts.

    Args:
        data: a sound file.
        others: sound files to splice from.
        chance: decides everything.
    """
    inside = data.startswith(b"PK") and chance.random() < 0.7
    if inside:
        return package_damaged(data, others, chance)
    if chance.random() < 0.5 and not data.startswith(b"PK"):
        return text_damaged(data, chance)
    for _ in range(chance.choice((1, 1, 2, 5))):
        data = chance.choice(BYTES)(data, others, chance)
    return data


def flipped(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    """Some bits turned."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 32, 256)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    """The end lost, or a stretch in the middle."""
    start = chance.randint(0, len(data))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randint(1, 2000) :]


def doubled(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch told more than once."""
    start = chance.randint(0, len(data))
    end = start + chance.choice((4, 64, 1024, 16384))
    return data[:end] + data[start:end] * chance.choice((1, 2, 20)) + data[end:]


def spliced(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch of another file in the middle."""
    other = chance.choice(others) if others else data
    start, there = chance.randint(0, len(data)), chance.randint(0, len(other))
    length = chance.choice((16, 512, 8192))
    return data[:start] + other[there : there + length] + data[start + chance.choice((0, length)) :]


def overwritten(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    """Zeros, ones or anything over a stretch."""
    start = chance.randint(0, len(data))
    length = chance.choice((1, 2, 4, 8, 300))
    piece = chance.choice((b"\x00" * length, b"\xff" * length, chance.randbytes(length)))
    return data[:start] + piece + data[start + length :]


BYTES: Sequence[Callable[[bytes, Sequence[bytes], random.Random], bytes]] = (
    flipped,
    cut,
    doubled,
    spliced,
    overwritten,
)


def text_damaged(data: bytes, chance: random.Random) -> bytes:
    """Tags lost or doubled, numbers and attributes replaced by extremes: what a parser meets after it has begun."""
    for _ in range(chance.choice((1, 2, 6))):
        pattern = chance.choice((_TAG, _NUMBER, _ATTRIBUTE))
        places = [match.span() for match in pattern.finditer(data, chance.randint(0, len(data)))][:400]
        if not places:
            continue
        start, end = chance.choice(places)
        piece = data[start:end]
        if pattern is _TAG:
            new = chance.choice(
                (b"", piece * 2, piece * 300, b"<!--", b"<![CDATA[", b"&a;", b"&#0;", b"</" + piece[1:])
            )
        elif pattern is _NUMBER:
            new = chance.choice((*EXTREMES, str(int(piece[:9]) + chance.choice((-1, 1))).encode()))
        else:
            new = b'="' + chance.choice((*EXTREMES, b"&lt;" * 50, b"\xff\xfe")) + b'"'
        data = data[:start] + new + data[end:]
    return data


def tree_damaged(data: bytes, chance: random.Random) -> bytes:
    """XML that is well formed still, with elements lost, doubled, moved, nested deep, renamed, and strange values."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return data
    for _ in range(chance.choice((1, 2, 5, 20))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        if len(elements) > MOST_ELEMENTS:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        above = one.getparent()
        match chance.randrange(8):
            case 0 if above is not None:
                above.remove(one)
            case 1 if above is not None:
                for _ in range(chance.choice((1, 3, 60))):
                    above.append(deepcopy(one))
            case 2 if above is not None and one not in other.iterancestors() and other is not one:
                other.append(one)
            case 3:
                for _ in range(chance.choice((3, 3, 20, 300))):
                    one = etree.SubElement(one, other.tag)
            case 4:
                one.tag = other.tag
            case 5 | 6 if one.attrib:
                key = chance.choice(list(one.attrib))
                one.set(key, chance.choice((*EXTREMES[:9], b"rId1", b"../x", b"#REF!")).decode())
            case _:
                one.text = chance.choice((figure(chance), official(chance), "", " ", "9" * 5000)).translate(_NO_XML)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def package_damaged(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A package packed anew with parts swapped, lost, doubled, emptied, or broken inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()[:MOST_PARTS]}
    names = list(parts)
    # what holds the contents is hit as often as all the rest
    weights = [10 if any(word in name for word in ("document", "Content", "sheet")) else 1 for name in names]
    for _ in range(chance.choice((1, 1, 2, 4))):
        name, other = chance.choices(names, weights)[0], chance.choice(names)
        match chance.choice((0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7)):
            case 0:
                parts[name], parts[other] = parts.get(other, b""), parts.get(name, b"")
            case 1:
                parts.pop(name, None)
            case 2:
                parts[name] = b""
            case 3:
                parts[f"{name}{chance.choice(('.bak', '/../x', chr(0), '二'))}"] = parts.get(name, b"")
            case 4 | 5:
                parts[name] = chance.choice(BYTES)(parts.get(name, b""), others, chance)
            case 6:
                parts[name] = text_damaged(parts.get(name, b""), chance)
            case _:
                parts[name] = tree_damaged(parts.get(name, b""), chance)
    packed = io.BytesIO()
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", method) as package:
        warnings.simplefilter("ignore")  # a name told twice is wanted
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()
