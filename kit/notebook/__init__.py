"""What a notebook shows: header, sections, tables, doubts."""
