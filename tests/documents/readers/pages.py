"""Pages for the tests of readers: set by Typst, or written byte by byte where they are to be broken."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import typst

from jixiao.documents.model import Passage, Table

SET = """#set page(paper: "a4", margin: 25mm)
#set text(font: "Noto Serif CJK SC", size: 12pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def set_pdf(target: Path, source: str, fonts: list[Path]) -> Path:
    """A PDF that Typst sets from a source; the same source gives the same pages everywhere."""
    paths = [str(folder) for folder in fonts]
    target.write_bytes(typst.compile((SET + source).encode(), font_paths=paths, ignore_system_fonts=True))
    return target


def plain_pdf(*contents: str, extra: str = "", kids: str = "", count: int | None = None) -> bytes:
    """A PDF written by hand, one page for each content stream; its table of objects is left to be rebuilt."""
    numbers = [10 + 2 * index for index in range(len(contents))]
    pages = kids or " ".join(f"{number} 0 R" for number in numbers)
    told = len(contents) if count is None else count
    parts = [
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {told}/Kids[{pages}]>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        extra,
    ]
    for number, content in zip(numbers, contents, strict=True):
        resources = "/Resources<</Font<</F 3 0 R>>/XObject<</X 5 0 R>>>>"
        parts += [
            f"{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {number + 1} 0 R>>endobj",
            f"{number + 1} 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj",
        ]
    return "\n".join([*parts, "trailer<</Root 1 0 R>>\n%%EOF\n"]).encode("latin-1")


def words(text: str, x: int = 72, y: int = 700) -> str:
    """A content stream that writes a line."""
    return f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET"


def write_ofd(
    target: Path,
    texts: list[tuple[float, float, float, str]],
    rules: tuple[tuple[float, float, float, float], ...] = (),
    template: str = "",
) -> Path:
    """An OFD of one page: texts as (x, y, size, words), rules as (x0, y0, x1, y1), all in millimetres."""
    items = []
    for number, (x, y, size, text) in enumerate(texts, 10):
        steps = " ".join(f"{size if letter > 'ⸯ' else size / 2:g}" for letter in text[:-1])
        items.append(
            f'<ofd:TextObject ID="{number}" Boundary="{x} {y} {size * len(text)} {size * 1.2}" Font="1" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size * 0.9:g}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
    for number, (x0, y0, x1, y1) in enumerate(rules, 900):
        items.append(
            f'<ofd:PathObject ID="{number}" Boundary="{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    told = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    used = '<ofd:Template TemplateID="9"/>' if template else ""
    parts = {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData>{area}{told}</ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {OFD}>{used}<ofd:Content><ofd:Layer ID="5" Type="Body">'
        f"{''.join(items)}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = f"<ofd:Page {OFD}><ofd:Content>{template}</ofd:Content></ofd:Page>"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target


def told(blocks: tuple[Passage | Table, ...]) -> list[str | list[list[str]]]:
    """Blocks as a person would jot them down: passages as text, tables as rows of texts, None under merged cells."""
    return [block.text if isinstance(block, Passage) else rows(block) for block in blocks]


def rows(table: Table) -> list[list[str]]:
    """The texts of a table, row by row; "·" under a merged cell."""
    return [["·" if cell is None else cell.text for cell in row] for row in table.rows()]
