"""The formula compiler: one text → syntax → integer fractions with a proof → source for an engine."""
