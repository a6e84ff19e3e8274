"""What the young person says and decides: who may enter Min plan, and how."""
