"""Objectives: the indicator library and the lint of indicators."""
