"""What speaks HTTP, asked in process without Streamlit."""
