"""The workbook in and out, and what people do with it between: fill, hand out, merge, compare, correct."""

from __future__ import annotations

from jixiao.exchange.annotate import annotate
from jixiao.exchange.notes import Note
from jixiao.exchange.template import write_workbook
from jixiao.exchange.workbook import read

__all__ = ["Note", "annotate", "read", "write_workbook"]
