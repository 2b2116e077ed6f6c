"""Where the customers live: cities of Maricopa County with their zip codes, and local days."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sandbox.data.rng import Rng
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, text_from

STATE = "AZ"
COUNTRY = "USA"
TIMEZONE = "America/Phoenix"
# The county is at UTC-7 all year, so business hours need no time zone rules.
UTC_OFFSET_HOURS = -7
AREA_CODES = ("480", "602", "623")


class City(NamedTuple):
    """A city, its zip codes, and its center in degrees."""

    name: str
    zips: tuple[str, ...]
    latitude: float
    longitude: float


CITIES = (
    City("Phoenix", ("85003", "85008", "85016", "85018", "85032", "85044"), 33.4484, -112.0740),
    City("Phoenix", ("85021", "85022", "85028", "85050", "85083"), 33.5806, -112.0520),
    City("Scottsdale", ("85251", "85254", "85255", "85257", "85260"), 33.4942, -111.9261),
    City("Mesa", ("85201", "85203", "85204", "85206", "85213"), 33.4152, -111.8315),
    City("Tempe", ("85281", "85282", "85283", "85284"), 33.4255, -111.9400),
    City("Chandler", ("85224", "85225", "85226", "85248"), 33.3062, -111.8413),
    City("Gilbert", ("85233", "85234", "85295", "85297"), 33.3528, -111.7890),
    City("Glendale", ("85301", "85302", "85304", "85308"), 33.5387, -112.1860),
    City("Peoria", ("85345", "85381", "85382"), 33.5806, -112.2374),
)

_STREETS = (
    "Camelback Rd",
    "Indian School Rd",
    "Thomas Rd",
    "McDowell Rd",
    "Baseline Rd",
    "Palm Ln",
    "Saguaro Dr",
    "Mesquite St",
    "Ocotillo Ave",
    "Palo Verde Dr",
    "Cactus Rd",
    "Desert Willow Ct",
    "Sunburst Ln",
    "Ironwood Dr",
    "Juniper Ave",
    "Hayden Rd",
    "Mill Ave",
    "Alma School Rd",
    "Quail Run",
    "Roadrunner Way",
    "Cholla St",
    "Agave Cir",
    "Lantana Dr",
    "Oleander Ave",
)
_DIRECTIONS = ("N", "S", "E", "W")


def local_day(ticks: int) -> int:
    """The local calendar day of an instant, in days since the year 1."""
    return (ticks + UTC_OFFSET_HOURS * TICKS_PER_HOUR) // TICKS_PER_DAY


def calendar_day(ticks: int) -> str:
    """The local calendar day of an instant, as the API writes days: midnight UTC."""
    return _day_text(local_day(ticks))


@lru_cache(maxsize=4096)
def _day_text(day: int) -> str:
    return text_from(day * TICKS_PER_DAY)


def street(rng: Rng) -> str:
    """A house number and a street."""
    return f"{rng.between(100, 19999)} {rng.pick(_DIRECTIONS)} {rng.pick(_STREETS)}"


def address(rng: Rng) -> dict[str, Any]:
    """An address whose zip belongs to its city, with coordinates near the city's center."""
    city = rng.pick(CITIES)
    return {
        "street": street(rng),
        "unit": f"Apt {rng.between(1, 420)}" if rng.chance(0.15) else None,
        "city": city.name,
        "state": STATE,
        "zip": rng.pick(city.zips),
        "country": COUNTRY,
        "latitude": round(city.latitude + (rng.random() - 0.5) / 10, 6),
        "longitude": round(city.longitude + (rng.random() - 0.5) / 10, 6),
    }


def phone(rng: Rng) -> str:
    """Ten digits with the exchange 555, which is not assigned to anyone."""
    return f"{rng.pick(AREA_CODES)}555{rng.below(10000):04}"
