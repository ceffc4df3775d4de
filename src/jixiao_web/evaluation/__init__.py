"""Scores: the scorecard, its lines and traces, and the figures that lists need."""
