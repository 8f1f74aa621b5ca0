"""The report in a real browser: it renders, says nothing, asks for nothing, and names stay names."""

import pytest

import capsim as cs
from capsim.report import html_of
from tests.report.browser import Elements, show
from tests.report.hostile import NAMES


def hostile_portfolio():
    """A project, a skill, an objective and a client for each name, where that many fit."""
    projects = [
        cs.Project(
            name,
            [cs.Task(name, effort=cs.PERT(1, 2, 4), skill=NAMES[number % 5])],
            deadline="2027-02-15",
            client=name,
            owner=name,
            budget=3_000,
            objectives=[name],
            value=10_000,
        )
        for number, name in enumerate(NAMES)
    ]
    people = [cs.Person(name, NAMES[number % 5], cost_per_day=500) for number, name in enumerate(NAMES[:20])]
    return cs.Portfolio(NAMES[0], "2027-01-04", people, projects, currency="<b>EUR</b>")


@pytest.fixture(scope="module")
def hostile_page():
    forecast = cs.simulate(hostile_portfolio(), replications=20, seed=1, progress=False)
    return html_of(forecast, people=lambda names, roles: names)


@pytest.fixture
def seen(hostile_page, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(hostile_page, encoding="utf-8")
    return show(path, tmp_path)


def test_hostile_names_do_nothing(seen):
    elements = Elements(seen.dom)
    assert seen.said == []
    assert seen.asked == []
    assert "<title>&lt;script&gt;" in seen.dom
    assert len(elements.of("script")) == len(elements.of("style")) == len(elements.of("link")) == 1
    assert not {tag for tag, _ in elements.found} & {"iframe", "object", "form", "base", "svg"}
    assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
    assert {each["src"][:11] for each in elements.of("img")} == {"data:image/"}
    heads = [attributes for attributes in elements.of("th") if attributes.get("scope") == "col"]
    assert len(elements.of("button")) == len(heads) > 10  # the page's own script has run


def test_the_browser_would_tell_of_a_request_and_of_an_error(tmp_path):
    path = tmp_path / "control.html"
    path.write_text(
        '<img src="http://127.0.0.1:9/x.png"><script>console.error("heard")</script>', encoding="utf-8"
    )
    control = show(path, tmp_path)
    assert control.asked == ["http://127.0.0.1:9/x.png"]
    assert any("heard" in line for line in control.said)


def test_a_table_is_sorted_by_a_click_and_filtered_by_a_word(tmp_path):
    projects = [
        cs.Project(name, [cs.Task("build", effort=effort, skill="backend")])
        for name, effort in {"Alpha": 3, "Beta": 1, "Eta": 2, "Iota": 9, "Nu": 5, "Pi": 4}.items()
    ]
    model = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], projects)
    forecast = cs.simulate(model, replications=5, seed=1, progress=False)
    content = html_of(forecast)
    driver = """<script>
      const table = [...document.querySelectorAll("table")]
        .find((each) => each.caption.textContent.startsWith("When"));
      const shown = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);
      const names = () => shown().map((row) => row.cells[0].textContent);
      const told = (name, words) => document.body.dataset[name] = words.join(",");
      const head = table.tHead.rows[0].cells[1].querySelector("button");
      head.click(); told("up", names());
      head.click(); told("down", names());
      const input = table.parentNode.previousElementSibling.querySelector("input");
      input.value = "TA 2027"; input.dispatchEvent(new Event("input")); told("only", names());
    </script></body>"""
    policy = content[content.index("<meta http-equiv") : content.index("<meta name")]
    path = tmp_path / "report.html"
    path.write_text(content.replace(policy, "").replace("</body>", driver), encoding="utf-8")
    body = Elements(show(path, tmp_path).dom).of("body")[0]
    by_date = forecast.delivery().sort_values("p50", kind="stable")["project"].tolist()
    assert by_date != forecast.delivery()["project"].tolist()
    assert body["data-up"].split(",") == by_date
    assert body["data-down"].split(",") == by_date[::-1]
    assert sorted(body["data-only"].split(",")) == ["Beta", "Eta", "Iota"]
