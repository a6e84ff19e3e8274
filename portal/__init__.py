"""Pages for those from outside: a partner's workplace; Min plan, and the way into it."""
