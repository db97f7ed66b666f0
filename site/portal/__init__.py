"""The public site, and the static files that every page shares."""
