"""Workbooks in and out: preview, apply, undo."""
