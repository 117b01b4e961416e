"""Measuring the engine: what it finds, what it flags wrongly, what disguises do to it, what it costs."""
