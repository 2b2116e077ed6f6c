"""CRM: customers, their service locations, and how to reach both."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="booking_provider_tags",
        about="Where online bookings come from.",
        sources=(Source(area="crm", list="booking-provider-tags"),),
    ),
    Endpoint(
        name="bookings",
        about="Online bookings that wait to become jobs, or did.",
        sources=(Source(area="crm", list="bookings", feed="export/bookings"),),
    ),
    Endpoint(
        name="contact_methods",
        about="Phone numbers and e-mail addresses of contacts; st_id is a GUID.",
        sources=(Source(area="crm", list="contacts/contact-methods"),),
    ),
    Endpoint(
        name="contact_preferences",
        about="Preferences that a contact can state; st_id is a GUID.",
        sources=(Source(area="crm", list="contacts/preferences"),),
        no_cursor="The API answers with all preferences at once.",
    ),
    Endpoint(
        name="contacts",
        about="People that can be reached, whomever they belong to; st_id is a GUID.",
        sources=(Source(area="crm", list="contacts"),),
    ),
    Endpoint(
        name="customer_contacts",
        about="Phone numbers and e-mail addresses of customers, one row for each contact and"
        " customer.",
        sources=(Source(area="crm", list="customers/contacts", feed="export/customers/contacts"),),
        # One contact can belong to several customers and then comes once for each.
        key=("st_id", "customer_id"),
        indexes=(Index(("customer_id",)),),
        default=True,
    ),
    Endpoint(
        name="customers",
        about="Customers: who is billed.",
        sources=(Source(area="crm", list="customers", feed="export/customers"),),
        default=True,
    ),
    Endpoint(
        name="leads",
        about="Enquiries that are no jobs yet.",
        sources=(Source(area="crm", list="leads", feed="export/leads"),),
    ),
    Endpoint(
        name="location_contacts",
        about="Phone numbers and e-mail addresses of locations, one row for each contact and"
        " location.",
        sources=(Source(area="crm", list="locations/contacts", feed="export/locations/contacts"),),
        # One contact can belong to several locations and then comes once for each.
        key=("st_id", "location_id"),
        indexes=(Index(("location_id",)),),
        default=True,
    ),
    Endpoint(
        name="locations",
        about="Service addresses; each belongs to one customer.",
        sources=(Source(area="crm", list="locations", feed="export/locations"),),
        indexes=(Index(("customer_id",)),),
        default=True,
    ),
)
