from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from tests.files.packages import pack, parts, sheet, workbook
from tests.files.test_sniff import ole

from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.sniff import FileKind
from jixiao.files.styles import Format, format_of, format_of_code, iso_moment
from jixiao.files.workbook import RawCell, read_workbook, sheets_of
from jixiao.files.workbook_child import other_cell, read_other, read_xlsx

SOFFICE = shutil.which("soffice") or "soffice"
FORMATS = (
    '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="177" formatCode="[Red]#,##0.00&quot;元/d&quot;"/></numFmts>'
    "<cellXfs>" + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 176, 177, 10, 20)) + "</cellXfs>"
)


def read_here(path, reader=read_xlsx):
    """The sheets as the child reads them, without the child: the guard has tests of its own."""
    return sheets_of(tuple(json.loads(json.dumps(line)) for line in reader(str(path), path.name)))


def cell_of(tmp_path, xml, **more):
    return read_here(workbook(tmp_path / "a.xlsx", sheet(f'<row r="1">{xml}</row>'), **more))[0].cell(1, 1)


@pytest.mark.parametrize(
    "xml, expected",
    [
        ('<c r="A1"><v>46154.110000000001</v></c>', RawCell("number", Decimal("46154.11"))),
        ('<c r="A1"><v>1E-3</v></c>', RawCell("number", Decimal("0.001"))),
        ('<c r="A1" t="s"><v>0</v></c>', RawCell("text", "总工会")),
        ('<c r="A1" t="inlineStr"><is><t>甲_x000D_\n乙_x005F_</t></is></c>', RawCell("text", "甲\n乙_")),
        ('<c r="A1" t="inlineStr"><is><r><t>甲</t></r><!-- --><r><t>乙</t></r></is></c>', RawCell("text", "甲乙")),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c>', RawCell()),
        ('<c r="A1" t="b"><v>1</v></c>', RawCell("bool", True)),
        ('<c r="A1" t="b"><v>0</v></c>', RawCell("bool", False)),
        ('<c r="A1" t="e"><v>#REF!</v></c>', RawCell("error", "#REF!")),
        ('<c r="A1"><v>abc</v></c>', RawCell("error", "abc")),
        ('<c r="A1"><v>1e999</v></c>', RawCell("error", "1e999")),
        ('<c r="A1" t="d"><v>2022-05-01T00:00:00</v></c>', RawCell("date", "2022-05-01")),
        ('<c r="A1" s="1"><v>44682</v></c>', RawCell("date", "2022-05-01", Decimal(44682))),
        ('<c r="A1" s="2"><v>44682</v></c>', RawCell("date", "2022-05-01", Decimal(44682))),
        ('<c r="A1" s="2"><v>44682.5625</v></c>', RawCell("date", "2022-05-01T13:30:00", Decimal("44682.5625"))),
        ('<c r="A1" s="5"><v>0.5</v></c>', RawCell("time", "12:00:00", Decimal("0.5"))),
        ('<c r="A1" s="1"><v>-1</v></c>', RawCell("number", Decimal(-1))),
        ('<c r="A1" s="3"><v>1.5</v></c>', RawCell("number", Decimal("1.5"))),
        ('<c r="A1" s="4"><v>0.9844</v></c>', RawCell("number", Decimal("0.9844"), percent=True)),
        ('<c r="A1" s="99"><v>1</v></c>', RawCell("number", Decimal(1))),
        ('<c r="A1"><f>B1*2</f><v>4</v></c>', RawCell("number", Decimal(4), has_formula=True, formula="B1*2")),
        ('<c r="A1"><f t="shared" si="0"/><v>4</v></c>', RawCell("number", Decimal(4), has_formula=True)),
        ('<c r="A1"><f>B1*2</f></c>', RawCell("uncached", has_formula=True, formula="B1*2")),
        ('<c r="A1"><f>B1*2</f><v></v></c>', RawCell("uncached", has_formula=True, formula="B1*2")),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', RawCell("text", "", has_formula=True, formula='""')),
        ('<c r="A1" s="1"/>', RawCell()),
        ("<c><v>5</v></c>", RawCell("number", Decimal(5))),
    ],
)
def test_a_cell_is_what_was_typed_into_it(tmp_path, xml, expected):
    """Numbers as decimals, dates as days, formulas with and without a saved result, blanks as blanks."""
    strings = '<si><r><t>总</t></r><r><t>工会</t></r><rPh sb="0" eb="1"><t>zong</t></rPh></si>'

    assert cell_of(tmp_path, xml, strings=strings, styles=FORMATS) == expected


