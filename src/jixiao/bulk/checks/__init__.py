"""Checks on facts as set operations: what a department would be told alone, found in all of them at once."""
