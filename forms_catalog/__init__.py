"""What can be asked: definitions, question types, readers, writers, filling."""
