"""What speaks HTTP beside Streamlit: the tables as files. Uses caveat, never pages."""
