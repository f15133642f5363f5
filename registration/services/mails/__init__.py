"""Which mail goes to whom, and when."""
