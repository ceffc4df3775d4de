"""Chinese numerals both ways, exactly: 四十二 is 42, 百分之九十八点四 is 98.4 %, and 12 is 十二."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.errors import FigureError
from jixiao.figures.exact import EXACT, is_number
from jixiao.figures.ratio import Ratio
from jixiao.files.digits import plain

DIGITS = "零一二三四五六七八九"
STEPS = ("", "十", "百", "千")
CAPITAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
PLAIN = str.maketrans(
    "〇○壹贰叁肆伍陆柒捌玖拾佰仟两兩貳叄參陸萬億點負弍",
    "零零一二三四五六七八九十百千二二二三三六万亿点负二",
)
FRACTION = re.compile(r"(?P<below>.+)分之(?P<above>.+)")
LARGEST = 10**24  # longer than any sum; keeps hostile input from growing


def write_chinese(number: int | Decimal, *, capital: bool = False) -> str:
    """The number in Chinese numerals.

    Args:
        number: below 10**24 in size; decimals are written digit by digit after 点, as many as the Decimal has.
        capital: 壹贰叁 for cheques and contracts, where 10 is 壹拾.

    Raises:
        TypeError: a float or a truth value. ValueError: too large, or not finite.

    Example:
        >>> write_chinese(12), write_chinese(Decimal("98.4")), write_chinese(105, capital=True)
        ('十二', '九十八点四', '壹佰零伍')
    """
    if not is_number(number, int, Decimal):
        raise TypeError(f"a numeral is written from an int or a Decimal, not {number!r}")
    exact = Decimal(number)
    if not exact.is_finite() or abs(exact) >= LARGEST:
        raise ValueError(f"{number!r} cannot be written as a numeral")
    whole, _, part = f"{exact.copy_abs():f}".partition(".")
    words = integer_words(int(whole))
    if words.startswith("一十") and not capital:
        words = words[1:]
    if part:
        words += "点" + "".join(DIGITS[int(digit)] for digit in part)
    words = f"负{words}" if number < 0 else words
    return words.translate(CAPITAL) if capital else words


def write_digits(number: int) -> str:
    """Digit by digit, as years are written: 2022 is 二〇二二."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def integer_words(number: int) -> str:
    """A whole number from zero in full words, 10 as 一十; 亿 multiplies all that stands before it."""
    if number == 0:
        return "零"
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            above, below = divmod(number, size)
            zero = "零" if 0 < below < size // 10 else ""
            return integer_words(above) + name + zero + (integer_words(below) if below else "")
    words = ""
    gap = False
    for step in (3, 2, 1, 0):
        digit = number // 10**step % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + STEPS[step]
        gap = digit == 0
    return words


def read_chinese(text: str) -> Decimal | Ratio:
    """Read a Chinese numeral; fractions and percentages (百分之…, 三分之一) become a Ratio.

    Raises:
        FigureError: not a numeral, or one with two readings: 一百五 is 105 to some and 150 to others.

    Example:
        >>> read_chinese("一百零五"), read_chinese("百分之九十八点四").percent(1)
        (Decimal('105'), '98.4%')
    """
    words = text.strip().translate(PLAIN)
    sign, words = (-1, words[1:]) if words.startswith("负") else (1, words)
    match = FRACTION.fullmatch(words)
    if match is None:
        return number_of(words, text) * sign
    below = {"百": 100, "千": 1000, "万": 10000}.get(match["below"]) or integer_of(match["below"], text)
    if below == 0:
        raise FigureError("figure-not-numeral", text)
    return Ratio(Fraction(number_of(match["above"], text)) / below * sign)


def read_chinese_integer(text: str) -> int:
    """Read a whole number: 四十二, 两, 一百零五, 二〇二二, 壹拾. Raises FigureError."""
    words = text.strip().translate(PLAIN)
    return -integer_of(words[1:], text) if words.startswith("负") else integer_of(words, text)


def number_of(words: str, text: str) -> Decimal:
    """A number with or without 点; 一点五万 is 15 000."""
    whole, point, part = words.partition("点")
    if not point:
        return Decimal(integer_of(words, text))
    scale = {"万": 4, "亿": 8}.get(part[-1:], 0)
    part = part[:-1] if scale else part
    if not part or any(mark not in DIGITS for mark in part):
        raise FigureError("figure-not-numeral", text)
    digits = "".join(str(DIGITS.index(mark)) for mark in part)
    read = Decimal(f"{integer_of(whole, text)}.{digits}")
    return plain(EXACT.scaleb(read, scale)) if scale else read


def integer_of(words: str, text: str) -> int:
    """A whole number, accepted only if its one reading is written back alike."""
    if words and all(mark in DIGITS for mark in words):
        if len(words) > 24:
            raise FigureError("figure-not-numeral", f"{text[:20]}…")
        return int("".join(str(DIGITS.index(mark)) for mark in words))
    number = add_up(words)
    if number is None or number >= LARGEST or canonical(words) != canonical(integer_words(number)):
        raise FigureError("figure-not-numeral", text)
    return number


def canonical(words: str) -> str:
    """One spelling of what may be written in two ways: 十二 and 一十二, 十万零五千 and 十万五千."""
    full = re.sub(r"(^|[万亿零])十", r"\1一十", words)
    return re.sub(r"([万亿])零(?=[一二三四五六七八九]千)", r"\1", full)


def add_up(words: str) -> int | None:
    """The sum of the parts of a numeral, or None where a character is no numeral.

    Whether the numeral is well formed is not decided here but by writing the sum back.
    """
    total = below = 0  # below: the part after the last 万 or 亿
    digit: int | None = None
    for mark in words:
        if mark in DIGITS:
            digit = DIGITS.index(mark)
        elif mark in STEPS[1:]:
            below += (1 if digit is None else digit) * 10 ** STEPS.index(mark)
            digit = None
        elif mark == "万":
            total, below, digit = total + (below + (digit or 0)) * 10**4, 0, None
        elif mark == "亿":
            total, below, digit = (total + below + (digit or 0)) * 10**8, 0, None
        else:
            return None
        if total > LARGEST:
            return None
    return total + below + (digit or 0)


def section_mark(number: int, level: int = 1) -> str:
    """The mark of a heading in an official paper: 一、 then （一） then 1. then （1）.

    Raises:
        ValueError: a level outside 1…4 or a number below one.
    """
    if number < 1:
        raise ValueError(f"headings are numbered from one, not {number!r}")
    if level == 1:
        return f"{write_chinese(number)}、"
    if level == 2:
        return f"（{write_chinese(number)}）"
    if level == 3:
        return f"{number}."
    if level == 4:
        return f"（{number}）"
    raise ValueError(f"official papers number four levels of headings, not level {level!r}")
