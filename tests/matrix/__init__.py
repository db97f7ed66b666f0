"""Who may do what at which address: a table for people, and the walks that hold the house to it."""
