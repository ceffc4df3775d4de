from __future__ import annotations

import struct
import zipfile

import pytest
from tests.files.packages import pack, parts, sheet, workbook

from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.precheck import precheck
from jixiao.files.references import column_letters, range_size, reference, split_range, split_reference

SMALL = Limits(rows=1000, columns=50, cells=5000, merged_cells=100, unpacked_bytes=1 << 20, ratio_from=1 << 16)
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"


def refusal(path, limits=SMALL):
    with pytest.raises(FileRefused) as caught:
        precheck(path, limits)
    assert path.name in caught.value.sentence("zh")
    assert path.name in caught.value.sentence("en")
    return caught.value


def patched(path, find, field, value):
    """Overwrite a four-byte number behind each occurrence of a header mark."""
    content = bytearray(path.read_bytes())
    at = content.find(find)
    while at >= 0:
        struct.pack_into("<L", content, at + field, value)
        at = content.find(find, at + 4)
    path.write_bytes(bytes(content))
    return path


def test_a_sound_workbook_passes(tmp_path):
    """An ordinary file is walked through, and its macros are noticed."""
    content = parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')) | {"xl/vbaProject.bin": b"macro"}

    report = precheck(pack(tmp_path / "a.xlsm", content))

    assert report.has_macros
    assert report.parts == tuple(content)
    assert report.unpacked_bytes == sum(
        len(part.encode() if isinstance(part, str) else part) for part in content.values()
    )


@pytest.mark.parametrize(
    "head",
    [LAUGHS, OUTSIDE, "<!--" + " " * 9000 + "-->" + LAUGHS, "\n\n<!doctype x>"],
    ids=["laughs", "outside", "late", "small-letters"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "customXml/x.bin", "v.vml"])
def test_entities_are_refused_in_every_part_and_encoding(tmp_path, head, encoding, part):
    """Office files define no entities; what does may grow without bound or fetch files."""
    content = parts(sheet()) | {part: (head + "<x>1</x>").encode(encoding)}

    assert refusal(pack(tmp_path / "a.xlsx", content)).message_id == "file-entities"


@pytest.mark.parametrize(
    "xml",
    [
        b"<?xml version='1.0' encoding='UTF-7'?><x/>",
        b"<?xml version='1.0' encoding='no-such'?><x/>",
        b"<x>",
        b"<x>\x00</x>",
        "<?xml version='1.0'?><x/>".encode("cp037"),
    ],
    ids=["utf-7", "unknown", "cut", "zero", "ebcdic"],
)
def test_xml_that_one_parser_cannot_read_no_other_sees(tmp_path, xml):
    """Encodings that hide words from the check, and parts cut off in the middle, are refused as damaged."""
    path = pack(tmp_path / "a.xlsx", parts(sheet()) | {"xl/theme.xml": xml})

    assert refusal(path).message_id == "file-broken-part"


@pytest.mark.parametrize(
    "rows, message, found",
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "rows",
            1048576,
        ),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "columns", 16384),
        ("<row r='1'><c note='>' r='XF&#68;1'><v>1</v></c></row>", "columns", 16384),
        ('<row r="1001"><c><v>1</v></c></row>', "rows", 1001),
        ("<row/>" * 1000 + "<row><c><v>1</v></c></row>", "rows", 1001),
        ("<row>" + "<c/>" * 50 + "<c><is><t>x</t></is></c></row>", "columns", 51),
        ('<row r="1"><c r="AX1"/><c><f>1</f></c></row>', "columns", 51),
    ],
    ids=["corners", "right", "quoted", "below", "rows-without-number", "cells-without-address", "mixed"],
)
def test_cells_far_outside_are_refused(tmp_path, rows, message, found):
    """Two cells in opposite corners make some readers lay out the whole sheet; so do uncounted ones."""
    refused = refusal(workbook(tmp_path / "a.xlsx", sheet(rows)))

    assert refused.message_id == f"file-too-many-{message}"
    assert refused.values["found"] == found


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1000"><c r="AX1000"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
    ],
    ids=["last-place", "formatted-blank"],
)
def test_cells_at_the_limit_and_formatted_blanks_pass(tmp_path, rows):
    """The last allowed place holds a value, and format alone is no content."""
    assert precheck(workbook(tmp_path / "a.xlsx", sheet(rows)), SMALL).parts


def test_the_sheet_is_watched_wherever_it_lies(tmp_path):
    """A sheet under another name, with a prefix on its tags, is still a sheet."""
    rows = '<s:worksheet xmlns:s="x"><s:row r="1001"><s:c r="A1001"><s:v>1</s:v></s:c></s:row></s:worksheet>'

    assert refusal(pack(tmp_path / "a.xlsx", parts(sheet()) | {"other.dat": rows})).message_id == "file-too-many-rows"


def test_a_million_rows_are_refused(tmp_path):
    """A department's workbook has no million rows, and the officer is told which row and which limit."""
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 200_002))

    assert str(refusal(workbook(tmp_path / "a.xlsx", sheet(rows)), Limits())) == (
        "“a.xlsx”内部的“xl/worksheets/sheet1.xml”在第 200001 行还有内容，最多允许 200000 行。请删去多余的行，或拆分后提交。"
    )


