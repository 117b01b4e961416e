"""Telling moderators: at once, in digests, when something waits too long."""
