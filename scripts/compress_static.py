"""Compress what a first visit loads as well as brotli can (python -m scripts.compress_static; `make run` does it).

The server compresses other files by itself, faster and a tenth larger.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from caveat.web import preload_links
from caveat.web.middleware import compression


def first_visit_files() -> list[Path]:
    """The files that a first visit loads: named by Streamlit's shell or by our first HTML, or our own."""
    index = (preload_links.STATIC / "index.html").read_text(encoding="utf-8")
    named = re.findall(r"static/((?:js|css)/[\w.\-]+)", index)
    preloaded = (f"js/{file}" for file in preload_links.files())
    ours = (path for address, path, _ in compression.files() if address.startswith("/app/"))
    return sorted({*(preload_links.STATIC / "static" / file for file in (*named, *preloaded)), *ours})


def compress(path: Path) -> int:
    """Write the compressed copy of a file unless it is there; its size in bytes."""
    body = path.read_bytes()
    target = compression.prepared(body)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".half")
        half.write_bytes(brotli.compress(body, quality=11, lgwin=24))
        half.replace(target)
    return target.stat().st_size


if __name__ == "__main__":
    with ThreadPoolExecutor(2) as pool:
        sizes = list(pool.map(compress, first_visit_files()))
    print(f"{len(sizes)} files compressed to {sum(sizes) / 1000:,.0f} kB")
