"""Places, bodies, users and posts: who is where, and since when."""
