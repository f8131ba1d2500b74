"""What code does: code text in, stage uses out. Knows nothing of charters and gates."""
