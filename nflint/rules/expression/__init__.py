"""Rules on the expressions themselves: their form, the functions they call, and where they stand."""
