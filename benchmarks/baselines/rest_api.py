"""Baseline: dlt's ``rest_api_source``, with configuration only.

    python -m benchmarks.baselines.rest_api SPEC URL FOLDER

Prints the seconds of ``pipeline.run``, without Python's start and the imports.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def _resource(table: dict[str, Any], source: dict[str, Any], number: int) -> Any:
    paginator: Any = "single_page"
    if source["is_feed"]:
        paginator = {
            "type": "cursor",
            "cursor_path": "continueFrom",
            "cursor_param": "from",
            "has_more_path": "hasMore",
        }
    return {
        "name": f"{table['table']}_{number}" if number else table["table"],
        "table_name": table["table"],
        "primary_key": table["fields_of_key"],
        "write_disposition": "merge",
        "endpoint": {
            "path": source["path"].lstrip("/"),
            "params": source["params"],
            "paginator": paginator,
            "data_selector": "data",
        },
    }


def main(spec: str, url: str, folder: str) -> None:
    """Load all tables in one run."""
    os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL"}
    import dlt
    from dlt.sources.rest_api import rest_api_source

    tables = json.loads(Path(spec).read_text(encoding="utf-8"))
    source = rest_api_source(
        {
            "client": {"base_url": url},
            "resources": [
                _resource(table, one, number)
                for table in tables
                for number, one in enumerate(table["sources"])
            ],
        }
    )
    names = ("PGUSER", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE")
    user, password, host, port, database = (os.environ[name] for name in names)
    pipeline = dlt.pipeline(
        pipeline_name="rest_api",
        pipelines_dir=folder,
        destination=dlt.destinations.postgres(
            f"postgresql://{user}:{password}@{host}:{port}/{database}"
        ),
        dataset_name="rest_api",
    )
    began = time.monotonic()
    pipeline.run(source).raise_on_failed_jobs()
    print(f"seconds={time.monotonic() - began}")


if __name__ == "__main__":
    main(*sys.argv[1:])
