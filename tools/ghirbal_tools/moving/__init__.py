"""`ghirbal pages`: threads that follow their articles to other addresses."""
