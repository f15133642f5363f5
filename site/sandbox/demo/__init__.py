"""The demo: an invented conference, its programme and the pages around it. README.md describes the files."""
