"""What the young person sees and decides on Min plan: consents, who looked, papers, the road so far."""
