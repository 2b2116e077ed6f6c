"""CRM: customers, their service locations, and how to reach both."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="customer_contacts",
        sources=(Source(area="crm", list="customers/contacts", feed="export/customers/contacts"),),
        # One contact can belong to several customers and then comes once for each.
        key=("st_id", "customer_id"),
        # The list has no `active`: a contact is there or it is gone.
        inactive_means_deleted=True,
        indexes=(Index(("customer_id",)),),
    ),
    Endpoint(
        name="customers",
        sources=(Source(area="crm", list="customers", feed="export/customers"),),
    ),
    Endpoint(
        name="location_contacts",
        sources=(Source(area="crm", list="locations/contacts", feed="export/locations/contacts"),),
        # One contact can belong to several locations and then comes once for each.
        key=("st_id", "location_id"),
        # The list has no `active`: a contact is there or it is gone.
        inactive_means_deleted=True,
        indexes=(Index(("location_id",)),),
    ),
    Endpoint(
        name="locations",
        sources=(Source(area="crm", list="locations", feed="export/locations"),),
        indexes=(Index(("customer_id",)),),
    ),
)
