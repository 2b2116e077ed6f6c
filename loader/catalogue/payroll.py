"""Payroll: hours, rates and what is paid."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="activity_codes",
        description="Codes under which earnings are booked.",
        sources=(Source(area="payroll", list="activity-codes", feed="export/activity-codes"),),
    ),
    Endpoint(
        name="gross_pay_items",
        description="Single items of gross pay: hours, commissions, bonuses.",
        sources=(Source(area="payroll", list="gross-pay-items", feed="export/gross-pay-items"),),
    ),
    Endpoint(
        name="job_splits",
        description="How a job's commission is split between technicians.",
        sources=(Source(area="payroll", list="jobs/splits", feed="export/jobs/splits"),),
        indexes=(Index(("job_id",)),),
    ),
    Endpoint(
        name="job_timesheets",
        description="When technicians were dispatched to a job, arrived and were done.",
        sources=(Source(area="payroll", list="jobs/timesheets", feed="export/jobs/timesheets"),),
    ),
    Endpoint(
        name="location_rates",
        description="Hourly rates agreed for a location, by type of labor.",
        # The list does not sort by Id, which its records lack.
        sources=(Source(area="payroll", list="locations/rates", sort="CreatedOn"),),
        # A rate has no id.
        key=("location_id", "labor_type_code"),
        no_cursor="The list filters by createdOn only.",
    ),
    Endpoint(
        name="non_job_timesheets",
        description="Hours of employees that belong to no job.",
        sources=(Source(area="payroll", list="non-job-timesheets"),),
    ),
    Endpoint(
        name="payroll_adjustments",
        description="Corrections of somebody's pay.",
        sources=(
            Source(area="payroll", list="payroll-adjustments", feed="export/payroll-adjustments"),
        ),
        # The API looks one up by its id and employeeType: the id alone may not tell them apart.
        key=("st_id", "employee_type"),
    ),
    Endpoint(
        name="payroll_settings",
        description="How an employee or technician is paid.",
        sources=(Source(area="payroll", list="payroll-settings", feed="export/payroll-settings"),),
        # Settings have no id: everybody has one row, and ids of technicians and of other
        # employees may be equal.
        key=("employee_id", "employee_type"),
    ),
    Endpoint(
        name="payrolls",
        description="Pay periods of an employee or technician.",
        sources=(Source(area="payroll", list="payrolls"),),
    ),
    Endpoint(
        name="timesheet_codes",
        description="Codes for hours that belong to no job.",
        sources=(Source(area="payroll", list="timesheet-codes", feed="export/timesheet-codes"),),
    ),
)
