"""First permission and newest turn: on small logs."""

from datetime import date

from caveat.domain.rule_log import RuleLog
from caveat.domain.turns import Rule, first_yes, freest_rules, newest_turns
from tests.domain.test_timeline import PAIR, row, small

AREAS = ("ru_any", "ru_border", "ru_kursk")
DAY = date(2025, 1, 1)


def rules(log: RuleLog, day: date = DAY, areas: tuple[str, ...] = AREAS) -> tuple[Rule, ...]:
    return freest_rules(log, PAIR, areas, day, "then")


def told(found: tuple[Rule, ...]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(str(rule.day), rule.status, rule.certainty, rule.parts) for rule in found]


def test_the_freest_rule_may_be_that_of_a_part_and_then_of_the_whole() -> None:
    log = small(
        row("a", "2024-01-01", "prohibited", certainty="reported"),
        row("b", "2024-02-01", "prohibited"),
        row("c", "2024-03-01", "permitted", certainty="reported", territory="ru_kursk"),
        row("d", "2024-04-01", "permitted", territory="ru_border"),
        row("e", "2024-05-01", "unclear"),
        row("f", "2024-06-01", "case_by_case", territory="ru_kursk"),
        row("g", "2024-07-01", "case_by_case", territory="ru_border"),
        row("h", "2024-07-01", "case_by_case"),
    )
    assert told(rules(log)) == [
        ("2024-01-01", "prohibited", "official", ()),
        ("2024-03-01", "permitted", "reported", ("ru_kursk",)),
        ("2024-06-01", "permitted", "official", ("ru_border",)),
        ("2024-07-01", "case_by_case", "official", ()),
    ]
    # Another day, and an area without its parts.
    assert told(rules(log, date(2024, 4, 1)))[-1] == ("2024-03-01", "permitted", "reported", ("ru_kursk",))
    assert [status for _, status, _, _ in told(rules(log, areas=AREAS[:1]))] == [
        "prohibited",
        "unclear",
        "case_by_case",
    ]
    assert rules(log, date(2023, 1, 1)) == ()


def test_a_rule_is_as_sure_as_it_came_to_be() -> None:
    steps = (("2024-01-01", "inferred"), ("2024-02-01", "official"), ("2024-03-01", "reported"))
    log = small(*(row(day, day, "permitted", certainty=certainty) for day, certainty in steps))
    assert [rule.certainty for rule in rules(log)] == ["official"]
    assert [rule.certainty for rule in rules(log, date(2024, 1, 15))] == ["inferred"]


def test_first_yes_and_newest_turn() -> None:
    opened = small(row("a", "2024-01-01", "prohibited"), row("b", "2024-02-01", "permitted"))
    limited = small(row("a", "2024-02-01", "restricted"), row("b", "2024-03-01", "case_by_case"))
    moved = small(
        row("a", "2024-01-01", "prohibited"),
        row("b", "2024-01-20", "restricted"),
        row("c", "2024-04-01", "unclear"),
        row("d", "2024-01-20", "restricted", territory="ru_border"),
    )
    silent = small(row("a", "2024-01-01", "not_supplied"), row("b", "2024-06-01", "prohibited"))
    lanes = [rules(log) for log in (opened, limited, silent)]
    assert {(rule.status, str(rule.day)) for rule in first_yes(lanes)} == {
        ("permitted", "2024-02-01"),
        ("restricted", "2024-02-01"),
    }
    # A change between two statuses that allow nothing is no turn, nor are limits that hold in another part.
    assert newest_turns(lanes) == (lanes[1],)
    assert newest_turns([rules(moved), rules(silent)]) == (rules(moved),)
    assert [str(rule.day) for rule in rules(moved)] == ["2024-01-01", "2024-01-20", "2024-04-01"]
    assert newest_turns([rules(moved), rules(opened)]) == (rules(opened),)
    assert newest_turns([rules(silent)]) == () and first_yes([rules(silent)]) == ()
