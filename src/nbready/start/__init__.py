"""What a project needs to begin with nbready: shown first, then written beside what is there."""
