"""The HTTP edge: events in, responses out. Pure; knows API Gateway's event format 2.0."""
