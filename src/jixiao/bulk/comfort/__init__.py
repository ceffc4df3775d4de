"""Signals of comfort over years and peers, and whom to re-check: hints for choosing, never a verdict."""
