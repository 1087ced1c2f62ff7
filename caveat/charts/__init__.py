"""Plotly figures and SVG maps: data in, figure out. plotly.express is never imported: it is slow to load."""
