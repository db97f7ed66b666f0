"""Database history of the portal app."""
