"""Rules on order and waiting: what is started, and which steps need it finished."""
