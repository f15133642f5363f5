"""The programme desk: talks, speakers, rooms, slots, sections, defaults, and corrections of what was imported."""
