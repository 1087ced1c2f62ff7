"""What each page says: one module a page, and what pages share."""
