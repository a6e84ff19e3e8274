"""Pages for those from outside: the partner's workplace."""
