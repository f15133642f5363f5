"""The set-up form: the first conference of an installation, or a further one; and the checklist before going public."""
