"""`ghirbal bench`: how fast and how small the service is, beside what one would take instead."""
