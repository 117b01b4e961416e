"""What goes out: JSON, HTML, feeds, tables, with one encoder for each place that foreign text can stand in."""
