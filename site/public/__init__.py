"""The public site: laws, answers, notices and places that an editor writes and anybody reads."""
