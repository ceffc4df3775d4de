"""Reports: what a department-year says, decided once, and written as Word, PDF, web page and annex workbook."""

from __future__ import annotations
