"""Arithmetic of bounds: what is between two ends stays between the ends computed from them."""

from __future__ import annotations

from fractions import Fraction
from math import floor

Bounds = tuple[int, int]


def scaled(coefficient: int, span: Bounds) -> Bounds:
    """Bounds times a number."""
    lo, hi = coefficient * span[0], coefficient * span[1]
    return (lo, hi) if coefficient >= 0 else (hi, lo)


def times(first: Bounds, second: Bounds) -> Bounds:
    """The bounds of a product of two."""
    ends = [a * b for a in first for b in second]
    return min(ends), max(ends)


def widest(low: Fraction, high: Fraction, small: Fraction, large: Fraction) -> tuple[Fraction, Fraction]:
    """The bounds of a product of two fractions."""
    ends = [low * small, low * large, high * small, high * large]
    return min(ends), max(ends)


def nearest(value: Fraction) -> int:
    """The bound of a value rounded to the nearest whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size
