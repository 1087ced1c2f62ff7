"""HTTP beside Streamlit: API, feed, preview cards, first HTML, middleware, server."""
