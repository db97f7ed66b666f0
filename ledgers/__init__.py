"""What is kept, and what happens to it: intake, records, scope, history."""
