"""The event itself: conference, people, programme, Pretalx, mail and what all other apps share."""
