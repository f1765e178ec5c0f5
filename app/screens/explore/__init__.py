"""Explorers: a card's model, moved by keys, fitted and drawn again at once."""
