"""Units of the table: how rows and requests are counted, and what they cost."""
