"""What others may want to know about jobs."""

from __future__ import annotations

from django.dispatch import Signal

job_ended = Signal()
"""Sent with `job`, inside the transaction that says so, when a job is done, has failed for good, or was cancelled."""
