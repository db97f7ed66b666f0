"""What a person would touch: a real server, a real browser, five people."""
