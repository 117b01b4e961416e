"""Words written so that a filter misses them, and the innocent words that only look like that."""
