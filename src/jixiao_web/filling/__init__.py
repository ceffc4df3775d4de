"""What stands in forms: rows, deeds and changes, and their way to the core's facts."""
