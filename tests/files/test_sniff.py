from __future__ import annotations

import pytest
from tests.files.packages import pack, parts, sheet

from jixiao.files.sniff import OLE, FileKind, sniff


def ole(*streams: str) -> bytes:
    """The bytes of an OLE file whose directory names those streams."""
    entries = [name.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\0") for name in ("Root Entry", *streams)]
    return OLE.ljust(512, b"\0") + b"".join(entries)


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"", FileKind.EMPTY),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\xef\xbb\xbf<html><body>", FileKind.HTML),
        (b"<table><tr><td>1</td></tr></table>", FileKind.HTML),
        ("<META charset=gb2312><table>绩效".encode("gb18030"), FileKind.HTML),
        ("<html>绩效".encode("utf-16"), FileKind.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", FileKind.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FileKind.XML),
        ("单位,金额\n甲,1\n".encode("gb18030"), FileKind.TEXT),
        (("绩" * 1366).encode(), FileKind.TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0", FileKind.PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind.JPEG),
        (b"II*\0\x08\0\0\0", FileKind.TIFF),
        (b"MM\0*\0\0\0\x08", FileKind.TIFF),
        (b"{\\rtf1\\ansi", FileKind.RTF),
        (b"BM\x8a\0\0\0\0\0", FileKind.BMP),
        (b"BMW", FileKind.TEXT),
        (b"GIF89a\0\0", FileKind.UNKNOWN),
        (b"\xff\xff\xff\xff", FileKind.UNKNOWN),
        (b"PK\x03\x04 and then nothing", FileKind.BROKEN_ZIP),
        (ole("EncryptionInfo", "EncryptedPackage"), FileKind.ENCRYPTED),
        (ole("Workbook"), FileKind.XLS),
        (ole("Book"), FileKind.XLS),
        (ole("WordDocument"), FileKind.DOC),
        (ole("WordDocument") + b"\0" * 3 + "Workbook\0".encode("utf-16-le"), FileKind.DOC),
        (ole("Other"), FileKind.OLE),
    ],
)
def test_a_file_is_what_its_bytes_say(tmp_path, content, kind):
    """A name is a claim; the bytes decide."""
    path = tmp_path / "预算.xlsx"
    path.write_bytes(content)

    assert sniff(path) is kind


@pytest.mark.parametrize(
    "content, kind",
    [
        (parts(sheet()), FileKind.XLSX),
        (parts(sheet()) | {"xl/vbaProject.bin": "macro"}, FileKind.XLSM),
        ({"xl/workbook.bin": ""}, FileKind.XLSB),
        ({"word/document.xml": ""}, FileKind.DOCX),
        ({"OFD.xml": ""}, FileKind.OFD),
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""},
            FileKind.ODS,
        ),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, FileKind.ODT),
        ({"mimetype": "application/vnd.oasis.opendocument.chart", "content.xml": ""}, FileKind.ZIP),
        ({"预算.xlsx": ""}, FileKind.ZIP),
    ],
    ids=["xlsx", "xlsm", "xlsb", "docx", "ofd", "ods", "odt", "odc", "zip"],
)
def test_a_package_is_what_it_holds(tmp_path, content, kind):
    """Office files are zip packages, told apart by their parts."""
    assert sniff(pack(tmp_path / "a.dat", content)) is kind


@pytest.mark.parametrize("kind", FileKind)
def test_every_kind_has_a_name_for_people(kind):
    """A refusal can say what the file is."""
    from jixiao.files.messages import template_of

    assert template_of(kind.term.message_id, "zh")
