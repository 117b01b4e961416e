"""The HTTP edge: events in, responses out. Pure; knows API Gateway's event format 2.0 and nothing of Powertools."""
