"""Names of people and companies, some of them hard to store."""

from __future__ import annotations

from sandbox.data.rng import Rng

FIRST = (
    "Maria",
    "James",
    "Linda",
    "Robert",
    "Patricia",
    "Michael",
    "Jennifer",
    "David",
    "Elena",
    "Carlos",
    "Susan",
    "Kevin",
    "Nancy",
    "Brian",
    "Karen",
    "Jason",
    "Lisa",
    "Eric",
    "Sandra",
    "Tony",
    "Grace",
    "Omar",
    "Priya",
    "Wei",
    "Amir",
    "Hannah",
    "Diego",
    "Sofia",
    "Marcus",
    "Ruth",
)
LAST = (
    "Smith",
    "Garcia",
    "Johnson",
    "Martinez",
    "Brown",
    "Nguyen",
    "Davis",
    "Lopez",
    "Wilson",
    "Anderson",
    "Thomas",
    "Hernandez",
    "Moore",
    "Patel",
    "Jackson",
    "Lee",
    "White",
    "Harris",
    "Clark",
    "Ramirez",
    "Lewis",
    "Begay",
    "Walker",
    "Hall",
    "Young",
    "King",
    "Wright",
    "Scott",
    "Torres",
    "Hill",
    "Green",
    "Adams",
    "Baker",
    "Nelson",
    "Carter",
    "Mitchell",
    "Perez",
    "Roberts",
)
_ODD_NAMES = (
    "Zoë Müller-Østergård",
    "José Ñuñez",
    "Siobhán O'Brien",
    "李 伟",
    "Дмитрий Соколов",
    "محمد العلي",
    "Smith 🏠 Rentals",
    "Joe's Café ☕️",
    'Bob "Buddy" Jones',
    "Anne\u00a0Marie Roy",
    "Back\\Slash & Sons; DROP TABLE",
    "नीता शर्मा",
    "  Padded Name  ",
    "Tab\tSeparated",
    "👩‍🔧 Fix-It",
)
_COMPANY = ("Desert", "Valley", "Copper", "Sunrise", "Mesa Verde", "Ocotillo", "Phoenix", "Summit")
_BUSINESS = (
    "Dental",
    "Property Management",
    "Apartments",
    "Auto Repair",
    "Church",
    "Bakery",
    "Storage",
    "Medical Plaza",
    "Academy",
    "Fitness",
    "Brewing Co.",
    "HOA",
)
_MAIL_HOSTS = ("example.com", "example.net", "example.org")


def person(rng: Rng) -> str:
    """First and last name."""
    return f"{rng.pick(FIRST)} {rng.pick(LAST)}"


def odd_name(index: int) -> str:
    """The ``index``-th of the names that are hard to store; they repeat."""
    return _ODD_NAMES[index % len(_ODD_NAMES)]


def company(rng: Rng) -> str:
    """A company's name."""
    return f"{rng.pick(_COMPANY)} {rng.pick(_BUSINESS)}"


def email(rng: Rng, name: str) -> str:
    """An e-mail address in a reserved domain, which reaches nobody."""
    plain = "".join(one for one in name.lower() if "a" <= one <= "z" or one == " ").split()
    local = ".".join(plain[:2]) or "customer"
    return f"{local}{rng.below(1000)}@{rng.pick(_MAIL_HOSTS)}"
