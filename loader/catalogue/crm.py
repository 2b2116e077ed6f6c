"""CRM: customers, their service locations, and contacts for both."""

from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="booking_contacts",
        description="Phone numbers and e-mail addresses given with a booking.",
        sources=(
            Source(
                area="crm",
                list="bookings/{id}/contacts",
                parent=Parent(name="bookings", keys=(ParentKey("booking_id"),)),
            ),
        ),
        key=("booking_id", "st_id"),
    ),
    Endpoint(
        name="booking_provider_tags",
        description="Sources of online bookings.",
        sources=(Source(area="crm", list="booking-provider-tags"),),
    ),
    Endpoint(
        name="bookings",
        description="Online bookings, converted to jobs or not yet.",
        sources=(Source(area="crm", list="bookings", feed="export/bookings"),),
    ),
    Endpoint(
        name="contact_method_preferences",
        description="A contact's preferences for each phone number or e-mail address.",
        sources=(
            Source(
                area="crm",
                list="contacts/{contactId}/contact-methods/{contactMethodId}/preferences",
                parent=Parent(
                    name="contact_methods",
                    keys=(
                        ParentKey("contact_id", parent_column="contact_id", type="text"),
                        ParentKey("contact_method_id", type="text"),
                    ),
                ),
            ),
        ),
        # A preference has no id; its name is unique within a contact method.
        key=("contact_id", "contact_method_id", "name"),
    ),
    Endpoint(
        name="contact_methods",
        description="Phone numbers and e-mail addresses of contacts; st_id is a GUID.",
        sources=(Source(area="crm", list="contacts/contact-methods"),),
    ),
    Endpoint(
        name="contact_preferences",
        description="Preferences that contacts can have; st_id is a GUID.",
        sources=(Source(area="crm", list="contacts/preferences"),),
        no_cursor="The API returns all preferences at once.",
    ),
    Endpoint(
        name="contact_relationships",
        description="What contacts belong to: customers, locations and others.",
        sources=(
            Source(
                area="crm",
                list="contacts/{contactId}/relationships",
                parent=Parent(name="contacts", keys=(ParentKey("contact_id", type="text"),)),
            ),
        ),
        key=("contact_id", "st_id"),
    ),
    Endpoint(
        name="contacts",
        description="People to contact, for customers, locations and others; st_id is a GUID.",
        sources=(
            Source(
                area="crm",
                list="contacts",
                # It is not documented whether the list includes archived contacts by default.
                partitions=({"isArchived": "false"}, {"isArchived": "true"}),
            ),
        ),
    ),
    Endpoint(
        name="customer_contacts",
        description="Phone numbers and e-mail addresses of customers, one row per contact and"
        " customer.",
        sources=(Source(area="crm", list="customers/contacts", feed="export/customers/contacts"),),
        # A contact that belongs to several customers appears once for each.
        key=("st_id", "customer_id"),
        indexes=(Index(("customer_id",)),),
        default=True,
    ),
    Endpoint(
        name="customer_notes",
        description="Notes on customers.",
        sources=(
            Source(
                area="crm",
                list="customers/{id}/notes",
                parent=Parent(name="customers", keys=(ParentKey("customer_id"),)),
            ),
        ),
        key=("customer_id", "st_id"),
    ),
    Endpoint(
        name="customers",
        description="Customers: the parties that are billed.",
        sources=(Source(area="crm", list="customers", feed="export/customers"),),
        default=True,
    ),
    Endpoint(
        name="lead_notes",
        description="Notes on leads.",
        sources=(
            Source(
                area="crm",
                list="leads/{id}/notes",
                parent=Parent(name="leads", keys=(ParentKey("lead_id"),)),
            ),
        ),
        key=("lead_id", "st_id"),
    ),
    Endpoint(
        name="leads",
        description="Enquiries that are not jobs yet.",
        sources=(Source(area="crm", list="leads", feed="export/leads"),),
    ),
    Endpoint(
        name="location_contacts",
        description="Phone numbers and e-mail addresses of locations, one row per contact and"
        " location.",
        sources=(Source(area="crm", list="locations/contacts", feed="export/locations/contacts"),),
        # A contact that belongs to several locations appears once for each.
        key=("st_id", "location_id"),
        indexes=(Index(("location_id",)),),
        default=True,
    ),
    Endpoint(
        name="location_notes",
        description="Notes on locations.",
        sources=(
            Source(
                area="crm",
                list="locations/{id}/notes",
                parent=Parent(name="locations", keys=(ParentKey("location_id"),)),
            ),
        ),
        key=("location_id", "st_id"),
    ),
    Endpoint(
        name="locations",
        description="Service locations; each belongs to one customer.",
        sources=(Source(area="crm", list="locations", feed="export/locations"),),
        indexes=(Index(("customer_id",)),),
        default=True,
    ),
)
