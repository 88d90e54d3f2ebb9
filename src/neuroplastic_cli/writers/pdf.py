"""Document to PDF, from the same HTML as for a browser; needs the extra `pdf`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.errors import UsageError
from neuroplastic_cli.writers import html

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document


def write(document: Document, around: html.Surroundings) -> bytes:
    """Return *document* as a tagged PDF.

    Raises UsageError where WeasyPrint, or a library that it needs, is not installed.
    """
    try:
        import weasyprint
    except (ImportError, OSError):
        raise UsageError(
            "a PDF needs WeasyPrint, which is not installed; type 'pip install "
            '"neuroplastic-cli[pdf]"\', or write a .html file and print it from a '
            "browser"
        ) from None
    page = weasyprint.HTML(string=html.page(document, around), url_fetcher=_nothing)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _nothing(url: str) -> dict[str, object]:
    """Fetch nothing: a page needs nothing but itself."""
    raise ValueError(f"not fetched: {url}")
