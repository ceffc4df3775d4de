"""Rules on what a document claims: what its figures contradict, what it leaves unsaid, what does not match."""

from __future__ import annotations
