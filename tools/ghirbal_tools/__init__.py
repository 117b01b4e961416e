"""The `ghirbal` command and everything that runs on a developer's machine only."""
