"""Who is calling and what we gave them before: keys, signed tokens, principals, origins and addresses."""
