"""What writer and reader of the workbook agree on: names of sheets and columns, marks, and when two names are the same."""

from __future__ import annotations

import re
import unicodedata

from jixiao.facts import Field, Registry

GUIDE = "说明"
LISTS = "下拉选项"
EXAMPLE = "示例"  # stands in the first column of the row that shows how to fill in, and keeps it from being read
TOTAL = "合计"
REQUIRED = "＊"
BLANK_RATE = "—"

FORM_HEADINGS = ("编号", "项目", "数值", "单位", "说明", "示例", "数据来源")
LABEL, VALUE, UNIT, SOURCE = "项目", "数值", "单位", "数据来源"

TEMPLATE_PROPERTY = "jixiao-template"
REGISTRY_PROPERTY = "jixiao-registry"
TEMPLATE_VERSION = "1"

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_UNIT = re.compile(r"\([^()]*\)$")
_MARKS = "*:·"


def alike(text: str) -> str:
    """A name as it is compared: full and half width are one, spaces and line ends do not count.

    Example:
        >>> alike("年初预算数 （万元）") == alike("年初预算数(万元)")
        True
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def bare(text: str) -> str:
    """A heading without its unit and its mark: 年初预算数 of “＊年初预算数（万元）”."""
    name = alike(text).strip(_MARKS)
    return _UNIT.sub("", name).strip(_MARKS) or name


def heading(field: Field) -> str:
    """The heading of a column: the mark of required fields, the name, the unit."""
    return f"{REQUIRED if field.required else ''}{field.zh}{f'（{field.unit}）' if field.unit else ''}"


def sheet_names(registry: Registry) -> dict[str, str]:
    """Every way to call a sheet → the id of its subject: its own name and the title of its subject."""
    names = {alike(subject.zh): subject.id for subject in registry.subjects}
    return {**names, **{alike(subject.sheet): subject.id for subject in registry.subjects}}
