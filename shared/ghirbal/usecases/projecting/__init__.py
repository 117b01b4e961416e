"""The stream's work: counters, likes, statistics, readers' reputation, and the events of the outbox."""
