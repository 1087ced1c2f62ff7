"""ASGI middleware, each independent of the others: limits, headers, compression, metrics, 404."""
