"""The public schedule: pages, feeds, shared lists, cards for shared links, and the copy that works offline."""
