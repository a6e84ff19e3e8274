"""The one coordinated plan: dream, destination, goals, milestones and hand-over."""
