"""Charts: DataFrame in, plotly.graph_objects.Figure out, one file a chart. plotly.express is never imported (it is slow to load)."""
