"""What stands on the pages against what stands in the CSVs, read past all of our own code."""
