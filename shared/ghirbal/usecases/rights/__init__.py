"""A reader's rights: see what is stored, take it along, have it erased."""
