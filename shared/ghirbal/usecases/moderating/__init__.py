"""What moderators do: look through the queue, decide, take back, ban, answer, look back."""
