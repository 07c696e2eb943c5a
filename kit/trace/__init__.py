"""From a number back to the rows and sources that it rests on."""
