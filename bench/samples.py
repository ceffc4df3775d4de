"""Sound files of every kind to measure and to damage: the reports of the two examples, and small ones made here."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import docx as word
import openpyxl
import typst

from jixiao.cli.evaluate import font_folders
from jixiao.cli.evaluation import evaluate
from jixiao.reports import docx, html, pdf
from jixiao.reports.fonts import find_fonts
from jixiao.reports.theme import Role
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("gz-union-2022", "qingxi-water-2024")
PROSE = (
    "青柏市水务局2024年度部门预算46886.75万元，支出决算46154.11万元，完成率98.44%。其中，基本支出预算30152.75万元，支出决算29613.81万元，"
    "完成率98.21%；项目支出预算16734.00万元，支出决算16540.30万元，完成率98.84%。年末未支出732.64万元，按规定结转下年或由财政收回。"
)
HEADINGS = ("一、部门概况", "（一）支出情况", "二、绩效目标完成情况", "1.数量指标")
HEADER = ("项目", "年初预算（万元）", "决算（万元）", "执行率")
ROWS = (
    ("水库除险加固", "9000.00", "8910.00", "99.00%"),
    ("河道清淤", "7734.00", "7630.30", "98.66%"),
    ("合计", "16734.00", "16540.30", "98.84%"),
)
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def report_files(folder: Path, name: str, kinds: Sequence[str] = ("docx", "html", "pdf")) -> dict[str, Path]:
    """The report of an example, written as `jixiao evaluate` writes it: a path for each kind."""
    found = evaluate(EXAMPLES / f"{name}.xlsx")
    scheme = found.card.scheme.id if found.card else ""
    report = compose(found.facts, found.card, outline_for(found.year, scheme), tuple(found.projects.values()))
    paths = {kind: folder / f"{name}.{kind}" for kind in kinds}
    fonts = find_fonts(font_folders())
    for kind, path in paths.items():
        match kind:
            case "docx":
                docx.write(report, path, fonts)
            case "html":
                html.write(report, path)
            case _:
                pdf.write(report, path, fonts)
    return paths


@cache
def samples(kind: str) -> tuple[bytes, ...]:
    """Files of a kind (text, html, docx, xlsx, pdf, ofd) as bytes, the smallest first."""
    return tuple(sorted(_MAKERS[kind](), key=len))


def _text() -> Iterator[bytes]:
    lines = [*HEADINGS[:2], PROSE, *("\t".join(row) for row in (HEADER, *ROWS)), *HEADINGS[2:], PROSE]
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield "\n".join(lines).encode(encoding)


def _html() -> Iterator[bytes]:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    head = "".join(f'<th rowspan="1" colspan="1">{cell}</th>' for cell in HEADER)
    listed = "<ol><li>数量指标3项</li><li>质量指标2项<ul><li>验收合格率100%</li></ul></li></ol>"
    page = (
        f"<h1>{HEADINGS[0]}</h1><p>{PROSE}<sup>1</sup></p><table><tr>{head}</tr>{cells}</table>{listed}<p>{PROSE}</p>"
    )
    yield f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>报告</title></head><body>{page}</body></html>'.encode()
    yield f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>{page}'.encode("gbk")
    yield _reported("html")


def _docx() -> Iterator[bytes]:
    document = word.Document()
    for heading in HEADINGS:
        document.add_heading(heading, level=1)
        document.add_paragraph(PROSE)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("数量指标3项", style="List Number")
    packed = io.BytesIO()
    document.save(packed)
    yield packed.getvalue()
    yield _reported("docx")


def _xlsx() -> Iterator[bytes]:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, *ROWS):
        sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
    sheet.merge_cells("A6:D6")
    sheet["A6"] = PROSE
    packed = io.BytesIO()
    book.save(packed)
    yield packed.getvalue()


def _pdf() -> Iterator[bytes]:
    yield typeset("\n\n".join((*HEADINGS[:2], PROSE)) + table_source(HEADER, ROWS))
    yield _plain_pdf("Total 100.00, of which 60.00 and 40.00")


def _ofd() -> Iterator[bytes]:
    lines = [PROSE[start : start + 38] for start in range(0, len(PROSE), 38)]
    items = "".join(
        f'<ofd:TextObject ID="{10 + row}" Boundary="20 {20 + 8 * row} 170 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4" '
        f'DeltaX="{" ".join(["4"] * (len(line) - 1))}">{escape(line)}</ofd:TextCode></ofd:TextObject>'
        for row, line in enumerate(lines)
    )
    rule = (
        '<ofd:PathObject ID="99" Boundary="20 90 100 0.2"><ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    parts = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="5" Type="Body">{items}{rule}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    yield packed.getvalue()


_MAKERS = {"text": _text, "html": _html, "docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "ofd": _ofd}


def _reported(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return report_files(Path(folder), NAMES[0], (kind,))[kind].read_bytes()


def _plain_pdf(words: str) -> bytes:
    """A PDF in plain letters, whose objects damage can reach."""
    content = f"BT /F 12 Tf 72 700 Td ({words}) Tj ET 72 650 m 300 650 l S"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj\n"
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R"
        "/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>>endobj\n"
        f"5 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n"
        "6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode("latin-1")


def table_source(header: Sequence[str], rows: Sequence[Sequence[str]], unit: str = "万元") -> str:
    """A table as Typst reads it."""
    head = ", ".join(f"[{cell}]" for cell in header)
    body = ", ".join(f"[{cell}]" for row in rows for cell in row)
    return f"\n\n#align(right)[单位：{unit}]\n#table(columns: (1fr,) * {len(header)}, table.header({head}), {body})\n\n"


def typeset(source: str) -> bytes:
    """A PDF of pages as offices print them, with page numbers, set by Typst from its source."""
    fonts = find_fonts(font_folders())
    family = "".join(f'font: "{name}", ' for name in fonts.stack(Role.BODY)[:1])
    settings = (
        '#set page(paper: "a4", footer: context align(center)[— #counter(page).display() —])\n'
        f'#set text({family}size: 11pt, lang: "zh")\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
    )
    paths = [str(path) for path in fonts.folders]
    made = typst.compile((settings + source).encode(), font_paths=paths, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made
