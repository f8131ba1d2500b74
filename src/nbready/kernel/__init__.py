"""The kernel door: the guard that judges a cell before it runs, the magics and the panel."""
