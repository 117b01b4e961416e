"""`ghirbal erase`: a reader's data, seen, taken along and erased."""
