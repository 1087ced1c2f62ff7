"""The editors' page: change the tables in a browser on one's own machine. Readers never reach it."""
