"""The dashboard in Firefox and in WebKit."""
