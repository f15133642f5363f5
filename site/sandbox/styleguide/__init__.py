"""The style guide: every component in every state, with invented data, for those who build and check the look."""
