"""Evidence files: named, numbered, packed, and who saw them."""
