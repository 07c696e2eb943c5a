"""From notebooks to rendered pages: one alone, or many at a time."""
