"""The frame: settings, addresses and start-up of the whole house."""
