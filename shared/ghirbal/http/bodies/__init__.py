"""The JSON bodies that routes accept, as strict pydantic models."""
