"""The files at the project's root agree with each other and with the code."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import setup
from loader.config import PROJECT_ROOT

PYPROJECT = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())
LOCK = (PROJECT_ROOT / "requirements.lock").read_text()
DEPENDENCIES = [
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["project"]["optional-dependencies"]["sandbox"],
    *PYPROJECT["dependency-groups"]["dev"],
]


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_the_lock_holds_each_dependency_at_a_version_that_fits(dependency: str) -> None:
    to_fetch = Requirement(dependency)
    name = canonicalize_name(to_fetch.name)
    versions = re.findall(rf"^{re.escape(name)}(?:\[[\w,-]+\])?==(\S+)", LOCK, re.MULTILINE)
    assert versions, "run `make lock`"
    assert all(to_fetch.specifier.contains(version) for version in versions), "run `make lock`"


def test_every_locked_package_has_hashes_and_the_lock_names_no_registry() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|^-", LOCK, re.MULTILINE)


def test_the_docker_image_leaves_out_each_tool_of_the_developers() -> None:
    needed_by_dlt_too = {"orjson", "packaging"}
    dockerfile = (PROJECT_ROOT / "examples/docker/Dockerfile").read_text()
    (uninstalled,) = re.findall(r"pip uninstall --yes --quiet ([^&]*)&&", dockerfile)
    tools = {Requirement(tool).name for tool in PYPROJECT["dependency-groups"]["dev"]}
    assert set(re.findall(r"[\w-]+", uninstalled)) == tools - needed_by_dlt_too


def test_the_example_of_env_names_exactly_what_the_configuration_reads() -> None:
    name = r"(?:SERVICETITAN_[A-Z_]+[A-Z]|PG[A-Z_]+[A-Z]|RAW_SCHEMA|DBT_SCHEMA)"
    example = (PROJECT_ROOT / ".env.example").read_text()
    files = (PROJECT_ROOT / "loader/config").glob("*.py")
    config = "".join(file.read_text() for file in files)
    assert set(re.findall(rf"^#?({name})=", example, re.MULTILINE)) == set(
        re.findall(rf'"({name})"', config)
    )


def test_the_example_profile_is_the_profile_in_use() -> None:
    example = (PROJECT_ROOT / "profiles.example.yml").read_text()
    assert example == (PROJECT_ROOT / "dbt_project/profiles.yml").read_text()


def test_a_wheels_modules_import_each_other_inside_the_package() -> None:
    source = (
        "import sys\nimport loader\nif sys:\n    from loader.config import (\n        Api,\n    )\n"
    )
    assert setup.imports_inside(source) == (
        "import sys\nfrom servicetitan_warehouse import loader\nif sys:\n"
        "    from servicetitan_warehouse.loader.config import (\n        Api,\n    )\n"
    )
    assert setup.imports_inside("from loaders import x\n") == "from loaders import x\n"
    for wrong in (
        "import loader.config\n",
        "import sys, loader\n",
        "import loader; import loader\n",
    ):
        with pytest.raises(ValueError, match="line 1"):
            setup.imports_inside(wrong)


def test_every_module_can_be_led_inside_the_package() -> None:
    for name in (*setup.PACKAGES, "servicetitan_warehouse"):
        for file in (PROJECT_ROOT / name).rglob("*.py"):
            setup.imports_inside(file.read_text(encoding="utf-8"))


def test_a_wheels_messages_name_its_own_commands() -> None:
    texts = {
        "Run `make load`, or `make demo`.": "Run `servicetitan load`, or"
        " `python -m servicetitan_warehouse.sandbox`.",
        "`make db-stop` in its folder": "`servicetitan db stop` in its folder",
        "`python -m loader reports list`": "`servicetitan reports list`",
        """make transform ARGS="--full-refresh --select st_x\"""": "servicetitan transform"
        " --full-refresh --select st_x",
    }
    assert {text: setup.commands_installed(text) for text in texts} == texts


def test_an_installed_copys_messages_name_no_command_of_a_checkout() -> None:
    files = [
        file
        for folder in (*setup.PACKAGES, setup.DBT_PROJECT)
        for file in (PROJECT_ROOT / folder).rglob("*")
        if file.suffix in {".py", ".sql", ".yml"} and "target" not in file.parts
    ]
    of_a_checkout = re.compile(r"`(?:make [a-z]|python -m (?:loader|sandbox))")
    texts = {file: setup.commands_installed(file.read_text()) for file in files}
    assert len(texts) > 300
    assert [file for file, text in texts.items() if of_a_checkout.search(text)] == []
