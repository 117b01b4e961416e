"""What an operator sees: structured logs, counted metrics, the time each detector takes."""
