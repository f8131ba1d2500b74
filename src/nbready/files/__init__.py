"""Files as nbready meets them: which ones may be read, and how one is replaced whole."""
