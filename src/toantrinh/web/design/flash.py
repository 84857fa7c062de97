"""One sentence that the next page says: "Đã lưu."."""

from django.http import HttpRequest

from toantrinh.kernel.text import Text

KEY = "done"


def say_done(request: HttpRequest, words: Text) -> None:
    """Let the next page of this session say that something was done."""
    request.session[KEY] = [words.vi, words.en]


def take_done(request: HttpRequest) -> Text | None:
    """What the last request wished to say; it is said once."""
    if KEY not in request.session:
        return None
    vi, en = request.session.pop(KEY)
    return Text(vi, en)
