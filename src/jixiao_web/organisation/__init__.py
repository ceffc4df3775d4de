"""The organisation through time: units, divisions, staffing."""
