"""The scored result as an open-data package: redacted by declaration, described for machines, with digests of every file."""
