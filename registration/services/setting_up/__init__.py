"""What organizers decide before the sale begins: settings, codes, files, last year's shop."""
