"""Wrong declarations, and what is said of each: by the file alone, and against the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.api.client import ApiClient
from loader.errors import ConfigurationError, ReportError
from loader.extract.report_definitions import describe
from loader.reports.declaration import read_file
from sandbox.reports import Parameter
from tests.reports.harness import RANGE, Loading, sales_report

HEAD = '[a]\ncategory = "technician"\nid = 1\n'
WINDOWS = '[a.parameters]\nFrom = "window-start"\n[a.windows]\n'

WRONG_FILES = {
    "no TOML": ("[a\n", "is not valid TOML"),
    "a number of too many digits": ("[a]\nid = " + "1" * 5_000, "is not valid TOML"),
    "an exponent of too many": ("[a]\nx = 1e" + "9" * 30, "is not valid TOML"),
    "not UTF-8": (b"[a]\nb = '\xff'\n", "is not valid TOML"),
    "outside of an entry": ('category = "x"\n' + HEAD, "[category]: it belongs to no report"),
    "unknown key": (HEAD + "paramters = {}", "[a]: paramters is unknown; did you mean parameters?"),
    "unknown key, nothing near": (HEAD + "x = 1", "[a]: x is unknown; known are category, id"),
    "no category": ("[a]\nid = 1", "[a]: category is missing"),
    "nothing": ("[a]", "[a]: category is missing"),
    "category with a slash": (
        '[a]\ncategory = "a/b"\nid = 1',
        "[a]: category is 'a/b', not the id",
    ),
    "category no text": ("[a]\ncategory = 1\nid = 1", "[a]: category is 1, not the id"),
    "id a text": ('[a]\ncategory = "x"\nid = "1"', "[a]: id is '1', not a report's number"),
    "id true": ('[a]\ncategory = "x"\nid = true', "[a]: id is True, not a report's number"),
    "name not snake_case": ('["A b"]\ncategory = "x"\nid = 1', "[A b]: the name must consist of"),
    "name with two underscores": ('[a__b]\ncategory = "x"\nid = 1', "with _ between words"),
    "name too long": (f'[{"a" * 37}]\ncategory = "x"\nid = 1', "the name is longer than 36"),
    "an endpoint's name": (
        '[categories]\ncategory = "x"\nid = 1',
        "[categories]: report_categories is an endpoint of the API; use another name",
    ),
    "parameters a list": (
        HEAD + "parameters = []",
        "[a]: parameters is [], not a table of names and values",
    ),
    "types a text": (HEAD + 'types = "x"', "[a]: types is 'x', not a table of fields and types"),
    "unknown type": (
        HEAD + 'types = { X = "integer" }',
        "[a]: types is {'X': 'integer'}, not a table of fields and types (bigint",
    ),
    "key a text": (HEAD + 'key = "Id"', "[a]: key is 'Id', not a list of field names"),
    "key of numbers": (HEAD + "key = [1]", "[a]: key is [1], not a list of field names"),
    "key twice": (HEAD + 'key = ["A", "A"]', "[a]: key names a field twice"),
    "windows a word": (HEAD + 'windows = "month"', "[a]: windows is 'month', not a table of every"),
    "windows without since": (
        HEAD + 'windows = { every = "month" }',
        "[a]: windows.since is missing",
    ),
    "unknown in windows": (
        HEAD + WINDOWS + 'every = "month"\nsince = 2024-01-01\nagian = 2',
        "[a]: windows.agian is unknown; did you mean windows.again?",
    ),
    "a name inside the entry": (HEAD + 'name = "b"', "[a]: name is unknown; the heading is"),
    "since an instant": (
        HEAD + WINDOWS + 'every = "month"\nsince = 2024-01-01T00:00:00',
        "[a]: windows.since is datetime.datetime(2024, 1, 1, 0, 0), not a date",
    ),
    "unknown period": (
        HEAD + WINDOWS + 'every = "hour"\nsince = 2024-01-01',
        "[a]: windows.every is 'hour', not one of day, week, month, quarter, year",
    ),
    "since a text": (
        HEAD + WINDOWS + 'every = "month"\nsince = "2024"',
        "[a]: windows.since is '2024', not a date like 2024-01-31",
    ),
    "again zero": (
        HEAD + WINDOWS + 'every = "month"\nsince = 2024-01-01\nagain = 0',
        "[a]: windows.again is 0, not a whole number from 1 on",
    ),
    "windows that nothing asks for": (
        HEAD + '[a.parameters]\nFrom = "today"\n[a.windows]\nevery = "day"\nsince = 2024-01-01',
        "[a]: no parameter is window-start or window-end",
    ),
    "a window's day without windows": (
        HEAD + 'parameters = { From = "window-start" }',
        "[a]: a parameter is window-start or window-end without [windows]",
    ),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_refused_with_entry_cause_and_remedy(tmp_path: Path, name: str):
    text, message = WRONG_FILES[name]
    file = tmp_path / "reports.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as refused:
        read_file(file)
    assert message in refused.value.cause
    assert "reports.toml" in refused.value.cause
    assert refused.value.remedy.startswith("Fix")


def test_a_file_that_is_not_there_is_told_with_how_to_begin(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"There is no .*Copy reports\.example\.toml"):
        read_file(tmp_path / "reports.toml")


def test_the_example_is_right():
    example = Path(__file__).resolve().parents[2] / "reports.example.toml"
    assert list(read_file(example)) == ["report_revenue", "report_technicians"]


# Against the report: a whole entry's parameters, then what is said. From and To are right.
WRONG_PARAMETERS = {
    "unknown": ("Fron = 1", "no parameter 'Fron' (did you mean From?). It has From, To, Unit"),
    "missing": ("", "the report requires Unit. Add it to [sales.parameters]"),
    "a list for one": ("Unit = [1]", "Unit takes one value, no list"),
    "one for a list": ("Units = 1", "Units takes a list of values"),
    "a text for a number": ('Unit = "1"', "Unit is a Number, and '1' is none"),
    "true for a number": ("Unit = true", "Unit is a Number, and True is none"),
    "a number for a text": ("Word = 1", "Word is a String, and 1 is none"),
    "a number for a boolean": ("Closed = 1", "Closed is a Boolean, and 1 is none"),
    "no day": (
        'Day = "2024-02-30"',
        "Day is a Date, and '2024-02-30' is none. Days: 2024-01-31, or",
    ),
    "a mistyped day": ('Day = "todays"', "Day is a Date, and 'todays' is none"),
    "not accepted": ("Unit = 3", "Unit does not accept 3. It accepts 1, 2; `python -m loader"),
    "not accepted in a list": ("Units = [301, 9]", "Units does not accept 9. It accepts 301, 302"),
}


@pytest.fixture
def sales(loading: Loading) -> Loading:
    report = sales_report({})
    report.parameters = [
        *RANGE,
        Parameter("Unit", "Number", is_required=True, accepts=[[1, "One"], [2, "Two"]]),
        Parameter("Units", "Number", is_array=True, accepts="business-units"),
        Parameter("Word", "String"),
        Parameter("Closed", "Boolean"),
        Parameter("Day", "Date"),
        Parameter("Any", "Number", accepts="a-set-that-nobody-gives"),
    ]
    loading.server.reports.add(report)
    return loading


def declare(loading: Loading, parameters: str, more: str = "") -> None:
    loading.declare(
        f'[sales]\ncategory = "operations"\nid = 900\n{more}\n'
        f'[sales.parameters]\nFrom = "today"\nTo = "today"\n{parameters}\n'
    )


def refusal(loading: Loading) -> str:
    """What is said once the report's definition is fetched."""
    (declaration,) = loading.declared()
    with pytest.raises(ReportError) as refused:
        describe(ApiClient(loading.api), declaration)
    return str(refused.value)


