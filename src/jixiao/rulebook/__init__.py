"""Rules as data: fields, derived figures, schemes, tables, checks, outlines, code lists and messages, all dated YAML."""

from __future__ import annotations
