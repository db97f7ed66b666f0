"""Search that finds Chinese: pairs of signs in a table of our own, the same on every database."""
