"""The door for everybody: what is sent without an account, and how its answer is read later."""
