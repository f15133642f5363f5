"""A stand-in for Pretalx: it answers like one event's API, from recorded answers or from the demo's programme."""
