"""The commands for editors, one a file: what each takes and does."""
