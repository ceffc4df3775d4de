"""Rules on the form and wording of a document: wrong words, numbering, marks, placeholders, names, units and places."""

from __future__ import annotations