def test_a_file_may_count_days_from_1904(tmp_path):
    """Old Macs began four years later; the day is the same."""
    cell = cell_of(tmp_path, '<c r="A1" s="1"><v>43220</v></c>', styles=FORMATS, book='<workbookPr date1904="1"/>')

    assert cell.value == "2022-05-01"


def test_sheets_come_in_order_with_hidden_ones_marked(tmp_path):
    """What is hidden is read and said to be hidden."""
    book = read_workbook(
        workbook(tmp_path / "a.xlsx", sheet(), sheet(), sheet(), states=("visible", "hidden", "veryHidden"))
    )

    assert [(found.name, found.visibility) for found in book.sheets] == [
        ("表1", "visible"),
        ("表2", "hidden"),
        ("表3", "veryHidden"),
    ]
    assert book.sheet("表2") is book.sheets[1]
    assert book.sheet("表9") is None


def test_hidden_rows_are_marked(tmp_path):
    """A filter leaves rows that nobody sees; they are read, and it is known which they are."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" hidden="0"><c r="A3"><v>3</v></c></row><row r="4" hidden="true"><c r="A4"><v>4</v></c></row>'
    )
    (found,) = read_here(workbook(tmp_path / "a.xlsx", sheet(rows)))

    assert [(row.number, row.hidden) for row in found.rows] == [(1, False), (2, True), (3, False), (4, True)]


def test_places_and_merged_ranges_are_kept(tmp_path):
    """A row without number follows the one before; a merged range is told as written."""
    rows = '<row r="3"><c r="B3"><v>1</v></c></row><row><c/><c><v>2</v></c></row><row r="9"/>'
    merged = '<mergeCells><mergeCell ref="B3:D4"/></mergeCells>'

    found = read_workbook(workbook(tmp_path / "a.xlsx", sheet(rows, after=merged))).sheets[0]

    assert [(row.number, list(row.cells)) for row in found.rows] == [(3, [2]), (4, [2])]
    assert (found.at("B4").value, found.at("Z99"), found.merged) == (2, RawCell(), ("B3:D4",))
    assert (found.merged_over(4, 4), found.merged_over(5, 4)) == ("B3:D4", None)
    with pytest.raises(ValueError, match="no cell address"):
        found.at("nowhere")


def test_macros_are_noticed_and_never_run(tmp_path):
    """The cells of a workbook with macros are read, and the macros told."""
    content = parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')) | {"xl/vbaProject.bin": b"macro"}

    book = read_workbook(pack(tmp_path / "a.xlsm", content))

    assert (book.has_macros, book.kind, book.sheets[0].at("A1").value) == (True, FileKind.XLSM, 1)


def sample(path):
    """A workbook as xlsxwriter makes it, with a little of everything."""
    book = xlsxwriter.Workbook(str(path))
    day, percent = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}), book.add_format({"num_format": "0.00%"})
    page = book.add_worksheet("收支")
    page.write("A1", 46154.11)
    page.write("A2", "总工会\n机关")
    page.write_datetime("A3", datetime.date(2022, 5, 1), day)
    page.write("A4", 0.9844, percent)
    page.write_formula("A5", "=A1*2", None, 92308.22)
    page.write_rich_string("A6", "甲", book.add_format({"bold": True}), "乙")
    page.write("A7", True)
    page.write("A8", "0012")
    page.merge_range("C2:E3", "合并")
    book.add_worksheet("隐藏").hide()
    book.close()
    return path


def seen(book):
    page = book.sheet("收支")
    cells = [page.cell(row, 1) for row in range(1, 9)]
    return [(cell.kind, cell.value, cell.percent, cell.has_formula) for cell in cells], page.merged, page.at("C2").value


EXPECTED = (
    [
        ("number", Decimal("46154.11"), False, False),
        ("text", "总工会\n机关", False, False),
        ("date", "2022-05-01", False, False),
        ("number", Decimal("0.9844"), True, False),
        ("number", Decimal("92308.22"), False, True),
        ("text", "甲乙", False, False),
        ("bool", True, False, False),
        ("text", "0012", False, False),
    ],
    ("C2:E3",),
    "合并",
)


def test_a_workbook_of_xlsxwriter_reads_as_written(tmp_path):
    """The sample comes back, cell by cell, and the guard held."""
    book = read_workbook(sample(tmp_path / "a.xlsx"))

    assert seen(book) == EXPECTED
    assert book.sheets[1].visibility == "hidden"
    assert book.guard.limits_enforced


def test_a_workbook_saved_again_by_openpyxl_reads_the_same(tmp_path):
    """Only the result of the formula is gone, and that is said rather than read as zero or as blank."""
    again = openpyxl.load_workbook(sample(tmp_path / "a.xlsx"))
    again.save(tmp_path / "b.xlsx")

    cells, merged, text = seen(read_workbook(tmp_path / "b.xlsx"))

    assert cells[4] == ("uncached", None, False, True)
    assert (cells[:4], cells[5:], merged, text) == (EXPECTED[0][:4], EXPECTED[0][5:], *EXPECTED[1:])


@pytest.fixture(scope="module")
def resaved(tmp_path_factory):
    """The sample as LibreOffice saves it, in three formats."""
    folder = tmp_path_factory.mktemp("resaved")
    source = sample(folder / "a.xlsx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    for form in ("xlsx", "xls", "ods"):
        subprocess.run(
            [SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(folder / form), str(source)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@pytest.mark.libreoffice
def test_a_workbook_saved_again_by_libreoffice_reads_the_same(resaved):
    """Another office program's file holds the same figures; it only writes a truth value as the formula TRUE()."""
    cells, merged, text = seen(read_workbook(resaved / "xlsx" / "a.xlsx"))

    assert cells.pop(6) == ("bool", True, False, True)
    assert (cells, merged, text) == (EXPECTED[0][:6] + EXPECTED[0][7:], *EXPECTED[1:])


