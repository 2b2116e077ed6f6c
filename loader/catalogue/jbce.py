"""Job booking: why customers call."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="call_reasons",
        sources=(Source(area="jbce", list="call-reasons"),),
    ),
)
