"""The statistical judges: hashed linear weights for abuse and for advertising, and their files."""
