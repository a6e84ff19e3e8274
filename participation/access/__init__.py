"""Who may enter Min plan: the young person, and parents; how they are let in, and when it ends."""
