"""A superior looks after the accounts below: opens, ends, resets, hands over; every act is kept."""
