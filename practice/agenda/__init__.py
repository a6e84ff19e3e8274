"""What a meeting is proposed to be about: what a source of it is made of. Which there are: `practice.team.agenda`."""
