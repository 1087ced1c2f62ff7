"""What editors run: checks, spreadsheet repair, diff, changelog, new row, commands."""
