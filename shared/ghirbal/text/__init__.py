"""Reading Arabic, Darija, Arabizi and French: folds, tokens, skeletons, links. Pure functions."""