@pytest.mark.parametrize(
    "rows, after, message",
    [
        ("<row>" + "<c/>" * 5000 + "</row>", "", "file-too-many-cells"),
        ("", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>", "file-merged-too-large"),
        ("", "<mergeCells><mergeCell ref='nowhere'/></mergeCells>", "file-odd-reference"),
        ('<row r="1"><c r="A-1"/></row>', "", "file-odd-reference"),
        ('<row r="-1"/>', "", "file-odd-reference"),
    ],
)
def test_odd_sheets_are_refused(tmp_path, rows, after, message):
    """Blank cells without number, ranges over the whole sheet, addresses that are none."""
    assert refusal(workbook(tmp_path / "a.xlsx", sheet(rows, after=after))).message_id == message


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    """Zeros pack a thousand to one; no office file does."""
    path = pack(tmp_path / "a.xlsx", parts(sheet()) | {"xl/media/x.bin": b"\0" * (1 << 19)})

    assert refusal(path).message_id == "file-ratio"


def test_a_bomb_is_refused_by_its_declared_size(tmp_path):
    """What admits to be too large is not unpacked at all."""
    path = pack(tmp_path / "a.xlsx", {"x.bin": bytes(range(256)) * 5000}, zipfile.ZIP_STORED)

    assert refusal(path).message_id == "file-unpacks-too-large"


def test_a_bomb_that_lies_about_its_size_is_found_out(tmp_path):
    """The directory says a hundred bytes; the data say otherwise."""
    path = pack(tmp_path / "a.xlsx", {"x.xml": "<x>" + "0123456789" * 100 + "</x>"})
    patched(path, b"PK\x01\x02", 24, 100)

    assert refusal(patched(path, b"PK\x03\x04", 22, 100)).message_id == "file-size-lies"


@pytest.mark.parametrize("declared", [2000, 1 << 18])
def test_less_than_declared_is_damage(tmp_path, declared):
    """A part shorter than declared was cut."""
    path = pack(tmp_path / "a.xlsx", {"x.xml": "<x>1</x>"})

    assert refusal(patched(path, b"PK\x01\x02", 24, declared)).message_id == "file-broken"


def test_parts_lying_over_each_other_are_refused(tmp_path):
    """A directory that lists the same bytes twice multiplies them."""
    path = pack(tmp_path / "a.xlsx", {"one.xml": "<x/>", "two.xml": "<x/>"})

    assert refusal(patched(path, b"PK\x01\x02", 42, 0)).message_id == "file-parts-overlap"


def test_a_part_reaching_into_the_directory_is_refused(tmp_path):
    """No part is longer than the room before the directory."""
    path = pack(tmp_path / "a.xlsx", {"one.xml": "<x/>"})

    assert refusal(patched(path, b"PK\x01\x02", 20, 5000)).message_id == "file-parts-overlap"


@pytest.mark.parametrize("name", ["../up.xml", "/etc/x.xml", "a/../../x.xml", "C:/x.xml", "..\\x.xml"])
def test_paths_out_of_the_package_are_refused(tmp_path, name):
    """A part's name never leads elsewhere."""
    assert refusal(pack(tmp_path / "a.xlsx", {name: "<x/>"})).message_id == "file-part-path"


@pytest.mark.parametrize("twin", ["x.xml", "X.XML", "a\\b.xml"])
def test_a_part_stands_once(tmp_path, twin):
    """Two parts of one name let two readers see two different files."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("x.xml", "<x/>")
        package.writestr("a/b.xml", "<x/>")
        if twin == "x.xml":
            with pytest.warns(UserWarning, match="Duplicate"):
                package.writestr(twin, "<x/>")
        else:
            package.writestr(twin, "<x/>")

    assert refusal(path).message_id == "file-part-twice"


def test_odd_compression_is_refused(tmp_path):
    """Office programs store or deflate."""
    assert refusal(pack(tmp_path / "a.xlsx", {"x.xml": "<x/>"}, zipfile.ZIP_BZIP2)).message_id == "file-odd-compression"


def test_a_locked_part_is_refused_as_encrypted(tmp_path):
    """A zip password is a password."""
    path = patched(pack(tmp_path / "a.xlsx", {"x.xml": "<x/>"}), b"PK\x01\x02", 8, 1)

    assert refusal(path).message_id == "file-encrypted"


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_package_is_damaged(tmp_path, keep):
    """A download that stopped early has no directory."""
    path = workbook(tmp_path / "a.xlsx", sheet())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])

    assert refusal(path).message_id == "file-broken"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_damaged_data_are_found(tmp_path, compression):
    """One flipped byte in a part is enough."""
    path = pack(tmp_path / "a.xlsx", {"x.bin": bytes(range(256)) * 40}, compression)
    content = bytearray(path.read_bytes())
    content[120] ^= 0xFF
    path.write_bytes(bytes(content))

    assert refusal(path).message_id == "file-broken"


def test_size_and_number_of_parts_have_limits(tmp_path):
    """A file on disk may be too large, or made of too many pieces."""
    path = workbook(tmp_path / "a.xlsx", sheet())

    assert refusal(path, Limits(file_bytes=100)).message_id == "file-too-large"
    assert refusal(path, Limits(parts=3)).message_id == "file-too-many-parts"
    assert refusal(path, Limits(unpacked_bytes=500)).message_id == "file-unpacks-too-large"


@pytest.mark.parametrize(
    "address, place",
    [("A1", (1, 1)), ("$AB$28", (28, 28)), ("xfd1048576", (1048576, 16384)), ("A0", None), ("1A", None)],
)
def test_addresses_are_read(address, place):
    """Letters are the column, digits the row, both from one."""
    assert split_reference(address) == place


def test_addresses_are_written():
    """Every column has its letters."""
    assert [column_letters(column) for column in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert reference(7, 2) == "B7"
    assert (split_range("B2:C5"), split_range("B2"), split_range("C5:B2"), range_size("B2:C5"), range_size("x")) == (
        (2, 2, 5, 3),
        (2, 2, 2, 2),
        None,
        8,
        0,
    )
