"""Numbers: metrics, the leader's overview and frozen reports."""
