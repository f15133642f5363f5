"""Draws the demo's portraits: flat faces from a few shapes, the same on every machine."""
