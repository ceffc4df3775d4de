"""What touches bytes first: sniffing, pre-checks, parsing in a limited child process, atomic output."""
