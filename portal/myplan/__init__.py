"""Min plan: what the young person, and parents who may, see of the plan."""
