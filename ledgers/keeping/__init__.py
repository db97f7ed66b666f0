"""How long things are kept: uploads nobody used, records whose time is over, the chain of what was."""
