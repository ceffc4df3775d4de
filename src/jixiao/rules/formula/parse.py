"""From the text an officer wrote to the checked syntax: a short whitelist, everything else refused with its position."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeGuard

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokenizer_core import Token, TokenType

from jixiao.rules.errors import RuleError
from jixiao.rules.formula import syntax
from jixiao.rules.formula.normalise import Plain, normalise
from jixiao.rules.formula.vocabulary import FLAG_CODES, Column

DIALECT = DuckDB()
MAX_LENGTH = 2000
MAX_DEPTH = 60
PLAIN_NUMBER = re.compile(r"\d{1,30}(\.\d{1,30})?")

# Tokens are judged before the parser sees them, so no statement, subquery, cast or comment ever reaches it.
ALLOWED = frozenset({
    TokenType.VAR, TokenType.NUMBER, TokenType.STRING, TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH,
    TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA, TokenType.EQ, TokenType.NEQ, TokenType.GT, TokenType.GTE,
    TokenType.LT, TokenType.LTE, TokenType.CASE, TokenType.WHEN, TokenType.THEN, TokenType.ELSE, TokenType.END,
    TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IS, TokenType.NULL, TokenType.IN, TokenType.BETWEEN,
})  # fmt: skip
OPERATIONS: dict[type[exp.Expr], syntax.Operation] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
COMPARISONS: dict[type[exp.Expr], syntax.Comparison] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip


def parse_value(text: str, vocabulary: Mapping[str, Column]) -> syntax.Value:
    """A formula that answers with a figure.

    Raises:
        RuleError: not in the language; the message says what, at which character, and what to write.

    Example:
        >>> from decimal import Decimal
        >>> syntax.canonical(parse_value("分值 × 80%", {"分值": Column("分值", 2, Decimal(0), Decimal(100))}))
        '(分值 * 4/5)'
    """
    return Reader(text, vocabulary).root(wants_value=True)  # type: ignore[return-value]  # wants_value decides


def parse_condition(text: str, vocabulary: Mapping[str, Column]) -> syntax.Condition:
    """A formula that answers yes or no. Raises RuleError as `parse_value`."""
    return Reader(text, vocabulary).root(wants_value=False)  # type: ignore[return-value]  # wants_value decides


class Reader:
    """Reads one formula; holds its text so that every refusal can point into it."""

    def __init__(self, text: str, vocabulary: Mapping[str, Column]) -> None:
        self.written = text
        self.vocabulary = vocabulary
        self.plain: Plain = normalise(text)

    def root(self, wants_value: bool) -> syntax.Value | syntax.Condition:
        """The whole formula."""
        if len(self.written) > MAX_LENGTH:
            raise RuleError("formula-too-long", length=len(self.written), limit=MAX_LENGTH)
        tokens = self.judged_tokens()
        try:
            trees = DIALECT.parser().parse(tokens, self.plain.text)
        except ParseError as error:
            raise self.refusal("formula-broken", self.position_of(error)) from error
        except RecursionError as error:
            raise RuleError("formula-too-deep", formula=self.written[:60], limit=MAX_DEPTH) from error
        tree = trees[0] if len(trees) == 1 else None
        if tree is None:
            raise RuleError("formula-empty")
        return self.value(tree, 0) if wants_value else self.condition(tree, 0)

    def refusal(self, message_id: str, where: exp.Expr | int, **values: object) -> RuleError:
        """An error that shows the formula and the character, counted from 1."""
        index = where if isinstance(where, int) else start_of(where)
        position = self.plain.position(index)
        return RuleError(
            message_id, None, row=None, part=None, formula=self.written.strip(), position=position, **values
        )

    def judged_tokens(self) -> list[Token]:
        """The tokens; refuses every sign and word that is not of the language, before anything is parsed."""
        try:
            tokens = DIALECT.tokenize(self.plain.text)
        except TokenError as error:
            raise self.refusal("formula-open-quote", self.plain.text.rfind("'")) from error
        if not tokens:
            raise RuleError("formula-empty")
        depth = 0
        for token in tokens:
            raw = self.plain.text[token.start : token.end + 1]
            if token.comments:
                raise self.refusal("formula-comment", token.start)
            if token.token_type is TokenType.IDENTIFIER:
                raise self.refusal("formula-double-quote", token.start, found=token.text)
            if token.token_type not in ALLOWED:
                raise self.refusal("formula-not-allowed", token.start, found=raw)
            if token.token_type is TokenType.NUMBER and not PLAIN_NUMBER.fullmatch(raw):
                raise self.refusal("formula-odd-number", token.start, found=raw)
            depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
            if depth > MAX_DEPTH:
                raise RuleError("formula-too-deep", formula=self.written[:60], limit=MAX_DEPTH)
        return tokens

    def position_of(self, error: ParseError) -> int:
        """The index of a parser's complaint in the plain text."""
        found = error.errors[0] if error.errors else {}
        line, column = found.get("line") or 1, found.get("col") or 1
        lines = self.plain.text.split("\n")
        return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1

    # --- figures -----------------------------------------------------------------------------------------------------

    def value(self, tree: exp.Expr, depth: int) -> syntax.Value:
        """A part that must be a figure."""
        self.guard(depth)
        match tree:
            case exp.Paren():
                return self.value(tree.this, depth + 1)
            case exp.Literal():
                if tree.is_string:
                    raise self.refusal("formula-text-as-figure", tree, found=tree.this)
                return syntax.Number(Fraction(tree.this), self.plain.percents.get(start_of(tree), tree.this))
            case exp.Column():
                column = self.column(tree)
                if column.codes is not None:
                    raise self.refusal("formula-code-as-figure", tree, field=column.name, codes=column.codes)
                return syntax.Name(column.name)
            case exp.Neg():
                return syntax.Neg(self.value(tree.this, depth + 1))
            case exp.Abs():
                return syntax.Abs(self.value(tree.this, depth + 1))
            case exp.Case():
                return self.case(tree, depth + 1)
            case exp.Least() | exp.Greatest():
                which = "least" if isinstance(tree, exp.Least) else "greatest"
                values = (tree.this, *tree.expressions)
                if len(values) < 2:
                    raise self.refusal("formula-one-argument", tree, found=which)
                return syntax.Extreme(which, tuple(self.value(one, depth + 1) for one in values))  # type: ignore[arg-type]  # mypy widens the literal
            case exp.Anonymous():
                return self.function(tree, depth + 1)
        op = OPERATIONS.get(type(tree))
        if op is not None:
            left, right = self.value(tree.this, depth + 1), self.value(tree.expression, depth + 1)
            return syntax.Arithmetic(op, left, right)
        if is_condition(tree):
            raise self.refusal("formula-condition-as-figure", tree)
        raise self.unknown_construct(tree)

    def function(self, tree: exp.Anonymous, depth: int) -> syntax.Value:
        """The functions that are ours and not SQL's."""
        name, arguments = str(tree.this).lower(), tree.expressions
        if name in ("floor_div", "ceil_div"):
            if len(arguments) != 2:
                raise self.refusal("formula-two-arguments", tree, found=name)
            left, right = (self.value(one, depth) for one in arguments)
            return syntax.WholeDiv(name, left, right)  # type: ignore[arg-type]  # one of the two names just tested
        if name == "count_yes":
            names = []
            for one in arguments:
                column = self.column(one) if isinstance(one, exp.Column) else None
                if column is None or column.codes != FLAG_CODES:
                    raise self.refusal("formula-not-a-flag", one, found=one.sql(dialect="duckdb"))
                names.append(syntax.Name(column.name))
            if names:
                return syntax.CountYes(tuple(names))
            raise self.refusal("formula-one-argument", tree, found=name)
        raise self.refusal("formula-unknown-function", tree, found=str(tree.this))

    def case(self, tree: exp.Case, depth: int) -> syntax.Value:
        """A case … when … then … else … end, with or without a subject."""
        subject = tree.this
        branches = []
        for branch in tree.args["ifs"]:
            condition = exp.EQ(this=subject.copy(), expression=branch.this) if subject is not None else branch.this
            branches.append((self.condition(condition, depth), self.value(branch.args["true"], depth)))
        otherwise = tree.args.get("default")
        if otherwise is None:
            raise self.refusal("formula-case-without-else", tree)
        return syntax.Case(tuple(branches), self.value(otherwise, depth))

    # --- conditions --------------------------------------------------------------------------------------------------

    def condition(self, tree: exp.Expr, depth: int) -> syntax.Condition:
        """A part that must be yes or no."""
        self.guard(depth)
        match tree:
            case exp.Paren():
                return self.condition(tree.this, depth + 1)
            case exp.And():
                return syntax.And(self.condition(tree.this, depth + 1), self.condition(tree.expression, depth + 1))
            case exp.Or():
                return syntax.Or(self.condition(tree.this, depth + 1), self.condition(tree.expression, depth + 1))
            case exp.Not():
                return syntax.Not(self.condition(tree.this, depth + 1))
            case exp.Is():
                subject = unwrapped(tree.this)
                if not isinstance(tree.expression, exp.Null) or not isinstance(subject, exp.Column):
                    raise self.refusal("formula-is-null-only", tree)
                return syntax.IsNull(syntax.Name(self.column(subject).name))
            case exp.Between():
                low = self.compare(">=", tree.this, tree.args["low"], depth + 1)
                return syntax.And(low, self.compare("<=", tree.this, tree.args["high"], depth + 1))
            case exp.In():
                members = tree.expressions
                if not members or len(members) > MAX_DEPTH:
                    raise self.unknown_construct(tree)
                found: syntax.Condition = self.compare("=", tree.this, members[0], depth + 1)
                for member in members[1:]:
                    found = syntax.Or(found, self.compare("=", tree.this, member, depth + 1))
                return found
        op = COMPARISONS.get(type(tree))
        if op is not None:
            return self.compare(op, tree.this, tree.expression, depth + 1)
        if isinstance(tree, (exp.Column, exp.Literal, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Case)):
            raise self.refusal("formula-figure-as-condition", tree)
        raise self.unknown_construct(tree)

    def compare(self, op: syntax.Comparison, left: exp.Expr, right: exp.Expr, depth: int) -> syntax.Compare:
        """Two figures, or a coded field and one of its words."""
        if is_text(unwrapped(left)) and not is_text(unwrapped(right)):
            left, right, op = right, left, syntax.MIRRORED[op]
        subject = unwrapped(left)
        column = self.column(subject) if isinstance(subject, exp.Column) else None
        word = unwrapped(right)
        if is_text(word):
            if column is None or column.codes is None:
                raise self.refusal("formula-text-needs-code", word, found=word.this)
            if op not in ("=", "<>"):
                raise self.refusal("formula-text-order", tree_or(left, word), field=column.name)
            if word.this not in column.codes:
                raise self.refusal("formula-unknown-code", word, found=word.this, field=column.name, codes=column.codes)
            return syntax.Compare(op, syntax.Name(column.name), syntax.Text(word.this, column.codes.index(word.this)))
        if isinstance(word, exp.Null) or isinstance(subject, exp.Null):
            raise self.refusal("formula-is-null-only", tree_or(left, right))
        return syntax.Compare(op, self.value(left, depth), self.value(right, depth))

    # --- names and refusals ------------------------------------------------------------------------------------------

    def column(self, tree: exp.Column) -> Column:
        """A field of the vocabulary. Raises RuleError with the nearest names."""
        name = tree.name
        if name in self.vocabulary:
            return self.vocabulary[name]
        near = tuple(get_close_matches(name, self.vocabulary, n=3, cutoff=0.4))
        if near:
            raise self.refusal("formula-unknown-field-near", tree, field=name, near=near)
        raise self.refusal("formula-unknown-field", tree, field=name, known=tuple(self.vocabulary)[:8])

    def unknown_construct(self, tree: exp.Expr) -> RuleError:
        """The refusal of a construct SQL knows and this language does not."""
        if isinstance(tree, exp.Alias):  # two things side by side, which SQL reads as a value and its new name
            return self.refusal("formula-broken", tree.args["alias"])
        return self.refusal("formula-not-allowed", tree, found=tree.sql(dialect="duckdb")[:40])

    def guard(self, depth: int) -> None:
        """A formula nested deeper than a person can read is refused."""
        if depth > MAX_DEPTH:
            raise RuleError("formula-too-deep", formula=self.written[:60], limit=MAX_DEPTH)


def unwrapped(tree: exp.Expr) -> exp.Expr:
    """The part inside its brackets."""
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def is_text(tree: exp.Expr) -> TypeGuard[exp.Literal]:
    """Whether a part is a word in quotes."""
    return isinstance(tree, exp.Literal) and bool(tree.is_string)


def is_condition(tree: exp.Expr) -> bool:
    """Whether a part answers yes or no."""
    return isinstance(tree, (exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, *COMPARISONS))


def tree_or(first: exp.Expr, second: exp.Expr) -> exp.Expr:
    """The one of two parts that knows its position."""
    return first if any("start" in part.meta for part in first.walk()) else second


def start_of(tree: exp.Expr) -> int:
    """The index where a part begins, as far as the parser kept it."""
    starts = [part.meta["start"] for part in tree.walk() if "start" in part.meta]
    return min(starts, default=0)
