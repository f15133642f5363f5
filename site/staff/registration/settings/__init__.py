"""What a conference needs before it can sell: its tabs of the settings, and the lines of the checklist."""
