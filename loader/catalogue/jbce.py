"""Job booking: why customers call."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="call_reasons",
        description="Why people call, as chosen by whoever takes the call.",
        sources=(Source(area="jbce", list="call-reasons"),),
        default=True,
    ),
)
