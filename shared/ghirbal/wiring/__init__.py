"""Fills the ports with the real adapters, once per process; nothing is contacted before it is needed."""
