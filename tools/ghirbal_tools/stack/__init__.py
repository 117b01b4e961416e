"""The whole service on this machine: what `make stack` and `make local` do."""