@pytest.mark.libreoffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_older_formats_are_read_with_less_detail(resaved, form):
    """Old formats: xls and ods give the same values and places; formulas and percent formats are not told."""
    book = read_workbook(resaved / form / f"a.{form}")
    cells, _, text = seen(book)

    assert tuple(read_here(resaved / form / f"a.{form}", read_other)) == book.sheets
    assert cells[6][1] in {True, Decimal(1)}  # an ods keeps a truth value as the number 1
    assert [cell[:2] for cell in (*cells[:6], cells[7])] == [cell[:2] for cell in (*EXPECTED[0][:6], EXPECTED[0][7])]
    assert text == "合并"
    assert [(found.name, found.visibility) for found in book.sheets] == [("收支", "visible"), ("隐藏", "hidden")]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "“预算.xlsx”是空文件，没有任何内容。请重新导出或重新发送。"),
        (
            b"<html><table>",
            (
                "“预算.xlsx”虽用了表格的扩展名，实际是网页文件，应为 Excel 工作簿。"
                "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重新提交。"
            ),
        ),
        (
            ole("EncryptedPackage"),
            "“预算.xlsx”设置了打开密码，无法读取。请在 Excel 或 WPS 中取消密码，另存后重新提交。",
        ),
        (b"%PDF-1.4", "“预算.xlsx”是PDF 文件，应为 Excel 工作簿。请另存为“Excel 工作簿（*.xlsx）”后重新提交。"),
        (b"PK\x03\x04", "“预算.xlsx”已损坏或下载不完整，无法读取。请用 Excel 或 WPS 打开核对，另存后重新提交。"),
        (ole("Workbook"), "“预算.xlsx”已损坏或下载不完整，无法读取。请用 Excel 或 WPS 打开核对，另存后重新提交。"),
    ],
    ids=["empty", "html", "encrypted", "pdf", "cut", "broken-xls"],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path, content, message):
    """The officer reads which file, what it is, what it should be, and what to do."""
    path = tmp_path / "预算.xlsx"
    path.write_bytes(content)

    with pytest.raises(FileRefused) as caught:
        read_workbook(path)

    assert str(caught.value) == message


@pytest.mark.parametrize("place, message", [("nowhere.xlsx", "file-not-found"), (".", "file-cannot-open")])
def test_a_file_that_cannot_be_opened_is_told(tmp_path, place, message):
    """A wrong path, or a folder."""
    with pytest.raises(FileRefused) as caught:
        read_workbook(tmp_path / place)

    assert caught.value.message_id == message


