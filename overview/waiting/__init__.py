"""What waits for a leader or an administrator: computed from what is there, never a list that somebody keeps."""
