"""The year, its tasks, and the one workflow of every form."""
