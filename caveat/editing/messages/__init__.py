"""What the editors' commands print, if it is more than a sentence."""
