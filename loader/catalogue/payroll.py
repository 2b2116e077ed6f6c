"""Payroll: hours, rates and pay."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="activity_codes",
        description="Codes for booking earnings.",
        sources=(Source(area="payroll", list="activity-codes", feed="export/activity-codes"),),
    ),
    Endpoint(
        name="gross_pay_items",
        description="Items of gross pay: hours, commissions, bonuses.",
        sources=(Source(area="payroll", list="gross-pay-items", feed="export/gross-pay-items"),),
    ),
    Endpoint(
        name="job_splits",
        description="Splits of a job's commission between technicians.",
        sources=(Source(area="payroll", list="jobs/splits", feed="export/jobs/splits"),),
        indexes=(Index(("job_id",)),),
    ),
    Endpoint(
        name="job_timesheets",
        description="Technicians' times on a job: dispatched, arrived, done.",
        sources=(Source(area="payroll", list="jobs/timesheets", feed="export/jobs/timesheets"),),
    ),
    Endpoint(
        name="location_rates",
        description="Hourly rates of locations, by type of labor.",
        # The list cannot be sorted by Id, which its records lack.
        sources=(Source(area="payroll", list="locations/rates", sort="CreatedOn"),),
        # A rate has no id.
        key=("location_id", "labor_type_code"),
        no_cursor="The list filters by createdOn only.",
    ),
    Endpoint(
        name="non_job_timesheets",
        description="Employees' hours outside of jobs.",
        sources=(Source(area="payroll", list="non-job-timesheets"),),
    ),
    Endpoint(
        name="payroll_adjustments",
        description="Adjustments of pay.",
        sources=(
            Source(area="payroll", list="payroll-adjustments", feed="export/payroll-adjustments"),
        ),
        # The API looks one up by id and employeeType, so the id alone may not be unique.
        key=("st_id", "employee_type"),
    ),
    Endpoint(
        name="payroll_settings",
        description="Pay settings of employees and technicians.",
        sources=(Source(area="payroll", list="payroll-settings", feed="export/payroll-settings"),),
        # Settings have no id; everybody has one row. Ids of technicians and of other employees
        # may coincide.
        key=("employee_id", "employee_type"),
    ),
    Endpoint(
        name="payrolls",
        description="Pay periods of employees and technicians.",
        sources=(Source(area="payroll", list="payrolls"),),
    ),
    Endpoint(
        name="timesheet_codes",
        description="Codes for hours outside of jobs.",
        sources=(Source(area="payroll", list="timesheet-codes", feed="export/timesheet-codes"),),
    ),
)
