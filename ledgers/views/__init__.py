"""Staff pages: Django views behind the two gates."""
