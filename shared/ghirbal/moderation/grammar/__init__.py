"""A grammar of hate and threats: words with labels, verbs with persons, rules over labels. Data in data/hate_*.tsv."""
