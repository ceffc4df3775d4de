"""What counts as the same over years: the department of one name in one region, the indicator of one name under one owner."""

from __future__ import annotations

from jixiao.bulk.dialect import quoted

WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
NARROW = "".join(chr(code) for code in range(0x21, 0x7F))
"""Signs of full and of half width: the same letter, typed on another keyboard."""

_YEARS = r"(19|20)[0-9]{2}(年度|年)"
_SIGNS = r"[\p{P}\p{S}\p{Z}\s]+"
_FIGURES = r"[0-9零〇一二三四五六七八九十百千万亿]+"


def plain(text: str) -> str:
    """A name without what people type now so and now so: width and case of letters, spaces, signs. NULL stays NULL."""
    return f"lower(regexp_replace(translate({text}, '{quoted(WIDE)}', '{quoted(NARROW)}'), '{_SIGNS}', '', 'g'))"


def department(region: str, name: str) -> str:
    """The key of a department over years: region code and name.

    A department that was renamed, merged or moved to another region begins anew: nothing in the data says that it is the same.
    """
    return f"concat(coalesce({region}, ''), '|', coalesce({plain(name)}, ''))"


def indicator(name: str) -> str:
    """The key of an indicator under its owner: its name without the year that it mentions, `2023年度`.

    An indicator that was renamed is another one.
    """
    return f"regexp_replace({plain(name)}, '{_YEARS}', '', 'g')"


def owner(owner_row: str, project: str) -> str:
    """The key of what an indicator belongs to: nothing for the department, else the project by name; codes change by year."""
    return f"case when {owner_row} = 0 then '' else regexp_replace({plain(project)}, '{_YEARS}', '', 'g') end"


def sentence(text: str) -> str:
    """The key of a sentence: its words without figures and signs, so that new figures do not make a new sentence."""
    return f"regexp_replace({plain(text)}, '{_FIGURES}', '', 'g')"
