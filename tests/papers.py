"""Reads what a PDF says: its words page by page, and the QR codes on it."""

import pypdfium2
import zxingcpp

SHARP = 3


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, with single spaces between words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages_of(pdf))


def codes_of(pdf: bytes) -> list[str]:
    """Return what the QR codes say, page by page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=SHARP).to_pil() for page in document]
    finally:
        document.close()
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
