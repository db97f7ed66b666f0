"""The pages on which a superior looks after the accounts below."""
