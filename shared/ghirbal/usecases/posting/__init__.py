"""What readers do: post, edit, like, report, and the gates that all of it passes."""
