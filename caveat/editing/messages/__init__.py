"""What the editors' commands print."""
