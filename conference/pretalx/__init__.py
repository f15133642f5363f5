"""The programme from Pretalx: a small client, the plan of what changes, and the service that writes it."""
