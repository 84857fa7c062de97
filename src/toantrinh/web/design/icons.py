"""Our own small drawings, 24 by 24, drawn with one pen; a drawing never stands without words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS: dict[str, str] = {
    "ascending": "m6 15 6-6 6 6",
    "back": "M20 12H5m6-6-6 6 6 6",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "check": "m4 12.5 5.5 5.5L20 7",
    "chevron": "m9 5 7 7-7 7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3.5 2",
    "cross": "m6 6 12 12M18 6 6 18",
    "descending": "m6 9 6 6 6-6",
    "download": "M12 4v11m-5-5 5 5 5-5M5 20h14",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
    "home": "m3 11 9-8 9 8M6 9v11h12V9M10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v6m0-9.5v.5",
    "letter": "M3 6h18v12H3zl9 7 9-7",
    "lock": "M6 11h12v9H6zm2 0V8a4 4 0 0 1 8 0v3",
    "minus": "M5 12h14",
    "money": "M3 7h18v10H3zm9 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 12h.01M18 12h.01",
    "office": "M4 21V8l8-5 8 5v13M2 21h20M9 21v-6h6v6M8 11h.01M12 11h.01M16 11h.01",
    "pause": "M8 5v14M16 5v14",
    "pen": "m4 20 1-5L16 4l4 4L9 19zM13.5 6.5l4 4",
    "people": "M9 4a3 3 0 1 0 0 7 3 3 0 0 0 0-7zM2 20c0-4 3-6 7-6s7 2 7 6M16 5a3 3 0 0 1 0 6M19 14c2 1 3 3 3 6",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6 8-6s8 2 8 6",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 17H4v-8h16v8h-3M7 14h10v7H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
    "send": "m3 11 18-8-7 18-3-8zM11 13l4-4",
    "stop": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 12h7",
    "trash": "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
    "warning": "M12 3 2 20h20zM12 10v4.500m0 2.500v.5",
    "work": "M5 12a7 7 0 0 1 12-5l2 2m0-5v5h-5M19 12a7 7 0 0 1-12 5l-2-2m0 5v-5h5",
    "baby": "M12 3a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM10 8h.01M14 8h.01M10.5 10.500c1 .8 2 .8 3 0M5 21c0-4 3-6 7-6s7 2 7 6",
    "ring": "M12 9a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM9 3h6l2 3-5 3-5-3z",
    "shop": "M4 10v11h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 21v-6h4v6",
    "candle": "M9 11h6v10H9zM12 11V8M12 3c2 2 2 4 0 5-2-1-2-3 0-5z",
}
STAR = "M12 2.3L14.4 9.6L22 9.6L15.8 14L18.2 21.3L12 16.8L5.8 21.3L8.2 14L2 9.6L9.6 9.6z"


PEN = mark_safe('fill="none" stroke="currentColor" stroke-width="2"')
SIZE = mark_safe('viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"')


def draw(name: str, css: str = "") -> SafeString:
    """The drawing as inline SVG, hidden from those who hear the page; it keeps its size where no style sheet comes."""
    if name == "star":
        return format_html('<svg class="tt-star {}" {} fill="currentColor"><path d="{}"/></svg>', css, SIZE, STAR)
    return format_html('<svg class="tt-icon {}" {} {}><path d="{}"/></svg>', css, SIZE, PEN, DRAWINGS[name])
