"""What the tables mean: rules on a day, claims, reach, positions, transfers, data quality."""
