"""The charter as a decision maker reads it: one page, in HTML, plain text and Markdown."""

from nbready.charter.card.html import card_element, card_html, card_page, card_style
from nbready.charter.card.markdown import card_markdown
from nbready.charter.card.text import card_text
from nbready.charter.card.view import GateLike

__all__ = ["GateLike", "card_element", "card_html", "card_markdown", "card_page", "card_style", "card_text"]
