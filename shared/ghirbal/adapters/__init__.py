"""The other doors to AWS and to the world: secrets, mail, objects."""
