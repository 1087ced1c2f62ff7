"""Pictures to publish: pure SVG drawn from the same data, words and colours as the pages."""
