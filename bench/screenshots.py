"""Pictures of the site for the documentation: the demonstration, signed in to as its people, at a desk's and a phone's width.

    bin/screenshots                        every picture, into docs/images/platform
    bin/screenshots home scorecard         only these
    bin/screenshots --whole --out DIR      whole pages rather than what one sees at first, for looking them over

The clock of the site stands on a day of the story, nothing moves and no caret blinks, so a picture changes when a page does.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.screenshots_acts import PREPARATIONS, SHOTS, Shot
from bench.screenshots_day import STORY
from bench.screenshots_site import ROOT, demonstration

OUT = ROOT / "docs" / "images" / "platform"
PASSWORD = "Jixiao-2022"  # noqa: S105  # the demonstration's, which its sign-in page tells everybody
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--hide-scrollbars"),
)
DESK, PHONE = 1440, 390
HEIGHTS = {DESK: 900, PHONE: 844}
WHOLE = 4000
SLOWEST = 20_000
COLOURS = 128


class Camera:
    """A browser in which everybody is signed in once."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.sessions: dict[str, object] = {}

    def context(self, who: str, width: int = DESK, *, dark: bool = False, english: bool = False) -> BrowserContext:
        """A window of that person."""
        made = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=self.session(who) if who else None,  # type: ignore[arg-type]  # what Playwright itself gave
        )
        made.set_default_timeout(SLOWEST)
        if english:
            made.add_cookies([{"name": "django_language", "value": "en", "url": self.site}])
        return made

    def session(self, who: str) -> object:
        """Sign in by the form, as people do, the first time that somebody is asked for."""
        if who not in self.sessions:
            context = self.context("")
            page = context.new_page()
            page.goto(f"{self.site}/accounts/login/")
            page.fill("input[name=login]", who)
            page.fill("input[name=password]", PASSWORD)
            page.click("form .primary")
            page.wait_for_selector("nav.side", state="attached")
            self.sessions[who] = context.storage_state()
            context.close()
        return self.sessions[who]

    def page(self, context: BrowserContext, path: str) -> Page:
        """A page at an address, on the day of the story, with everything on it arrived."""
        page = context.new_page()
        page.clock.set_fixed_time(STORY)
        page.goto(self.site + path)
        settle(page)
        return page

    def shoot(self, shot: Shot, out: Path, *, whole: bool) -> list[Path]:
        """All pictures of one page."""
        wanted = [(f"{shot.name}-{width}", width, False, False) for width in (DESK, PHONE)]
        wanted += [(f"{shot.name}-dark", DESK, True, False)] if shot.dark or whole else []
        wanted += [(f"{shot.name}-en", DESK, False, True)] if shot.english or whole else []
        made = []
        for name, width, dark, english in wanted:
            context = self.context(shot.who, width, dark=dark, english=english)
            page = self.page(context, shot.path)
            shot.act(page)
            settle(page)
            made.append(
                keep(page.screenshot(full_page=whole, animations="disabled", caret="hide"), out / f"{name}.png")
            )
            context.close()
        return made


def settle(page: Page) -> None:
    """Wait until nothing is on its way any more."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".htmx-request", state="detached")


def keep(picture: bytes, path: Path) -> Path:
    """Write a picture with as many colours as a page has: a fifth of the bytes, and nobody sees the difference."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, WHOLE)))
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main() -> int:
    """Make the pictures that were asked for."""
    parser = argparse.ArgumentParser(
        prog="bin/screenshots", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(shot.name for shot in SHOTS))
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    unknown = set(asked.names) - {shot.name for shot in SHOTS}
    if unknown:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    chromium = os.environ.get("JIXIAO_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        parser.error("chromium is not installed: bin/setup --test installs it, or name one with JIXIAO_CHROMIUM")
    asked.out.mkdir(parents=True, exist_ok=True)
    with demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        camera = Camera(browser, site)
        for who, path, act in PREPARATIONS:
            context = camera.context(who)
            act(camera.page(context, path))
            context.close()
        for shot in SHOTS:
            if shot.name in asked.names or (not asked.names and (shot.shown or asked.whole)):
                for made in camera.shoot(shot, asked.out, whole=asked.whole):
                    sys.stdout.write(f"  {made}  ({made.stat().st_size // 1024} KB)\n")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
