"""The table's stream: what a record's images hold and what they mean."""
