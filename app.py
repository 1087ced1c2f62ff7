"""The dashboard: `python app.py`, or `streamlit run app.py` on hosts that know only that (docs/hosting.md)."""

import argparse

import streamlit as st

from caveat import settings
from caveat.ui.blocks import show_error
from caveat.web import server
from caveat.web.routes import ROUTES, middleware
from caveat.web.startup import lifespan

SCRIPT = settings.ROOT / "caveat" / "ui" / "main.py"
SETTINGS = settings.require()

# Streamlit looks for this call in the syntax tree.
app = st.App(SCRIPT, routes=ROUTES, middleware=middleware(SETTINGS), lifespan=lifespan, on_script_error=show_error)


def main() -> None:
    """Serve on a port."""
    parser = argparse.ArgumentParser(description="Serve the Caveat dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to let other machines in")
    arguments = parser.parse_args()
    print(f"Caveat: http://{arguments.host}:{arguments.port}")
    server.serve(app, arguments.host, arguments.port, SETTINGS)


if __name__ == "__main__":
    main()
