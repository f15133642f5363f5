"""The conference's settings, one tab for each subject; later apps register tabs of their own."""
