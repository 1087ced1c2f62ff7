"""What all pages share and what speaks Streamlit: address, day control, blocks, the page itself."""
