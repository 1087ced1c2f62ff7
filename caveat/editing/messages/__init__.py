"""What the editors' commands print, where it is more than a sentence."""
