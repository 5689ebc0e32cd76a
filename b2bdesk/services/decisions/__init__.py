"""Keep, convert or let go: what measures would bring, what is recommended, what was decided."""
