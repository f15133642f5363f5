"""What happens: one file per subject; the only code that changes state or sends mail."""
