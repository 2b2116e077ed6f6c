"""Scheduling Pro: online booking."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="schedulers",
        about="Online schedulers on the company's websites.",
        sources=(Source(area="schedulingpro", list="schedulers"),),
    ),
)
