"""What others may want to know about tasks."""

from __future__ import annotations

from django.dispatch import Signal

form_issued = Signal()
"""Sent in the transaction of issuing, with `form` and `by`: what is known already can be filled in."""
form_final = Signal()
"""Sent in the transaction of the move by which a form becomes final, with `form` and `by`: what it says may be learned from."""
