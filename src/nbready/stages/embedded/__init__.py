"""Other languages inside a cell: magics, shell lines, SQL and R. What they know is in the catalogue."""