@pytest.mark.parametrize("name", WRONG_PARAMETERS)
def test_a_wrong_parameter_is_reported_before_any_data_is_requested(sales: Loading, name: str):
    parameters, message = WRONG_PARAMETERS[name]
    declare(sales, parameters)
    told = refusal(sales)
    assert told.startswith("[sales] in the file of reports: ")
    assert message in told
    assert sales.server.reports.received == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('key = ["ID"]', "key names 'ID', which is no field of the report (did you mean Id?)"),
        ('types = { Sales = "bigint" }', "types names 'Sales', which is no field"),
        ("", "the report has two fields of one name"),
    ],
)
def test_wrong_fields_are_told(sales: Loading, more: str, message: str):
    if not more:
        sales.server.reports.one(900).fields.append(("Id", "ID", "Number"))
    declare(sales, "Unit = 1", more)
    assert message in refusal(sales)
    assert sales.server.reports.received == []


def test_what_only_the_api_can_know_is_left_to_it(sales: Loading):
    declare(sales, "Unit = 1\nAny = 5")
    sales.load_well()
    assert sales.server.reports.received[0][1]["Any"] == 5


def test_parameters_that_the_api_refuses_after_all_are_told_by_their_names(sales: Loading):
    declare(sales, 'Unit = 1\nDay = "today"')
    sales.server.on_request(lambda _request: sales.server.reports.one(900).parameters.pop(6))
    told = sales.load_badly()
    assert "refuses the parameters of report 900 of category operations (HTTP 400" in told
    assert "objects to Day" in told
