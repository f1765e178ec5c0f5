"""Figures as data: what a picture shows, in the units of the data; drawing is done elsewhere."""
