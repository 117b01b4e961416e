"""The table itself: its keys and indexes, reads and writes, transactions, and what its errors mean."""
