"""What is left untranslated on an English page: Chinese that is neither data, nor an official term, nor said to be Chinese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from playwright.sync_api import Page

import jixiao

RUN = re.compile(r"[\u3400-\u9fff]+")
OFFICIAL = ("schemes", "outlines", "catalogues", "codes", "wording", "derived", "tables", "fields")
"""Parts of the rulebook whose words are terms of regulations and names of the workbook's cells, and stay as they are."""
TEXTS = """() => {
  const told = [];
  // A chart has its table beside it; where a finding lies is told as the workbook names it.
  const chinese = (element) => Boolean(element.closest("[lang^=zh], script, style, option, svg, .finding details"));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!chinese(element)) told.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    if (chinese(element)) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt"]) told.push(element.getAttribute(name) ?? "");
  }
  return [document.title, ...told];
}"""


def leftovers(page: Page, data: frozenset[str]) -> list[str]:
    """Runs of Chinese characters of the page, each with what stands around it, that are not data and not official."""
    found = {}
    for text in page.evaluate(TEXTS):
        for run in RUN.findall(text):
            if run not in data and run not in official():
                found.setdefault(run, " ".join(text.split())[:80])
    return [f"{run}: {text}" for run, text in found.items()]


def data_runs() -> frozenset[str]:
    """Runs of Chinese characters of everything that stands in the database."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._base_manager.values_list(*(field.attname for field in fields)) if fields else ():
            found.update(RUN.findall(" ".join(map(str, row))))
    return frozenset(found)


@cache
def official() -> frozenset[str]:
    """Runs of Chinese characters of the official parts of the rulebook."""
    book = Path(str(jixiao.__file__)).parent / "rulebook"
    files: list[Any] = [path for part in OFFICIAL for path in (book / part).rglob("*.yaml")]
    return frozenset(run for path in files for run in RUN.findall(path.read_text("utf-8")))
