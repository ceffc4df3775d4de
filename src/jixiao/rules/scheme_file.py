"""Reading a scheme: the file as written becomes a Scheme, or every sentence that says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from jixiao.facts import Registry
from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.errors import RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.grades import read_grades
from jixiao.rules.macros import expand_macros
from jixiao.rules.reasons import Rule, make_rule
from jixiao.rules.scheme import Branch, Leaf, Limits, Lines, Scheme, Variant, nodes_of
from jixiao.rules.scheme import Node as Item
from jixiao.rules.scheme_sums import places_of, redistributed, sums
from jixiao.rules.shape import Anything, Figure, ListOf, MapOf, Points, Region, Shape, Text, Whole
from jixiao.rules.strict import Node
from jixiao.rules.tables import RuleTable
from jixiao.rules.vocabulary import Vocabulary

FORMS = ("department", "project")
PLACES = 2  # scores are printed in hundredths; a finer line would not add up on paper
WAYS = ("children", "rows", "rule", "table", "lines", "manual")
_VARIANT = Shape(required={"when": Text(), "reason": Text(), "points": MapOf(Points()), "drop": ListOf(Text())})
SCHEME = Shape(
    required={
        "scheme": Text(), "title": Text(), "version": Text(), "form": Text(among=FORMS), "since": Whole(), "total": Points(),
        "grades": Anything(), "tree": ListOf(Anything()),
    },
    optional={
        "place": Region(), "until": Whole(), "reference": REFERENCE, "provenance": PROVENANCE, "order": ListOf(Text()),
        "adjustments": Shape(required={"min": Figure(), "max": Figure()}), "options": MapOf(Text()),
        "parameters": MapOf(Figure()), "variants": ListOf(_VARIANT), "note": Text(),
    },
)  # fmt: skip
_NODE = Shape(
    required={"code": Text(), "name": Text(), "points": Points()},
    optional={
        "children": ListOf(Anything()), "rows": Anything(), "rule": Anything(), "table": Text(), "lines": Anything(),
        "manual": Text(), "places": Whole(), "evidence": ListOf(Text()), "help": Text(), "reference": REFERENCE,
        "provenance": PROVENANCE,
    },
)  # fmt: skip
_LINES = Shape(
    required={
        "operator": Text(among=("sum", "mean", "share_of_points", "money_weighted_mean")),
        "over": Text(among=("indicators", "projects")),
    },
    optional={"where": MapOf(ListOf(Text()))},
)
_SUBJECTS = {"indicators": "indicator", "projects": "project"}
T = TypeVar("T")


def checked(node: Node) -> Node:
    """A scheme whose head can be used, whatever its tree. Raises RuleError."""
    SCHEME.check(node)
    until, adjustments = node.get("until"), node.get("adjustments")
    if until is not None and until.whole() < node["since"].whole():
        raise RuleError("scheme-until", until.place, since=node["since"].whole(), until=until.whole())
    if adjustments is not None and adjustments["min"].figure() > adjustments["max"].figure():
        low, high = adjustments["min"].raw, adjustments["max"].raw
        raise RuleError("scheme-adjustments", adjustments.place, low=low, high=high)
    return node


class SchemeReader:
    """Reads one scheme and collects everything that is wrong with it, so that an author sees all of it at once."""

    def __init__(
        self, registry: Registry, words: Mapping[str, Vocabulary], tables: Mapping[str, RuleTable], grades: Node
    ) -> None:
        self.registry = registry
        self.words = words
        self.tables = tables
        self.grades = grades
        self.errors: list[RuleError] = []
        self.options: Mapping[str, str] = {}
        self.limits: Mapping[str, str] = {}
        self.form = ""

    def read(self, node: Node) -> Scheme | None:
        """The scheme, or None with `errors` filled."""
        if self._attempt(lambda: checked(node)) is None:
            return None
        basis = self._attempt(lambda: read_basis(node, since=f"{node['since'].whole()}-01-01"))
        self.form = node["form"].text()
        self.options = self._chosen(node)
        self.limits = self._limits(node)
        roots = self._items(node["tree"], basis or Basis())
        total = node["total"].figure()
        self._check_tree(node, roots, total)
        tried = [self._attempt(partial(self._variant, item, roots, total)) for item in self._list(node, "variants")]
        grades = self._attempt(lambda: read_grades(node["grades"], self.grades, basis or Basis()))
        table = self.tables["indicator"]
        indicator = self._attempt(lambda: table.rule(self.options, self.limits, self.words["indicator"]))
        if self.errors or basis is None or grades is None or indicator is None:
            return None
        adjustments, until, place = node.get("adjustments"), node.get("until"), node.get("place")
        order = tuple(item.text() for item in self._list(node, "order"))
        return Scheme(
            id=node["scheme"].text(),
            title=node["title"].text(),
            version=node["version"].text(),
            basis=basis,
            form=self.form,
            place="" if place is None else place.text(),
            since=node["since"].whole(),
            until=None if until is None else until.whole(),
            total=total,
            order=order or tuple(root.code for root in roots),
            grades=grades[0],
            grades_basis=grades[1],
            adjustments=None
            if adjustments is None
            else Limits(adjustments["min"].figure(), adjustments["max"].figure()),
            options=self.options,
            roots=roots,
            variants=tuple(variant for variant in tried if variant is not None),
            indicator=indicator,
            indicator_basis=table.basis,
            inapplicable=table.inapplicable,
            inapplicable_custom=self.options["inapplicable"],
            vocabularies=self.words,
            file=node.place.file,
        )

    def _attempt(self, deed: Callable[[], T]) -> T | None:
        try:
            return deed()
        except RuleError as error:
            self.errors.append(error)
            return None

    @staticmethod
    def _list(node: Node, key: str) -> tuple[Node, ...]:
        found = node.get(key)
        return () if found is None else tuple(found)

    def _chosen(self, node: Node) -> Mapping[str, str]:
        """Every option of every table, as this scheme has it; what it does not mention stands at its default."""
        known = {name: option for table in self.tables.values() for name, option in table.options.items()}
        chosen = {name: option.default for name, option in known.items()}
        options = node.get("options")
        for name, choice in () if options is None else options.entries.items():
            allowed = tuple(known) if name not in known else tuple(known[name].choices)
            if name not in known or choice.text() not in allowed:
                found, place = (
                    (name, options.keys[name]) if name not in known and options else (choice.text(), choice.place)
                )
                self.errors.append(RuleError("rules-not-among", place, found=found, allowed=allowed))
                continue
            chosen[name] = choice.text()
        return chosen

    def _limits(self, node: Node) -> Mapping[str, str]:
        known = {name for table in self.tables.values() for name in table.parameters}
        found = node.get("parameters")
        for name in () if found is None else found.entries:
            if name not in known and found is not None:
                self.errors.append(
                    RuleError("rules-not-among", found.keys[name], found=name, allowed=tuple(sorted(known)))
                )
        return {} if found is None else {name: value.text() for name, value in found.entries.items()}

    # --- the tree ----------------------------------------------------------------------------------------------------

    def _items(self, nodes: Node, basis: Basis) -> tuple[Item, ...]:
        found = [self._attempt(partial(self._item, node, basis)) for node in nodes]
        return tuple(item for item in found if item is not None)

    def _item(self, node: Node, above: Basis) -> Item:
        _NODE.check(node)
        ways = [way for way in WAYS if way in node]
        if len(ways) != 1:
            raise RuleError(
                "scheme-one-way", node.place, code=node["code"].text(), found=tuple(ways) or ("—",), allowed=WAYS
            )
        basis = read_basis(node, above)
        code, name, points = node["code"].text(), node["name"].text(), node["points"].figure()
        if ways == ["children"]:
            return Branch(code, name, points, self._items(node["children"], basis))
        places, notes = node.get("places"), node.get("help")
        manual = node["manual"].text() if "manual" in node else ""
        width = 2 if places is None else places.whole()
        if places is not None and not 0 <= width <= PLACES:
            raise RuleError("scheme-places", places.place, found=width, most=PLACES)
        rule, table = self._rule(node, ways[0], width)
        return Leaf(
            code=code,
            name=name,
            points=points,
            basis=basis if table is None else table.basis,
            rule=rule,
            lines=self._lines(node["lines"]) if "lines" in node else None,
            manual=manual,
            places=width,
            evidence=tuple(item.text() for item in self._list(node, "evidence")),
            help="" if notes is None else notes.text(),
            place=node.place,
        )

    def _rule(self, node: Node, way: str, places: int) -> tuple[Rule | None, RuleTable | None]:
        words = self.words[self.form]
        if way == "table":
            name = node["table"]
            table = self.tables.get(name.text())
            if table is None or table.scope != self.form:
                allowed = tuple(one.id for one in self.tables.values() if one.scope == self.form)
                raise RuleError("scheme-no-table", name.place, found=name.text(), allowed=allowed or ("—",))
            return table.rule(self.options, self.limits, words), table
        if way not in ("rows", "rule"):
            return None, None
        wrapped = (
            Node("map", node.place, entries={"rows": node["rows"]}, keys=node.keys) if way == "rows" else node["rule"]
        )
        try:
            return make_rule(expand_macros(wrapped).rows, words.columns, places), None
        except RuleError as error:
            raise error.within(wrapped.place) from error.__cause__

    def _lines(self, node: Node) -> Lines:
        _LINES.check(node)
        operator, over = node["operator"], node["over"].text()
        if operator.text() == "money_weighted_mean" and over != "projects":
            raise RuleError("scheme-money-of-projects", operator.place)
        if (self.form == "project") is not (operator.text() == "sum"):
            raise RuleError("scheme-sum-of-project", operator.place)
        subject = self.registry.by_id[_SUBJECTS[over]]
        where = node.get("where")
        limits: dict[str, tuple[str, ...]] = {}
        for name, words in {} if where is None else where.entries.items():
            known = {item.id: item for item in subject.fields}
            if name not in known and where is not None:
                raise RuleError("rules-not-among", where.keys[name], found=name, allowed=tuple(known))
            limits[name] = tuple(word.text() for word in words)
            for word in words:
                if known[name].choices and word.text() not in known[name].choices:
                    raise RuleError("rules-not-among", word.place, found=word.text(), allowed=known[name].choices)
        return Lines(operator.text(), over, limits)  # type: ignore[arg-type]  # the shape allows only these words

    # --- sums and codes ----------------------------------------------------------------------------------------------

    def _check_tree(self, node: Node, roots: tuple[Item, ...], total: Decimal) -> None:
        places = places_of(node["tree"])
        seen: set[str] = set()
        for item in nodes_of(roots):
            if item.code in seen:
                self.errors.append(RuleError("scheme-code-twice", places.get(item.code, node.place), code=item.code))
            seen.add(item.code)
        if not self.errors:  # a node that could not be read is missing from its parent's sum
            self.errors += sums(roots, total, node, places)
        codes = tuple(root.code for root in roots)
        for code in self._list(node, "order"):
            if code.text() not in codes:
                self.errors.append(RuleError("rules-not-among", code.place, found=code.text(), allowed=codes))

    def _variant(self, node: Node, roots: tuple[Item, ...], total: Decimal) -> Variant:
        _VARIANT.check(node)
        codes = {item.code for item in nodes_of(roots)}
        points = {code: figure.figure() for code, figure in node["points"].entries.items()}
        dropped = tuple(item.text() for item in node["drop"])
        for code in (*points, *dropped):
            if code not in codes:
                raise RuleError("rules-not-among", node.place, found=code, allowed=tuple(sorted(codes)))
        changed = redistributed(roots, points, dropped)
        wrong = sums(changed, total, node, {})
        if wrong:
            raise wrong[0]
        rows = (
            Row(node["when"].text(), "1", node["reason"].text(), place=node.place),
            Row(None, "0", "—", place=node.place),
        )
        return Variant(make_rule(rows, self.words[self.form].columns, 0), node["reason"].text(), changed, dropped)
