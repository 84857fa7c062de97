"""Amounts in Vietnamese words, as the law wants them on a receipt."""

# one language: these words are read on Vietnamese receipts alone
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")  # one language
_SCALES = ("", "nghìn", "triệu", "tỷ")  # one language


def in_words(dong: int) -> str:
    """`Tám nghìn đồng`; for amounts below a million billion."""
    if not 0 <= dong < 10**15:
        raise ValueError(f"Cannot be written in words: {dong}")
    words = " ".join(_number(dong)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"  # one language


def _number(number: int) -> list[str]:
    if number >= 10**9:
        return [*_number(number // 10**9), _SCALES[3], *_rest(number % 10**9)]
    return _rest(number, begins=True)


def _rest(number: int, *, begins: bool = False) -> list[str]:
    """What stands below a billion, group by group; groups of nothing are left out."""
    words: list[str] = []
    for scale in (2, 1, 0):
        group = number // 1000**scale % 1000
        if group:
            is_first = begins and not words
            words += [*_group(group, is_first=is_first), *([_SCALES[scale]] if scale else [])]
    return words


def _group(group: int, *, is_first: bool) -> list[str]:
    """Three digits: `một trăm linh năm`, `hai mươi mốt`; after higher groups, hundreds are said even where none are."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not is_first else []  # one language
    if tens == 0:
        words += ["linh"] if words and ones else []
    elif tens == 1:
        words += ["mười"]  # one language
    else:
        words += [_DIGITS[tens], "mươi"]  # one language
    return words + _ones(tens, ones)


def _ones(tens: int, ones: int) -> list[str]:
    if ones == 0:
        return []
    if ones == 1 and tens > 1:
        return ["mốt"]  # one language
    return ["lăm"] if ones == 5 and tens else [_DIGITS[ones]]  # one language
