"""The old name of app.py, kept for one release: python -m server, uvicorn server:app."""

from app import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()
