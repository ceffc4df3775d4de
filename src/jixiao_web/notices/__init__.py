"""What a person should know: notices, reading list, mail."""
