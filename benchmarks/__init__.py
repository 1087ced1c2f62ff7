"""Measurements, as ratios in one run: our pages against the same map page written plainly in Streamlit (make bench)."""