@pytest.mark.parametrize(
    "change, message",
    [
        ({"xl/worksheets/sheet1.xml": None}, "file-broken-part"),
        (
            {"_rels/.rels": '<Relationships><Relationship Type="x/officeDocument" Target="no.xml"/></Relationships>'},
            "file-no-sheet",
        ),
        ({"xl/_rels/workbook.xml.rels": None}, "file-no-sheet"),
        ({"xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')}, "file-broken"),
        ({"xl/worksheets/sheet1.xml": "<worksheet><row" + "<a>" * 300 + "</a>" * 300}, "file-broken-part"),
    ],
)
def test_a_workbook_with_a_hole_is_refused(tmp_path, change, message):
    """A missing sheet, no sheets at all, a text that does not exist, a part cut off."""
    content = {name: data for name, data in (parts(sheet()) | change).items() if data is not None}

    path = pack(tmp_path / "a.xlsx", content)
    with pytest.raises(FileRefused) as caught:
        read_workbook(path)
    with pytest.raises(FileRefused) as caught_here:
        read_here(path)

    assert caught.value.message_id == message
    assert caught_here.value.message_id in {message, "file-broken"}


def test_a_link_out_of_the_file_is_not_followed(tmp_path):
    """A sheet that lies elsewhere is no sheet."""
    content = parts(sheet())
    content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace(
        'Target="worksheets', 'TargetMode="External" Target="worksheets'
    )

    with pytest.raises(FileRefused, match="没有任何工作表"):
        read_workbook(pack(tmp_path / "a.xlsx", content))


def test_an_old_workbook_may_be_too_large(tmp_path):
    """Files that are no packages have a size too."""
    path = tmp_path / "a.xls"
    path.write_bytes(ole("Workbook"))

    with pytest.raises(FileRefused) as caught:
        read_workbook(path, Limits(file_bytes=100))

    assert caught.value.message_id == "file-too-large"


def test_a_nested_package_is_never_unpacked(tmp_path):
    """A zip inside a workbook is one more part, whatever it claims to hold."""
    inner = pack(tmp_path / "inner.zip", {"x": b"\0" * (1 << 22)})
    content = parts(sheet()) | {"xl/embeddings/x.zip": inner.read_bytes()}

    assert read_workbook(pack(tmp_path / "a.xlsx", content, zipfile.ZIP_STORED)).sheets


@pytest.mark.parametrize(
    "code, form",
    [
        ("General", Format.PLAIN),
        ("#,##0.00_);[Red](#,##0.00)", Format.PLAIN),
        ('0.00"%"', Format.PLAIN),
        ("0.00%", Format.PERCENT),
        ("yyyy/m/d;@", Format.DATE),
        ("[$-804]aaaa;yyyy年m月", Format.PLAIN),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Format.DATE),
        ("m月", Format.DATE),
        ("h:mm", Format.TIME),
        ("[h]:mm:ss", Format.TIME),
        ("yyyy-mm-dd hh:mm", Format.DATE),
        ('0"m"', Format.PLAIN),
        ("@", Format.PLAIN),
        ("[DBNum1]General", Format.PLAIN),
    ],
)
def test_a_number_format_says_what_a_number_is(code, form):
    """Letters in quotes and brackets do not make a date."""
    assert format_of_code(code) is form


@pytest.mark.parametrize(
    "number, form", [(0, "plain"), (9, "percent"), (14, "date"), (31, "date"), (20, "time"), (99, "plain")]
)
def test_built_in_formats_are_known(number, form):
    """Formats without a code, the East Asian ones among them."""
    assert format_of(number, "").value == form


@pytest.mark.parametrize(
    "serial, form, moment",
    [
        ("1", Format.DATE, "1900-01-01"),
        ("59", Format.DATE, "1900-02-28"),
        ("60", Format.DATE, None),
        ("61", Format.DATE, "1900-03-01"),
        ("0", Format.DATE, None),
        ("0", Format.TIME, "00:00:00"),
        ("0.999999", Format.DATE, "1900-01-01"),
        ("44682.99999999", Format.DATE, "2022-05-02"),
        ("99999999", Format.DATE, None),
        ("-1", Format.DATE, None),
    ],
)
def test_days_are_counted_as_spreadsheets_do(serial, form, moment):
    """With the 29 February 1900 that never was, and seconds rounded to whole ones."""
    assert iso_moment(Decimal(serial), form, since_1904=False) == moment


@pytest.mark.parametrize(
    "value, kind, text",
    [
        (True, "bool", "1"),
        (46154.110000000001, "number", "46154.11"),
        (7, "number", "7"),
        ("绩效", "text", "绩效"),
        (datetime.datetime.fromisoformat("2022-05-01"), "date", "2022-05-01"),
        (datetime.datetime.fromisoformat("2022-05-01T13:30:00"), "date", "2022-05-01T13:30:00"),
        (datetime.date(2022, 5, 1), "date", "2022-05-01"),
        (datetime.time(13, 30), "time", "13:30:00"),
        (datetime.timedelta(hours=36), "number", "1.5"),
    ],
)
def test_cells_of_older_formats_become_the_same_kinds(value, kind, text):
    """Whatever type a reader of old formats gives, the cell is one of ours."""
    assert other_cell(3, value) == [3, kind, text, None, "plain", False, None]
    assert other_cell(3, "") is None


@pytest.mark.parametrize("content, message", [(b"PK", "file-broken"), (ole("Workbook"), "file-broken")])
def test_an_old_format_that_cannot_be_read_is_refused(tmp_path, content, message):
    """The reader of old formats fails in a sentence too."""
    path = tmp_path / "a.xls"
    path.write_bytes(content)

    with pytest.raises(FileRefused) as caught:
        list(read_other(str(path), "a.xls"))

    assert caught.value.message_id == message
