"""Job booking (ServiceTitan's area ``jbce``): reasons for calls."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="call_reasons",
        description="Reasons for calls, as chosen by the call taker.",
        sources=(Source(area="jbce", list="call-reasons"),),
        default=True,
    ),
)
