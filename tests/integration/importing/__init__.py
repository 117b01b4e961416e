"""`ghirbal import`, by the whole command on a real table."""
