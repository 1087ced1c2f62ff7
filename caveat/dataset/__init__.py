"""The tables as files: schema, reading, last valid version, releases."""
