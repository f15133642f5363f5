"""People: who has which role at the conference, inviting them and taking roles away."""
