"""The typefaces at hand: for each role of the layout the best family in the given folders, and what it replaces.

The faces that GB/T 9704 asks for are sold with other programs; free ones of the same style stand in for them. Nothing is
bundled. Folders are given, never looked up in the environment, so the same folders give the same pages everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import typst

from jixiao.files.messages import text
from jixiao.reports.theme import Role

STANDARD_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"

# Best first: the standard's own face under the names it goes by, the stand-in of the same style, then Noto.
CANDIDATES: dict[Role, tuple[str, ...]] = {
    Role.TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", SERIF),
    Role.BODY: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R", "FandolFang", SERIF),
    Role.HEADING_1: ("SimHei", "黑体", SANS),
    Role.HEADING_2: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FandolKai", SERIF),
    Role.NUMBER: ("SimSun", "宋体", SERIF),
    Role.LATIN: ("Times New Roman", "Liberation Serif"),
}
STAND_INS = frozenset({"FandolFang R", "FandolFang", "FandolKai", "Liberation Serif"})


class FontsMissingError(Exception):
    """There is no Chinese typeface at all, so no page can be set."""

    def sentence(self, lang: str = "zh") -> str:
        """What to do about it, in the language of the reader."""
        return text("fonts-none", lang)

    def __str__(self) -> str:
        return self.sentence()


@dataclass(frozen=True, slots=True)
class FontNote:
    """One replacement: the face (or the characters) `wanted` and what was `used` for it.

    `message_id` is `font-replaced` when a face of the same style stands in, which needs no deed; `font-far`,
    `font-absent` and `glyph-absent` mean that the page looks different from what was asked for.
    """

    message_id: str
    wanted: str
    used: str

    @property
    def fallback(self) -> bool:
        """Whether the page suffers, so that a person should read this."""
        return self.message_id != "font-replaced"

    def sentence(self, lang: str = "zh") -> str:
        """What was replaced by what, and what to do about it."""
        return text(self.message_id, lang, wanted=self.wanted, used=self.used, count=len(self.wanted.split()))


@dataclass(frozen=True, slots=True)
class FontSet:
    """Folders to read fonts from, the family for each role, and the notes on what was replaced."""

    folders: tuple[Path, ...]
    families: dict[Role, str]
    rare: tuple[str, ...]
    notes: tuple[FontNote, ...]

    @property
    def usable(self) -> bool:
        """Whether there is any Chinese typeface."""
        return bool(self.stack(Role.BODY))

    def stack(self, role: Role) -> tuple[str, ...]:
        """Families to try for Chinese text of a role, in order; the last ones hold rare characters."""
        first = self.families.get(role, "")
        return tuple(dict.fromkeys(family for family in (first, *self.rare) if family))


def find_fonts(folders: Iterable[Path] = STANDARD_FOLDERS) -> FontSet:
    """Choose a family for each role from the fonts in the folders (and folders below them).

    A folder that does not exist is passed over. Roles for which nothing was found are noted, not refused: the text is
    still complete, only its look suffers.
    """
    there = tuple(folder for folder in folders if folder.is_dir())
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in there])
    names = {info.family for info in found.fonts()}
    families: dict[Role, str] = {}
    notes: list[FontNote] = []
    for role, candidates in CANDIDATES.items():
        used = next((family for family in candidates if family in names), "")
        if used:
            families[role] = used
        if used in ("", SERIF, SANS) or used in STAND_INS:
            notes.append(FontNote(_message(role, used), role.value, used))
    rare = tuple(family for family in (SERIF, SANS) if family in names)
    return FontSet(there, families, rare, tuple(notes))


def _message(role: Role, used: str) -> str:
    """Noto Serif is of another style than 仿宋 and 楷体, but of the same as 宋体; Noto Sans is of the style of 黑体."""
    if not used:
        return "font-absent"
    return "font-far" if used == SERIF and role in (Role.BODY, Role.HEADING_2) else "font-replaced"
