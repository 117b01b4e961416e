"""What operators do: articles whose addresses change."""
