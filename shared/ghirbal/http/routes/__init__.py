"""What each route does: the request read, the use case called, the answer built."""
