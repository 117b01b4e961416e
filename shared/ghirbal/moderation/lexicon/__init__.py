"""The curated word lists: read from files, matched in a text, and what stands around a match."""
