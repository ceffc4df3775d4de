"""Jixiao (绩效): exact, explained budget-performance evaluation for Chinese government departments."""

__version__ = "0.1.0"
