-- The warehouse of commit 7d1e91f, after its load and transform of its sandbox, with few rows.
-- Made by: python -m tests.warehouse.older_warehouse 7d1e91f schema_1.sql
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA servicetitan;
CREATE SCHEMA servicetitan_raw;
CREATE SCHEMA servicetitan_raw_landing_1234567890;
CREATE FUNCTION servicetitan_raw.try_cast(value text, target text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
declare result text;
begin
    execute 'select $1::' || target || '::text' into result using value;
    return result;
exception when data_exception or program_limit_exceeded then
    return null;
end $_$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE servicetitan.st_appointments (
    tenant_id bigint CONSTRAINT st_appointments__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_appointments__dbt_tmp_st_id_not_null NOT NULL,
    appointment_number text,
    status text,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    arrival_window_start timestamp with time zone,
    arrival_window_end timestamp with time zone,
    is_confirmed boolean,
    unused boolean,
    special_instructions text,
    job_id bigint,
    job_number text,
    job_status text,
    job_type_id bigint,
    job_type_name text,
    business_unit_id bigint,
    business_unit_name text,
    customer_id bigint,
    customer_name text,
    location_id bigint,
    location_name text,
    technician_ids bigint[],
    technician_names text[],
    assignment_ids bigint[],
    created_by_id bigint,
    active boolean CONSTRAINT st_appointments__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_appointments__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_appointments__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_business_units (
    tenant_id bigint CONSTRAINT st_business_units__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_business_units__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    official_name text,
    trade text,
    division text,
    email text,
    phone text,
    address jsonb,
    currency text,
    default_tax_rate numeric,
    account_code text,
    quickbooks_class text,
    material_sku text,
    franchise_id text,
    concept_code text,
    corporate_contract_number text,
    tenant jsonb,
    invoice_header text,
    invoice_message text,
    authorization_paragraph text,
    acknowledgement_paragraph text,
    tag_type_ids bigint[],
    external_data jsonb,
    active boolean CONSTRAINT st_business_units__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_business_units__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_business_units__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_call_reasons (
    tenant_id bigint CONSTRAINT st_call_reasons__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_call_reasons__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    is_lead boolean,
    active boolean CONSTRAINT st_call_reasons__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_call_reasons__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_call_reasons__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_campaigns (
    tenant_id bigint CONSTRAINT st_campaigns__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_campaigns__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    category_id bigint,
    category_name text,
    category jsonb,
    medium text,
    other_medium text,
    source text,
    other_source text,
    business_unit text,
    campaign_phone_numbers jsonb,
    is_default_campaign boolean,
    active boolean CONSTRAINT st_campaigns__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_campaigns__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_campaigns__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_custom_fields (
    tenant_id bigint CONSTRAINT st_custom_fields__dbt_tmp_tenant_id_not_null NOT NULL,
    entity_type text CONSTRAINT st_custom_fields__dbt_tmp_entity_type_not_null NOT NULL,
    st_id bigint CONSTRAINT st_custom_fields__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    data_type text,
    data_type_options jsonb,
    active boolean CONSTRAINT st_custom_fields__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_custom_fields__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_custom_fields__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_customers (
    tenant_id bigint CONSTRAINT st_customers__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_customers__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    type text,
    primary_phone text,
    primary_email text,
    phone_numbers jsonb,
    email_addresses jsonb,
    address_line1 text,
    address_line2 text,
    city text,
    state text,
    zip text,
    country text,
    address jsonb,
    addresses jsonb,
    location_ids bigint[],
    location_count bigint,
    balance numeric,
    credit_limit numeric,
    credit_limit_balance numeric,
    payment_term_id bigint,
    tax_exempt boolean,
    do_not_mail boolean,
    do_not_service boolean,
    national_account boolean,
    merged_to_id bigint,
    tag_type_ids bigint[],
    tag_names text[],
    custom_fields jsonb,
    external_data jsonb,
    created_by_id bigint,
    active boolean CONSTRAINT st_customers__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_customers__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_customers__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_employees (
    tenant_id bigint CONSTRAINT st_employees__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_employees__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    first_name text,
    last_name text,
    email text,
    phone text,
    home jsonb,
    business_unit_id bigint,
    business_unit_name text,
    manager_id bigint,
    role text,
    role_ids bigint[],
    permissions jsonb,
    start_date timestamp with time zone,
    termination_date timestamp with time zone,
    hourly_rate numeric,
    overtime_profile_id bigint,
    user_id bigint,
    agent_id bigint,
    login_name text,
    aad_user_id text,
    account_locked boolean,
    custom_fields jsonb,
    active boolean CONSTRAINT st_employees__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_employees__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_employees__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_estimates (
    tenant_id bigint CONSTRAINT st_estimates__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_estimates__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    status text,
    review_status text,
    summary text,
    job_id bigint,
    job_number text,
    project_id bigint,
    customer_id bigint,
    customer_name text,
    location_id bigint,
    location_name text,
    business_unit_id bigint,
    business_unit_name text,
    sold_on timestamp with time zone,
    sold_by bigint,
    sold_by_name text,
    subtotal numeric,
    tax numeric,
    total numeric,
    item_count integer,
    items jsonb,
    is_recommended boolean,
    is_change_order boolean,
    proposal_tag_name text,
    budget_code_id bigint,
    external_links jsonb,
    active boolean CONSTRAINT st_estimates__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_estimates__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_estimates__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_installed_equipment (
    tenant_id bigint CONSTRAINT st_installed_equipment__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_installed_equipment__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    type text,
    status text,
    manufacturer text,
    model text,
    serial_number text,
    barcode_id text,
    memo text,
    customer_id bigint,
    customer_name text,
    location_id bigint,
    location_name text,
    equipment_id bigint,
    invoice_item_id bigint,
    cost numeric,
    installed_on timestamp with time zone,
    manufacturer_warranty_start timestamp with time zone,
    manufacturer_warranty_end timestamp with time zone,
    service_warranty_start timestamp with time zone,
    service_warranty_end timestamp with time zone,
    under_warranty_until timestamp with time zone,
    predicted_replacement_months bigint,
    predicted_replacement_date date,
    actual_replacement_date date,
    tags jsonb,
    active boolean CONSTRAINT st_installed_equipment__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_installed_equipment__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_installed_equipment__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_invoices (
    tenant_id bigint CONSTRAINT st_invoices__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_invoices__dbt_tmp_st_id_not_null NOT NULL,
    invoice_number text,
    reference_number text,
    invoice_type text,
    invoice_date date,
    due_date date,
    summary text,
    customer_id bigint,
    customer_name text,
    location_id bigint,
    location_name text,
    job_id bigint,
    job_number text,
    business_unit_id bigint,
    business_unit_name text,
    subtotal numeric,
    sales_tax numeric,
    discount_total numeric,
    total numeric,
    balance numeric,
    paid_amount numeric,
    payment_count bigint,
    last_payment_date timestamp with time zone,
    payment_ids bigint[],
    paid_on timestamp with time zone,
    deposited_on timestamp with time zone,
    item_count integer,
    items jsonb,
    custom_fields jsonb,
    customer jsonb,
    customer_address jsonb,
    location jsonb,
    location_address jsonb,
    job jsonb,
    business_unit jsonb,
    sync_status text,
    sent_status text,
    review_status text,
    assigned_to jsonb,
    created_by text,
    term_name text,
    batch jsonb,
    sales_tax_code jsonb,
    tax_zone_id bigint,
    royalty jsonb,
    employee_info jsonb,
    commission_eligibility_date text,
    invoice_configuration text,
    adjustment_to_id bigint,
    project_id bigint,
    membership_id bigint,
    budget_code_id bigint,
    material_sku_id bigint,
    import_id text,
    export_id text,
    active boolean CONSTRAINT st_invoices__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_invoices__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_invoices__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_job_types (
    tenant_id bigint CONSTRAINT st_job_types__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_job_types__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    class text,
    priority text,
    duration bigint,
    summary text,
    business_unit_ids bigint[],
    business_unit_names text[],
    skills jsonb,
    tag_type_ids bigint[],
    sold_threshold numeric,
    no_charge boolean,
    invoice_signatures_required boolean,
    enforce_recurring_service_event_selection boolean,
    is_smart_dispatched boolean,
    external_data jsonb,
    active boolean CONSTRAINT st_job_types__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_job_types__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_job_types__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_jobs (
    tenant_id bigint CONSTRAINT st_jobs__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_jobs__dbt_tmp_st_id_not_null NOT NULL,
    job_number text,
    job_status text,
    summary text,
    priority text,
    customer_id bigint,
    customer_name text,
    location_id bigint,
    location_name text,
    location_city text,
    location_state text,
    location_zip text,
    business_unit_id bigint,
    business_unit_name text,
    job_type_id bigint,
    job_type_name text,
    campaign_id bigint,
    campaign_name text,
    scheduled_start timestamp with time zone,
    scheduled_end timestamp with time zone,
    completed_on timestamp with time zone,
    appointment_ids bigint[],
    appointment_count bigint,
    first_appointment_id bigint,
    last_appointment_id bigint,
    technician_ids bigint[],
    technician_names text[],
    primary_technician_id bigint,
    primary_technician_name text,
    assignment_ids bigint[],
    total numeric,
    invoice_total numeric,
    invoice_balance numeric,
    invoice_id bigint,
    invoice_ids bigint[],
    no_charge boolean,
    tag_type_ids bigint[],
    tag_names text[],
    custom_fields jsonb,
    project_id bigint,
    membership_id bigint,
    recall_for_id bigint,
    warranty_id bigint,
    booking_id bigint,
    lead_call_id bigint,
    partner_lead_call_id bigint,
    job_generated_lead_source jsonb,
    estimate_ids bigint[],
    created_from_estimate_id bigint,
    sold_by_id bigint,
    created_by_id bigint,
    customer_po text,
    notifications_enabled boolean,
    external_data jsonb,
    active boolean CONSTRAINT st_jobs__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_jobs__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_jobs__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_locations (
    tenant_id bigint CONSTRAINT st_locations__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_locations__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    customer_id bigint,
    customer_name text,
    street text,
    unit text,
    city text,
    state text,
    zip text,
    country text,
    latitude numeric,
    longitude numeric,
    address jsonb,
    primary_phone text,
    primary_email text,
    zone_id bigint,
    zone_name text,
    tax_zone_id bigint,
    tax_exempt boolean,
    merged_to_id bigint,
    tag_type_ids bigint[],
    tag_names text[],
    custom_fields jsonb,
    external_data jsonb,
    created_by_id bigint,
    active boolean CONSTRAINT st_locations__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_locations__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_locations__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_payments (
    tenant_id bigint CONSTRAINT st_payments__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_payments__dbt_tmp_st_id_not_null NOT NULL,
    payment_date timestamp with time zone,
    payment_type text,
    type_id text,
    reference_number text,
    check_number text,
    auth_code text,
    memo text,
    customer_id bigint,
    customer_name text,
    business_unit_id bigint,
    amount numeric,
    unapplied_amount numeric,
    invoice_id bigint,
    invoice_number text,
    invoice_ids bigint[],
    applied_to jsonb,
    refunded_payment_id bigint,
    custom_fields jsonb,
    customer jsonb,
    business_unit jsonb,
    gl_account jsonb,
    batch jsonb,
    deposit jsonb,
    sync_status text,
    created_by text,
    active boolean CONSTRAINT st_payments__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_payments__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_payments__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_tag_types (
    tenant_id bigint CONSTRAINT st_tag_types__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_tag_types__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    code text,
    color text,
    importance text,
    is_conversion_opportunity boolean,
    is_visible_on_dispatch_board boolean,
    allow_to_use_on_timesheet_activity boolean,
    active boolean CONSTRAINT st_tag_types__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_tag_types__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_tag_types__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.st_technicians (
    tenant_id bigint CONSTRAINT st_technicians__dbt_tmp_tenant_id_not_null NOT NULL,
    st_id bigint CONSTRAINT st_technicians__dbt_tmp_st_id_not_null NOT NULL,
    name text,
    first_name text,
    last_name text,
    email text,
    phone text,
    mobile_phone text,
    outbound_caller_id text,
    home jsonb,
    business_unit_id bigint,
    business_unit_name text,
    main_zone_id bigint,
    main_zone_name text,
    zone_ids bigint[],
    team text,
    positions jsonb,
    skills jsonb,
    license_type text,
    is_managed_tech boolean,
    status text,
    job_id bigint,
    appoitment_id bigint,
    location jsonb,
    shift_start text,
    shift_end text,
    job_filter text,
    daily_goal numeric,
    current_value numeric,
    hourly_rate numeric,
    burden_rate numeric,
    commission_rate numeric,
    sold_by_rate numeric,
    payroll_id text,
    payroll_profile_id bigint,
    start_date timestamp with time zone,
    user_id bigint,
    login_name text,
    aad_user_id text,
    account_locked boolean,
    role_ids bigint[],
    permissions jsonb,
    bio text,
    memo text,
    custom_fields jsonb,
    active boolean CONSTRAINT st_technicians__dbt_tmp_active_not_null NOT NULL,
    deleted_at timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    local_created_at timestamp with time zone CONSTRAINT st_technicians__dbt_tmp_local_created_at_not_null NOT NULL,
    local_synced_at timestamp with time zone CONSTRAINT st_technicians__dbt_tmp_local_synced_at_not_null NOT NULL,
    full_data jsonb
)
WITH (fillfactor='75');
CREATE TABLE servicetitan.transform_loads (
    tenant_id bigint NOT NULL,
    table_name text NOT NULL,
    load_id text NOT NULL,
    load_number bigint NOT NULL,
    numbered_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE servicetitan.transform_progress (
    model_name text NOT NULL,
    last_load_number bigint,
    fingerprint text,
    updated_at timestamp with time zone
);
CREATE TABLE servicetitan_raw.raw_loads (
    tenant_id bigint NOT NULL,
    table_name text NOT NULL,
    load_id text NOT NULL,
    rows_written bigint NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    arrival_number bigint NOT NULL
);
ALTER TABLE servicetitan_raw.raw_loads ALTER COLUMN arrival_number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME servicetitan_raw.raw_loads_arrival_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE servicetitan_raw.raw_rejected (
    tenant_id bigint NOT NULL,
    table_name text NOT NULL,
    record_key text NOT NULL,
    reason text NOT NULL,
    record text NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    rejected_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_appointment_assignments (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    technician_id bigint,
    technician_name text,
    assigned_by_id bigint,
    assigned_on timestamp with time zone,
    status text,
    is_paused boolean,
    job_id bigint,
    appointment_id bigint,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    active boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_appointments (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    job_id bigint,
    appointment_number text,
    arrival_window_start timestamp with time zone,
    arrival_window_end timestamp with time zone,
    status text,
    special_instructions text,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    customer_id bigint,
    unused boolean,
    created_by_id bigint,
    is_confirmed boolean,
    active boolean,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_business_units (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    name text,
    official_name text,
    email text,
    currency text,
    invoice_header text,
    invoice_message text,
    default_tax_rate numeric,
    authorization_paragraph text,
    acknowledgement_paragraph text,
    address jsonb,
    material_sku text,
    quickbooks_class text,
    account_code text,
    franchise_id text,
    concept_code text,
    corporate_contract_number text,
    tag_type_ids jsonb,
    tenant jsonb,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    external_data jsonb,
    phone text,
    trade text,
    division text,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_call_reasons (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    name text,
    is_lead boolean,
    active boolean,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_campaigns (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    name text,
    st_modified_on timestamp with time zone,
    st_created_on timestamp with time zone,
    active boolean,
    is_default_campaign boolean,
    category jsonb,
    source text,
    other_source text,
    business_unit text,
    medium text,
    other_medium text,
    campaign_phone_numbers jsonb,
    category_id bigint,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_custom_field_types (
    tenant_id bigint NOT NULL,
    entity_type text NOT NULL,
    st_id bigint NOT NULL,
    name text,
    data_type text,
    data_type_options jsonb,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_customer_contacts (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    st_modified_on timestamp with time zone,
    phone_settings jsonb,
    st_created_on timestamp with time zone,
    preferences jsonb,
    type text,
    value text,
    memo text,
    customer_id bigint NOT NULL,
    active boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_customers (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    name text,
    type text,
    address jsonb,
    custom_fields jsonb,
    balance numeric,
    tax_exempt boolean,
    tag_type_ids jsonb,
    do_not_mail boolean,
    do_not_service boolean,
    national_account boolean,
    st_created_on timestamp with time zone,
    created_by_id bigint,
    st_modified_on timestamp with time zone,
    merged_to_id bigint,
    payment_term_id bigint,
    credit_limit numeric,
    credit_limit_balance numeric,
    external_data jsonb,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_employees (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    user_id bigint,
    name text,
    first_name text,
    last_name text,
    manager_id bigint,
    role text,
    role_ids jsonb,
    business_unit_id bigint,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    email text,
    login_name text,
    active boolean,
    aad_user_id text,
    account_locked boolean,
    home jsonb,
    agent_id bigint,
    start_date timestamp with time zone,
    termination_date timestamp with time zone,
    hourly_rate numeric,
    overtime_profile_id bigint,
    custom_fields jsonb,
    permissions jsonb,
    phone text,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_estimates (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    job_id bigint,
    project_id bigint,
    location_id bigint,
    customer_id bigint,
    name text,
    job_number text,
    review_status text,
    summary text,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    sold_on timestamp with time zone,
    sold_by bigint,
    active boolean,
    items jsonb,
    external_links jsonb,
    subtotal numeric,
    tax numeric,
    business_unit_id bigint,
    business_unit_name text,
    is_recommended boolean,
    budget_code_id bigint,
    is_change_order boolean,
    proposal_tag_name text,
    status text,
    total numeric,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_installed_equipment (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    equipment_id bigint,
    location_id bigint,
    customer_id bigint,
    invoice_item_id bigint,
    name text,
    installed_on timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    serial_number text,
    barcode_id text,
    memo text,
    manufacturer text,
    model text,
    cost numeric,
    status text,
    manufacturer_warranty_start timestamp with time zone,
    manufacturer_warranty_end timestamp with time zone,
    tags jsonb,
    actual_replacement_date date,
    predicted_replacement_months bigint,
    predicted_replacement_date date,
    type text,
    service_warranty_start timestamp with time zone,
    service_warranty_end timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_invoices (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    sync_status text,
    budget_code_id bigint,
    reference_number text,
    sales_tax_code jsonb,
    tax_zone_id bigint,
    customer jsonb,
    customer_address jsonb,
    location jsonb,
    location_address jsonb,
    business_unit jsonb,
    term_name text,
    created_by text,
    batch jsonb,
    deposited_on timestamp with time zone,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    adjustment_to_id bigint,
    job jsonb,
    project_id bigint,
    royalty jsonb,
    employee_info jsonb,
    commission_eligibility_date text,
    sent_status text,
    review_status text,
    assigned_to jsonb,
    summary text,
    items jsonb,
    custom_fields jsonb,
    active boolean,
    import_id text,
    export_id text,
    material_sku_id bigint,
    membership_id bigint,
    paid_on timestamp with time zone,
    invoice_configuration text,
    subtotal numeric,
    sales_tax numeric,
    total numeric,
    balance numeric,
    discount_total numeric,
    invoice_date date,
    due_date date,
    job_id bigint,
    customer_id bigint,
    location_id bigint,
    business_unit_id bigint,
    invoice_type text,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_job_types (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    name text,
    business_unit_ids jsonb,
    skills jsonb,
    tag_type_ids jsonb,
    priority text,
    duration bigint,
    sold_threshold numeric,
    class text,
    summary text,
    no_charge boolean,
    enforce_recurring_service_event_selection boolean,
    invoice_signatures_required boolean,
    st_modified_on timestamp with time zone,
    st_created_on timestamp with time zone,
    external_data jsonb,
    active boolean,
    is_smart_dispatched boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_jobs (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    job_number text,
    project_id bigint,
    customer_id bigint,
    location_id bigint,
    job_status text,
    completed_on timestamp with time zone,
    business_unit_id bigint,
    job_type_id bigint,
    priority text,
    campaign_id bigint,
    appointment_count bigint,
    first_appointment_id bigint,
    last_appointment_id bigint,
    recall_for_id bigint,
    warranty_id bigint,
    job_generated_lead_source jsonb,
    no_charge boolean,
    notifications_enabled boolean,
    st_created_on timestamp with time zone,
    created_by_id bigint,
    st_modified_on timestamp with time zone,
    tag_type_ids jsonb,
    lead_call_id bigint,
    partner_lead_call_id bigint,
    booking_id bigint,
    sold_by_id bigint,
    customer_po text,
    invoice_id bigint,
    membership_id bigint,
    total numeric,
    created_from_estimate_id bigint,
    estimate_ids jsonb,
    summary text,
    custom_fields jsonb,
    external_data jsonb,
    active boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_location_contacts (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    type text,
    value text,
    memo text,
    phone_settings jsonb,
    st_modified_on timestamp with time zone,
    st_created_on timestamp with time zone,
    preferences jsonb,
    location_id bigint NOT NULL,
    active boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_locations (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    customer_id bigint,
    active boolean,
    name text,
    address jsonb,
    custom_fields jsonb,
    st_created_on timestamp with time zone,
    created_by_id bigint,
    st_modified_on timestamp with time zone,
    merged_to_id bigint,
    zone_id bigint,
    tax_exempt boolean,
    tag_type_ids jsonb,
    external_data jsonb,
    tax_zone_id bigint,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_payments (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    applied_to jsonb,
    auth_code text,
    batch jsonb,
    business_unit jsonb,
    check_number text,
    created_by text,
    st_created_on timestamp with time zone,
    customer jsonb,
    custom_fields jsonb,
    deposit jsonb,
    memo text,
    st_modified_on timestamp with time zone,
    reference_number text,
    refunded_payment_id bigint,
    sync_status text,
    type_id text,
    amount numeric,
    unapplied_amount numeric,
    payment_date timestamp with time zone,
    payment_type text,
    gl_account jsonb,
    customer_id bigint,
    business_unit_id bigint,
    invoice_id bigint,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_pricebook_categories (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    name text,
    active boolean,
    description text,
    image text,
    parent_id bigint,
    "position" bigint,
    category_type text,
    subcategories jsonb,
    business_unit_ids jsonb,
    sku_images jsonb,
    sku_videos jsonb,
    source text,
    external_id text,
    hide_in_mobile boolean,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_pricebook_equipment (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    code text,
    display_name text,
    description text,
    active boolean,
    price numeric,
    member_price numeric,
    add_on_price numeric,
    add_on_member_price numeric,
    manufacturer text,
    model text,
    manufacturer_warranty jsonb,
    categories jsonb,
    assets jsonb,
    recommendations jsonb,
    upgrades jsonb,
    equipment_materials jsonb,
    primary_vendor jsonb,
    other_vendors jsonb,
    account text,
    cost_of_sale_account text,
    asset_account text,
    cross_sale_group text,
    pays_commission boolean,
    bonus numeric,
    commission_bonus numeric,
    hours numeric,
    taxable boolean,
    cost numeric,
    unit_of_measure text,
    is_inventory boolean,
    st_modified_on timestamp with time zone,
    source text,
    external_id text,
    external_data jsonb,
    is_configurable_equipment boolean,
    variations_or_configurable_equipment jsonb,
    type_id bigint,
    display_in_amount boolean,
    general_ledger_account_id bigint,
    st_created_on timestamp with time zone,
    default_asset_url text,
    dimensions jsonb,
    budget_cost_code text,
    budget_cost_type text,
    service_warranty jsonb,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_pricebook_materials (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    code text,
    display_name text,
    description text,
    cost numeric,
    active boolean,
    price numeric,
    member_price numeric,
    add_on_price numeric,
    add_on_member_price numeric,
    hours numeric,
    bonus numeric,
    commission_bonus numeric,
    pays_commission boolean,
    deduct_as_job_cost boolean,
    unit_of_measure text,
    is_inventory boolean,
    account text,
    cost_of_sale_account text,
    asset_account text,
    taxable boolean,
    primary_vendor jsonb,
    other_vendors jsonb,
    categories jsonb,
    assets jsonb,
    st_modified_on timestamp with time zone,
    source text,
    external_id text,
    external_data jsonb,
    is_configurable_material boolean,
    chargeable_by_default boolean,
    variations_or_configurable_materials jsonb,
    business_unit_id bigint,
    created_by_id bigint,
    st_created_on timestamp with time zone,
    display_in_amount boolean,
    general_ledger_account_id bigint,
    is_other_direct_cost boolean,
    cost_type_id bigint,
    default_asset_url text,
    budget_cost_code text,
    budget_cost_type text,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_pricebook_services (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    code text,
    display_name text,
    description text,
    warranty jsonb,
    categories jsonb,
    price numeric,
    member_price numeric,
    add_on_price numeric,
    add_on_member_price numeric,
    taxable boolean,
    account text,
    hours numeric,
    is_labor boolean,
    recommendations jsonb,
    upgrades jsonb,
    assets jsonb,
    service_materials jsonb,
    service_equipment jsonb,
    active boolean,
    cross_sale_group text,
    pays_commission boolean,
    bonus numeric,
    commission_bonus numeric,
    st_modified_on timestamp with time zone,
    source text,
    external_id text,
    external_data jsonb,
    business_unit_id bigint,
    cost numeric,
    st_created_on timestamp with time zone,
    sold_by_commission numeric,
    default_asset_url text,
    budget_cost_code text,
    budget_cost_type text,
    calculated_price numeric,
    use_static_prices boolean,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_tag_types (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    name text,
    color text,
    code text,
    importance text,
    is_conversion_opportunity boolean,
    allow_to_use_on_timesheet_activity boolean,
    is_visible_on_dispatch_board boolean,
    active boolean,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_teams (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    name text,
    created_by bigint,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_technicians (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    user_id bigint,
    name text,
    role_ids jsonb,
    business_unit_id bigint,
    main_zone_id bigint,
    zone_ids jsonb,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    email text,
    login_name text,
    home jsonb,
    daily_goal numeric,
    is_managed_tech boolean,
    license_type text,
    custom_fields jsonb,
    active boolean,
    aad_user_id text,
    burden_rate numeric,
    team text,
    job_filter text,
    permissions jsonb,
    account_locked boolean,
    commission_rate numeric,
    current_value numeric,
    first_name text,
    last_name text,
    hourly_rate numeric,
    job_id bigint,
    mobile_phone text,
    outbound_caller_id text,
    payroll_id text,
    payroll_profile_id bigint,
    appoitment_id bigint,
    shift_start text,
    shift_end text,
    sold_by_rate numeric,
    start_date timestamp with time zone,
    status text,
    skills jsonb,
    positions jsonb,
    location jsonb,
    bio text,
    memo text,
    phone text,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_st_zones (
    tenant_id bigint NOT NULL,
    st_id bigint NOT NULL,
    active boolean,
    name text,
    zips jsonb,
    cities jsonb,
    territory_numbers jsonb,
    locn_numbers jsonb,
    created_by bigint,
    st_created_on timestamp with time zone,
    st_modified_on timestamp with time zone,
    service_days_enabled boolean,
    service_days jsonb,
    business_units jsonb,
    technicians jsonb,
    fetched_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    full_data jsonb NOT NULL,
    _dlt_load_id text NOT NULL
);
CREATE TABLE servicetitan_raw.raw_sync_state (
    tenant_id bigint NOT NULL,
    table_name text NOT NULL,
    endpoint text NOT NULL,
    sync_status text NOT NULL,
    last_full_sync timestamp with time zone,
    last_incremental_sync timestamp with time zone,
    last_modified_on_cursor timestamp with time zone,
    records_count bigint DEFAULT 0 NOT NULL,
    records_synced bigint DEFAULT 0 NOT NULL,
    requests bigint DEFAULT 0 NOT NULL,
    last_error text,
    unknown_fields text[] DEFAULT '{}'::text[] NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT raw_sync_state_sync_status_check CHECK ((sync_status = ANY (ARRAY['running'::text, 'completed'::text, 'failed'::text])))
);
CREATE TABLE servicetitan_raw_landing_1234567890._dlt_loads (
    load_id character varying(64) NOT NULL,
    schema_name character varying,
    status bigint NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    schema_version_hash character varying
);
CREATE TABLE servicetitan_raw_landing_1234567890._dlt_pipeline_state (
    version bigint NOT NULL,
    engine_version bigint NOT NULL,
    pipeline_name character varying NOT NULL,
    state character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version_hash character varying,
    _dlt_load_id character varying(64) NOT NULL,
    _dlt_id character varying NOT NULL
);
CREATE TABLE servicetitan_raw_landing_1234567890._dlt_version (
    version bigint NOT NULL,
    engine_version bigint NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    schema_name character varying NOT NULL,
    version_hash character varying NOT NULL,
    schema character varying NOT NULL
);
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_appointment_assignments (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_appointment_assignments ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_appointments (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_appointments ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_business_units (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_business_units ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_call_reasons (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_call_reasons ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_campaigns (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_campaigns ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_custom_field_types (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_custom_field_types ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_customer_contacts (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_customer_contacts ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_customers (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_customers ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_employees (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_employees ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_estimates (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_estimates ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_installed_equipment (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_installed_equipment ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_invoices (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_invoices ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_job_types (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_job_types ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_jobs (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_jobs ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_location_contacts (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_location_contacts ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_locations (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_locations ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_payments (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_payments ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_pricebook_categories (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_pricebook_categories ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_pricebook_equipment (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_pricebook_equipment ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_pricebook_materials (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_pricebook_materials ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_pricebook_services (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_pricebook_services ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_tag_types (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_tag_types ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_teams (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_teams ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_technicians (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_technicians ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE TABLE servicetitan_raw_landing_1234567890.raw_st_zones (
    seq bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    listed boolean NOT NULL,
    record text NOT NULL
)
WITH (toast_tuple_target='8160', autovacuum_enabled='false');
ALTER TABLE ONLY servicetitan_raw_landing_1234567890.raw_st_zones ALTER COLUMN record SET STORAGE EXTERNAL;
INSERT INTO servicetitan.st_appointments VALUES
	(1234567890, 20000001, '10000001-1', 'Done', '2024-07-11 15:00:00+00', '2024-07-11 17:00:00+00', '2024-07-11 15:00:00+00', '2024-07-11 17:00:00+00', true, false, NULL, 10000001, '10000001', 'Completed', 711, NULL, 305, 'Plumbing - Install', 1000025, NULL, 2000037, NULL, '{605}', '{"Patricia Clark"}', '{30000001}', 501, true, NULL, '2024-07-10 23:32:55.811518+00', '2024-07-12 08:54:25.782906+00', '2026-11-26 04:59:45.13399+00', '2026-11-26 04:59:45.13399+00', '{"id": 20000001, "end": "2024-07-11T17:00:00Z", "jobId": 10000001, "start": "2024-07-11T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-10T23:32:55.8115187Z", "customerId": 1000025, "modifiedOn": "2024-07-12T08:54:25.7829065Z", "createdById": 501, "isConfirmed": true, "arrivalWindowEnd": "2024-07-11T17:00:00Z", "appointmentNumber": "10000001-1", "arrivalWindowStart": "2024-07-11T15:00:00Z", "specialInstructions": null}'),
	(1234567890, 20000002, '10000001-2', 'Done', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', true, false, NULL, 10000001, '10000001', 'Completed', 711, NULL, 305, 'Plumbing - Install', 1000025, NULL, 2000037, NULL, '{602,608}', '{"Sofia Walker"}', '{30000002,30000003}', 509, true, NULL, '2024-07-10 23:32:55.811518+00', '2024-07-16 13:16:40.889102+00', '2026-11-26 04:59:45.13399+00', '2026-11-26 04:59:45.13399+00', '{"id": 20000002, "end": "2024-07-15T21:00:00Z", "jobId": 10000001, "start": "2024-07-15T19:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-10T23:32:55.8115187Z", "customerId": 1000025, "modifiedOn": "2024-07-16T13:16:40.8891023Z", "createdById": 509, "isConfirmed": true, "arrivalWindowEnd": "2024-07-15T21:00:00Z", "appointmentNumber": "10000001-2", "arrivalWindowStart": "2024-07-15T19:00:00Z", "specialInstructions": null}'),
	(1234567890, 20000003, '10000002-1', 'Done', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', false, false, NULL, 10000002, '10000002', 'Completed', 701, 'AC Repair', 302, 'HVAC - Install', 1000017, 'Copper Church', 2000017, 'Copper Church', '{607}', '{}', '{30000004}', 508, true, NULL, '2024-07-14 20:02:02.865113+00', '2024-07-17 16:12:04.079635+00', '2026-11-26 04:59:45.13399+00', '2026-11-26 04:59:45.13399+00', '{"id": 20000003, "end": "2024-07-15T21:00:00Z", "jobId": 10000002, "start": "2024-07-15T19:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-14T20:02:02.8651131Z", "customerId": 1000017, "modifiedOn": "2024-07-17T16:12:04.0796353Z", "createdById": 508, "isConfirmed": false, "arrivalWindowEnd": "2024-07-15T21:00:00Z", "appointmentNumber": "10000002-1", "arrivalWindowStart": "2024-07-15T19:00:00Z", "specialInstructions": null}'),
	(1234567890, 20000004, '10000003-1', 'Done', '2024-07-27 15:00:00+00', '2024-07-27 23:00:00+00', '2024-07-27 15:00:00+00', '2024-07-27 17:00:00+00', false, false, NULL, 10000003, '10000003', 'Completed', 705, 'System Replacement', 301, 'HVAC - Service', 1000033, NULL, 2000053, NULL, '{607}', '{}', '{30000005}', 504, true, NULL, '2024-07-25 14:31:55.29696+00', '2024-07-28 09:56:12.150631+00', '2026-11-26 04:59:45.13399+00', '2026-11-26 04:59:45.13399+00', '{"id": 20000004, "end": "2024-07-27T23:00:00Z", "jobId": 10000003, "start": "2024-07-27T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-25T14:31:55.2969601Z", "customerId": 1000033, "modifiedOn": "2024-07-28T09:56:12.1506313Z", "createdById": 504, "isConfirmed": false, "arrivalWindowEnd": "2024-07-27T17:00:00Z", "appointmentNumber": "10000003-1", "arrivalWindowStart": "2024-07-27T15:00:00Z", "specialInstructions": null}'),
	(1234567890, 20000005, '10000004-1', 'Done', '2024-08-19 15:00:00+00', '2024-08-19 17:00:00+00', NULL, NULL, true, false, NULL, 10000004, '10000004', 'Completed', 710, NULL, 305, 'Plumbing - Install', 1000045, NULL, 2000077, NULL, '{}', '{}', '{}', 510, true, NULL, '2024-08-18 15:44:31.679333+00', '2024-08-22 11:45:16.90818+00', '2026-11-26 04:59:45.13399+00', '2026-11-26 04:59:45.13399+00', '{"id": 20000005, "end": "2024-08-19T17:00:00Z", "jobId": 10000004, "start": "2024-08-19T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-08-18T15:44:31.6793335Z", "customerId": 1000045, "modifiedOn": "2024-08-22T11:45:16.9081808Z", "createdById": 510, "isConfirmed": true, "arrivalWindowEnd": null, "appointmentNumber": "10000004-1", "arrivalWindowStart": null, "specialInstructions": null}');
INSERT INTO servicetitan.st_business_units VALUES
	(1234567890, 301, 'HVAC - Service', 'Saguaro Home Services - HVAC - Service', 'HVAC', 'Service', 'unit0@example.com', '4805552141', NULL, 'USD', 0.09, '4000', 'HVAC:Service', NULL, NULL, NULL, NULL, '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-03-28T17:17:38.0552819Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '<h1>HVAC - Service</h1>', '<p>Thank you!</p>', NULL, NULL, '{}', '[]', true, NULL, '2019-03-28 17:17:38.055281+00', '2019-04-11 03:44:21.771262+00', '2026-11-26 04:59:45.113457+00', '2026-11-26 04:59:45.113457+00', '{"id": 301, "name": "HVAC - Service", "email": "unit0@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-03-28T17:17:38.0552819Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": null, "currency": "USD", "division": {"id": 21, "name": "Service"}, "createdOn": "2019-03-28T17:17:38.0552819Z", "modifiedOn": "2019-04-11T03:44:21.771262Z", "tagTypeIds": [], "accountCode": "4000", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "4805552141", "externalData": [], "officialName": "Saguaro Home Services - HVAC - Service", "invoiceHeader": "<h1>HVAC - Service</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Service", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}'),
	(1234567890, 305, 'Plumbing - Install', 'Saguaro Home Services - Plumbing - Install', 'Plumbing', 'Install', 'unit4@example.com', '6235554677', '{"zip": "85213", "city": "Mesa", "unit": null, "state": "AZ", "street": "6007 N Camelback Rd", "country": "USA", "latitude": 33.405056, "longitude": -111.791943, "isMilitary": false, "isManualCoordinates": false}', 'USD', 0.09, '4400', 'Plumbing:Install', NULL, NULL, NULL, NULL, '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-09-08T13:56:30.3381741Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '<h1>Plumbing - Install</h1>', '<p>Thank you!</p>', NULL, NULL, '{}', '[]', true, NULL, '2019-09-08 13:56:30.338174+00', '2021-05-17 06:56:52.396094+00', '2026-11-26 04:59:45.113457+00', '2026-11-26 04:59:45.113457+00', '{"id": 305, "name": "Plumbing - Install", "email": "unit4@example.com", "trade": {"id": 12, "name": "Plumbing"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-09-08T13:56:30.3381741Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85213", "city": "Mesa", "unit": null, "state": "AZ", "street": "6007 N Camelback Rd", "country": "USA", "latitude": 33.405056, "longitude": -111.791943, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 22, "name": "Install"}, "createdOn": "2019-09-08T13:56:30.3381741Z", "modifiedOn": "2021-05-17T06:56:52.3960946Z", "tagTypeIds": [], "accountCode": "4400", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235554677", "externalData": [], "officialName": "Saguaro Home Services - Plumbing - Install", "invoiceHeader": "<h1>Plumbing - Install</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "Plumbing:Install", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}'),
	(1234567890, 302, 'HVAC - Install', 'Saguaro Home Services - HVAC - Install', 'HVAC', 'Install', 'unit1@example.com', '6235553002', '{"zip": "85226", "city": "Chandler", "unit": null, "state": "AZ", "street": "4762 N Thomas Rd", "country": "USA", "latitude": 33.334102, "longitude": -111.795614, "isMilitary": false, "isManualCoordinates": false}', 'USD', 0.09, '4100', 'HVAC:Install', NULL, NULL, NULL, NULL, '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2021-03-03T01:50:10.4371427Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '<h1>HVAC - Install</h1>', '<p>Thank you!</p>', NULL, NULL, '{}', NULL, true, NULL, '2021-03-03 01:50:10.437142+00', '2022-07-30 16:51:51.686981+00', '2026-11-26 04:59:45.113457+00', '2026-11-26 04:59:45.113457+00', '{"id": 302, "name": "HVAC - Install", "email": "unit1@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2021-03-03T01:50:10.4371427Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85226", "city": "Chandler", "unit": null, "state": "AZ", "street": "4762 N Thomas Rd", "country": "USA", "latitude": 33.334102, "longitude": -111.795614, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 22, "name": "Install"}, "createdOn": "2021-03-03T01:50:10.4371427Z", "modifiedOn": "2022-07-30T16:51:51.6869819Z", "tagTypeIds": [], "accountCode": "4100", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235553002", "externalData": null, "officialName": "Saguaro Home Services - HVAC - Install", "invoiceHeader": "<h1>HVAC - Install</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Install", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}'),
	(1234567890, 303, 'HVAC - Maintenance', 'Saguaro Home Services - HVAC - Maintenance', 'HVAC', 'Maintenance', 'unit2@example.com', '6025559050', '{"zip": "85224", "city": "Chandler", "unit": null, "state": "AZ", "street": "17411 E Quail Run", "country": "USA", "latitude": 33.329273, "longitude": -111.83763, "isMilitary": false, "isManualCoordinates": false}', 'USD', 0.09, '4200', 'HVAC:Maintenance', NULL, NULL, NULL, NULL, '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2020-12-14T11:48:47.7336792Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '<h1>HVAC - Maintenance</h1>', '<p>Thank you!</p>', NULL, NULL, '{}', '[]', true, NULL, '2020-12-14 11:48:47.733679+00', '2023-04-23 03:49:13.667341+00', '2026-11-26 04:59:45.113457+00', '2026-11-26 04:59:45.113457+00', '{"id": 303, "name": "HVAC - Maintenance", "email": "unit2@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2020-12-14T11:48:47.7336792Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85224", "city": "Chandler", "unit": null, "state": "AZ", "street": "17411 E Quail Run", "country": "USA", "latitude": 33.329273, "longitude": -111.83763, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 23, "name": "Maintenance"}, "createdOn": "2020-12-14T11:48:47.7336792Z", "modifiedOn": "2023-04-23T03:49:13.6673412Z", "tagTypeIds": [], "accountCode": "4200", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6025559050", "externalData": [], "officialName": "Saguaro Home Services - HVAC - Maintenance", "invoiceHeader": "<h1>HVAC - Maintenance</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Maintenance", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}'),
	(1234567890, 304, 'Plumbing - Service', 'Saguaro Home Services - Plumbing - Service', 'Plumbing', 'Service', 'unit3@example.com', '6235555126', NULL, 'USD', 0.09, '4300', 'Plumbing:Service', NULL, NULL, NULL, NULL, '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2022-04-17T14:03:27.568463Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '<h1>Plumbing - Service</h1>', '<p>Thank you!</p>', NULL, NULL, '{}', NULL, true, NULL, '2022-04-17 14:03:27.568463+00', '2024-04-14 13:59:24.797697+00', '2026-11-26 04:59:45.113457+00', '2026-11-26 04:59:45.113457+00', '{"id": 304, "name": "Plumbing - Service", "email": "unit3@example.com", "trade": {"id": 12, "name": "Plumbing"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2022-04-17T14:03:27.568463Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": null, "currency": "USD", "division": {"id": 21, "name": "Service"}, "createdOn": "2022-04-17T14:03:27.568463Z", "modifiedOn": "2024-04-14T13:59:24.797697Z", "tagTypeIds": [], "accountCode": "4300", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235555126", "externalData": null, "officialName": "Saguaro Home Services - Plumbing - Service", "invoiceHeader": "<h1>Plumbing - Service</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "Plumbing:Service", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}');
INSERT INTO servicetitan.st_call_reasons VALUES
	(1234567890, 851, 'New customer', true, true, NULL, '2022-10-18 19:27:56.555099+00', '2025-07-18 21:27:43.373224+00', '2026-11-26 04:59:45.133807+00', '2026-11-26 04:59:45.133807+00', '{"id": 851, "name": "New customer", "active": true, "isLead": true, "createdOn": "2022-10-18T19:27:56.5550993Z", "modifiedOn": "2025-07-18T21:27:43.3732248Z"}'),
	(1234567890, 852, 'Existing customer', true, true, NULL, '2021-12-13 10:35:24.602019+00', '2021-12-13 10:35:24.602019+00', '2026-11-26 04:59:45.133807+00', '2026-11-26 04:59:45.133807+00', '{"id": 852, "name": "Existing customer", "active": true, "isLead": true, "createdOn": "2021-12-13T10:35:24.6020198Z", "modifiedOn": "2021-12-13T10:35:24.6020198Z"}'),
	(1234567890, 853, 'Price shopper', true, true, NULL, '2022-12-17 03:15:49.78+00', '2023-01-23 16:07:10.848155+00', '2026-11-26 04:59:45.133807+00', '2026-11-26 04:59:45.133807+00', '{"id": 853, "name": "Price shopper", "active": true, "isLead": true, "createdOn": "2022-12-17T03:15:49.78Z", "modifiedOn": "2023-01-23T16:07:10.8481558Z"}'),
	(1234567890, 854, 'Estimate request', true, true, NULL, '2022-03-12 11:23:39.673+00', '2023-07-03 00:57:07.589215+00', '2026-11-26 04:59:45.133807+00', '2026-11-26 04:59:45.133807+00', '{"id": 854, "name": "Estimate request", "active": true, "isLead": true, "createdOn": "2022-03-12T11:23:39.673Z", "modifiedOn": "2023-07-03T00:57:07.5892155Z"}'),
	(1234567890, 855, 'Warranty question', false, true, NULL, '2020-01-27 00:41:44.968+00', '2020-01-27 00:41:44.968+00', '2026-11-26 04:59:45.133807+00', '2026-11-26 04:59:45.133807+00', '{"id": 855, "name": "Warranty question", "active": true, "isLead": false, "createdOn": "2020-01-27T00:41:44.968Z", "modifiedOn": "2020-01-27T00:41:44.968Z"}');
INSERT INTO servicetitan.st_campaigns VALUES
	(1234567890, 401, 'Google Ads', 453, 'Online', '{"id": 453, "name": "Online", "active": true}', NULL, NULL, 'Online', NULL, NULL, '[]', true, true, NULL, '2019-10-11 12:58:13.580879+00', '2021-04-18 07:06:11.881413+00', '2026-11-26 04:59:45.133933+00', '2026-11-26 04:59:45.133933+00', '{"id": 401, "name": "Google Ads", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2019-10-11T12:58:13.5808792Z", "modifiedOn": "2021-04-18T07:06:11.8814132Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": true, "campaignPhoneNumbers": []}'),
	(1234567890, 402, 'Google Business Profile', 453, 'Online', '{"id": 453, "name": "Online", "active": true}', NULL, NULL, 'Online', NULL, NULL, '["6025552259"]', false, true, NULL, '2021-04-04 23:40:01.583103+00', '2025-11-05 01:40:14.217141+00', '2026-11-26 04:59:45.133933+00', '2026-11-26 04:59:45.133933+00', '{"id": 402, "name": "Google Business Profile", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2021-04-04T23:40:01.5831035Z", "modifiedOn": "2025-11-05T01:40:14.2171419Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": ["6025552259"]}'),
	(1234567890, 403, 'Facebook', 453, 'Online', '{"id": 453, "name": "Online", "active": true}', NULL, NULL, 'Online', NULL, NULL, '[]', false, true, NULL, '2022-09-09 00:25:38.753495+00', '2022-09-09 00:25:38.753495+00', '2026-11-26 04:59:45.133933+00', '2026-11-26 04:59:45.133933+00', '{"id": 403, "name": "Facebook", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2022-09-09T00:25:38.7534955Z", "modifiedOn": "2022-09-09T00:25:38.7534955Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": []}'),
	(1234567890, 404, 'Website', 453, 'Online', '{"id": 453, "name": "Online", "active": true}', NULL, NULL, 'Online', NULL, NULL, '["6235550538"]', false, true, NULL, '2019-10-18 15:12:47.679177+00', '2022-05-28 07:38:23.812674+00', '2026-11-26 04:59:45.133933+00', '2026-11-26 04:59:45.133933+00', '{"id": 404, "name": "Website", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2019-10-18T15:12:47.6791777Z", "modifiedOn": "2022-05-28T07:38:23.812674Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": ["6235550538"]}'),
	(1234567890, 405, 'Yelp', 453, 'Online', '{"id": 453, "name": "Online", "active": true}', NULL, NULL, 'Online', NULL, NULL, '[]', false, false, NULL, '2022-03-30 19:33:48.238494+00', '2023-05-25 03:06:28.814712+00', '2026-11-26 04:59:45.133933+00', '2026-11-26 04:59:45.133933+00', '{"id": 405, "name": "Yelp", "active": false, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2022-03-30T19:33:48.2384945Z", "modifiedOn": "2023-05-25T03:06:28.8147122Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": []}');
INSERT INTO servicetitan.st_custom_fields VALUES
	(1234567890, 'ApBill', 71, 'Gate code', 'Text', '[]', true, NULL, '2022-10-05 00:36:03.091+00', '2022-10-05 00:36:03.091+00', '2026-11-26 04:59:45.700309+00', '2026-11-26 04:59:45.700309+00', '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2022-10-05T00:36:03.091Z", "modifiedOn": "2022-10-05T00:36:03.091Z", "dataTypeOptions": []}'),
	(1234567890, 'ApCredit', 71, 'Gate code', 'Text', '[]', true, NULL, '2023-11-24 11:17:05.41+00', '2025-07-31 18:29:39.579535+00', '2026-11-26 04:59:45.700309+00', '2026-11-26 04:59:45.700309+00', '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-11-24T11:17:05.41Z", "modifiedOn": "2025-07-31T18:29:39.5795354Z", "dataTypeOptions": []}'),
	(1234567890, 'ApPayment', 71, 'Gate code', 'Text', '[]', true, NULL, '2023-07-05 02:26:53.702814+00', '2023-07-05 02:26:53.702814+00', '2026-11-26 04:59:45.700309+00', '2026-11-26 04:59:45.700309+00', '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-07-05T02:26:53.7028146Z", "modifiedOn": "2023-07-05T02:26:53.7028146Z", "dataTypeOptions": []}'),
	(1234567890, 'CreditMemo', 71, 'Gate code', 'Text', '[]', true, NULL, '2021-11-02 10:29:18.738862+00', '2023-08-29 21:36:39+00', '2026-11-26 04:59:45.700309+00', '2026-11-26 04:59:45.700309+00', '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2021-11-02T10:29:18.7388629Z", "modifiedOn": "2023-08-29T21:36:39Z", "dataTypeOptions": []}'),
	(1234567890, 'Customer', 71, 'Gate code', 'Text', '[]', true, NULL, '2023-12-20 06:56:24.267762+00', '2024-03-12 17:07:26.707269+00', '2026-11-26 04:59:45.700309+00', '2026-11-26 04:59:45.700309+00', '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-12-20T06:56:24.2677624Z", "modifiedOn": "2024-03-12T17:07:26.7072697Z", "dataTypeOptions": []}');
INSERT INTO servicetitan.st_customers VALUES
	(1234567890, 1000001, 'Robert Carter', 'Residential', '6025555515', 'robert.carter105@example.org', '[{"memo": null, "type": "MobilePhone", "value": "6025555515", "contact_id": 3000004}, {"memo": "ask for the manager", "type": "MobilePhone", "value": "4805551650", "contact_id": 3000007}]', '[{"memo": null, "type": "Email", "value": "robert.carter105@example.org", "contact_id": 3000010}]', '12359 E Desert Willow Ct', 'Apt 319', 'Scottsdale', 'AZ', '85254', 'USA', '{"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}', '[{"zip": "85254", "city": "Scottsdale", "name": "Robert Carter", "unit": "Apt 319", "state": "AZ", "active": true, "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826, "location_id": 2000001}]', '{2000001}', 1, 0.00, NULL, NULL, NULL, false, false, false, false, NULL, '{}', '{}', '{}', '[{"key": "crmId", "value": "EXT-1000001"}]', 504, true, NULL, '2021-06-25 23:00:00.09514+00', '2025-03-28 23:40:11.415816+00', '2026-11-26 04:59:45.719866+00', '2026-11-26 04:59:45.719866+00', '{"id": 1000001, "name": "Robert Carter", "type": "Residential", "active": true, "address": {"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}, "balance": 0.00, "createdOn": "2021-06-25T23:00:00.0951407Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2025-03-28T23:40:11.4158165Z", "tagTypeIds": [], "createdById": 504, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [{"key": "crmId", "value": "EXT-1000001"}], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}'),
	(1234567890, 1000005, 'Amir Begay', 'Residential', '4805552369', 'amir.begay279@example.com', '[{"memo": "home", "type": "MobilePhone", "value": "4805552369", "contact_id": 3000013}]', '[{"memo": null, "type": "Email", "value": "amir.begay279@example.com", "contact_id": 3000016}]', '16617 W Alma School Rd', 'Apt 70', 'Phoenix', 'AZ', '85018', 'USA', '{"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}', '[{"zip": "85018", "city": "Phoenix", "name": "Amir Begay", "unit": "Apt 70", "state": "AZ", "active": true, "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021, "location_id": 2000005}]', '{2000005}', 1, 0.00, NULL, NULL, NULL, false, false, false, false, NULL, '{}', '{}', '{}', '[{"key": "crmId", "value": "EXT-1000005"}]', 505, true, NULL, '2021-09-25 15:00:00.983365+00', '2022-01-27 17:48:20.145074+00', '2026-11-26 04:59:45.719866+00', '2026-11-26 04:59:45.719866+00', '{"id": 1000005, "name": "Amir Begay", "type": "Residential", "active": true, "address": {"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}, "balance": 0.00, "createdOn": "2021-09-25T15:00:00.9833652Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2022-01-27T17:48:20.1450746Z", "tagTypeIds": [], "createdById": 505, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [{"key": "crmId", "value": "EXT-1000005"}], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}'),
	(1234567890, 1000009, 'Elena Clark', 'Residential', '4805559365', NULL, '[]', '[]', '1132 S Camelback Rd', NULL, 'Glendale', 'AZ', '85304', 'USA', '{"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}', '[{"zip": "85304", "city": "Glendale", "name": "Elena Clark", "unit": null, "state": "AZ", "active": true, "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333, "location_id": 2000009}]', '{2000009}', 1, 11.38, NULL, NULL, NULL, false, false, false, false, NULL, '{}', '{}', '{}', '[]', 509, true, NULL, '2021-12-26 07:00:00.431966+00', '2026-06-09 17:02:18.766+00', '2026-11-26 04:59:45.719866+00', '2026-11-26 04:59:45.719866+00', '{"id": 1000009, "name": "Elena Clark", "type": "Residential", "active": true, "address": {"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}, "balance": 11.38, "createdOn": "2021-12-26T07:00:00.4319665Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2026-06-09T17:02:18.766Z", "tagTypeIds": [], "createdById": 509, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}'),
	(1234567890, 1000013, 'David Anderson', 'Residential', NULL, NULL, '[]', '[]', '18128 W Cholla St', NULL, 'Glendale', 'AZ', '85301', 'USA', '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}', '[{"zip": "85301", "city": "Glendale", "name": "David Anderson", "unit": null, "state": "AZ", "active": true, "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703, "location_id": 2000013}]', '{2000013}', 1, 0.00, NULL, NULL, NULL, false, false, false, false, NULL, '{107,110,111}', '{}', '{"Gate code": "2855", "Preferred time": "9118"}', '[]', 501, true, NULL, '2022-03-27 23:00:00.404826+00', '2022-03-27 23:00:00.404826+00', '2026-11-26 04:59:45.719866+00', '2026-11-26 04:59:45.719866+00', '{"id": 1000013, "name": "David Anderson", "type": "Residential", "active": true, "address": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}, "balance": 0.00, "createdOn": "2022-03-27T23:00:00.4048263Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2022-03-27T23:00:00.4048263Z", "tagTypeIds": [107, 110, 111], "createdById": 501, "creditLimit": null, "customFields": [{"name": "Gate code", "value": "2855", "typeId": 71}, {"name": "Preferred time", "value": "9118", "typeId": 72}, {"name": null, "value": "left over", "typeId": 71}], "doNotService": false, "externalData": [], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}'),
	(1234567890, 1000017, 'Copper Church', 'Commercial', '6025554218', NULL, '[]', '[]', '10627 E Cactus Rd', NULL, 'Glendale', 'AZ', '85302', 'USA', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}', '[{"zip": "85302", "city": "Glendale", "name": "Copper Church", "unit": null, "state": "AZ", "active": true, "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611, "location_id": 2000017}]', '{2000017}', 1, 1862.36, 6000.00, 6000.00, 901, false, false, false, false, NULL, '{103,104,114}', '{"Pets in home","Gate code"}', '{}', '[]', 505, true, NULL, '2022-06-27 15:00:00.248994+00', '2025-06-13 12:40:24.189857+00', '2026-11-26 04:59:45.719866+00', '2026-11-26 04:59:45.719866+00', '{"id": 1000017, "name": "Copper Church", "type": "Commercial", "active": true, "address": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}, "balance": 1862.36, "createdOn": "2022-06-27T15:00:00.248994Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2025-06-13T12:40:24.189857Z", "tagTypeIds": [103, 104, 114], "createdById": 505, "creditLimit": 6000.00, "customFields": [], "doNotService": false, "externalData": [], "paymentTermId": 901, "nationalAccount": false, "creditLimitBalance": 6000.00}');
INSERT INTO servicetitan.st_employees VALUES
	(1234567890, 502, 'Eric White', 'Eric', 'White', 'eric.white795@example.org', '6235559683', '{"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "18019 W Roadrunner Way", "country": "USA"}', 306, NULL, 501, 'Dispatch', '{31}', '[{"id": 1, "value": "ViewReports"}]', '2019-09-20 03:20:54.248529+00', NULL, 37.95, NULL, 90502, 1, 'user502', NULL, false, '{}', true, NULL, '2019-09-20 03:20:54.248529+00', '2019-09-20 03:20:54.248529+00', '2026-11-26 04:59:45.739845+00', '2026-11-26 04:59:45.739845+00', '{"id": 502, "home": {"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "18019 W Roadrunner Way", "country": "USA"}, "name": "Eric White", "role": "Dispatch", "email": "eric.white795@example.org", "active": true, "userId": 90502, "agentId": 1, "roleIds": [31], "lastName": "White", "aadUserId": null, "createdOn": "2019-09-20T03:20:54.2485292Z", "firstName": "Eric", "loginName": "user502", "managerId": 501, "startDate": "2019-09-20T03:20:54.2485292Z", "hourlyRate": 37.95, "modifiedOn": "2019-09-20T03:20:54.2485292Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6235559683", "customFields": [], "accountLocked": false, "businessUnitId": 306, "terminationDate": null, "overtimeProfileId": null}'),
	(1234567890, 505, 'James Ramirez', 'James', 'Ramirez', 'james.ramirez359@example.org', '4805555223', '{"zip": "85003", "city": "Phoenix", "unit": null, "state": "AZ", "street": "984 W Roadrunner Way", "country": "USA"}', 303, 'HVAC - Maintenance', 501, 'GeneralOffice', '{34}', '[{"id": 1, "value": "ViewReports"}]', '2022-01-09 14:19:25.112+00', NULL, 34.60, NULL, 90505, 4, 'user505', NULL, false, '{}', true, NULL, '2022-01-09 14:19:25.112+00', '2022-01-09 14:19:25.112+00', '2026-11-26 04:59:45.739845+00', '2026-11-26 04:59:45.739845+00', '{"id": 505, "home": {"zip": "85003", "city": "Phoenix", "unit": null, "state": "AZ", "street": "984 W Roadrunner Way", "country": "USA"}, "name": "James Ramirez", "role": "GeneralOffice", "email": "james.ramirez359@example.org", "active": true, "userId": 90505, "agentId": 4, "roleIds": [34], "lastName": "Ramirez", "aadUserId": null, "createdOn": "2022-01-09T14:19:25.112Z", "firstName": "James", "loginName": "user505", "managerId": 501, "startDate": "2022-01-09T14:19:25.112Z", "hourlyRate": 34.60, "modifiedOn": "2022-01-09T14:19:25.112Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "4805555223", "customFields": [], "accountLocked": false, "businessUnitId": 303, "terminationDate": null, "overtimeProfileId": null}'),
	(1234567890, 501, 'Susan Clark', 'Susan', 'Clark', 'susan.clark442@example.net', '6235552935', '{"zip": "85050", "city": "Phoenix", "unit": null, "state": "AZ", "street": "1253 W Desert Willow Ct", "country": "USA"}', NULL, NULL, NULL, 'CSR', '{30}', '[{"id": 1, "value": "ViewReports"}]', '2020-11-01 12:15:42.679+00', NULL, 37.85, NULL, 90501, 0, 'user501', NULL, false, '{}', true, NULL, '2020-11-01 12:15:42.679+00', '2023-05-31 18:49:21.280366+00', '2026-11-26 04:59:45.739845+00', '2026-11-26 04:59:45.739845+00', '{"id": 501, "home": {"zip": "85050", "city": "Phoenix", "unit": null, "state": "AZ", "street": "1253 W Desert Willow Ct", "country": "USA"}, "name": "Susan Clark", "role": "CSR", "email": "susan.clark442@example.net", "active": true, "userId": 90501, "agentId": 0, "roleIds": [30], "lastName": "Clark", "aadUserId": null, "createdOn": "2020-11-01T12:15:42.679Z", "firstName": "Susan", "loginName": "user501", "managerId": null, "startDate": "2020-11-01T12:15:42.679Z", "hourlyRate": 37.85, "modifiedOn": "2023-05-31T18:49:21.2803666Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6235552935", "customFields": [], "accountLocked": false, "businessUnitId": null, "terminationDate": null, "overtimeProfileId": null}'),
	(1234567890, 504, 'Hannah Mitchell', 'Hannah', 'Mitchell', 'hannah.mitchell933@example.net', '6025556577', '{"zip": "85201", "city": "Mesa", "unit": null, "state": "AZ", "street": "14572 E Indian School Rd", "country": "USA"}', 305, 'Plumbing - Install', 501, 'SalesManager', '{33}', '[{"id": 1, "value": "ViewReports"}]', '2023-02-12 22:54:34.096975+00', NULL, 37.54, NULL, 90504, 3, 'user504', NULL, false, '{}', true, NULL, '2023-02-12 22:54:34.096975+00', '2023-07-13 15:05:50.753914+00', '2026-11-26 04:59:45.739845+00', '2026-11-26 04:59:45.739845+00', '{"id": 504, "home": {"zip": "85201", "city": "Mesa", "unit": null, "state": "AZ", "street": "14572 E Indian School Rd", "country": "USA"}, "name": "Hannah Mitchell", "role": "SalesManager", "email": "hannah.mitchell933@example.net", "active": true, "userId": 90504, "agentId": 3, "roleIds": [33], "lastName": "Mitchell", "aadUserId": null, "createdOn": "2023-02-12T22:54:34.0969754Z", "firstName": "Hannah", "loginName": "user504", "managerId": 501, "startDate": "2023-02-12T22:54:34.0969754Z", "hourlyRate": 37.54, "modifiedOn": "2023-07-13T15:05:50.753914Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6025556577", "customFields": [], "accountLocked": false, "businessUnitId": 305, "terminationDate": null, "overtimeProfileId": null}'),
	(1234567890, 503, 'Kevin Baker', 'Kevin', 'Baker', 'kevin.baker967@example.com', '6025557601', '{"zip": "85255", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "5656 E Roadrunner Way", "country": "USA"}', 307, NULL, 501, 'Accounting', '{32}', '[{"id": 1, "value": "ViewReports"}]', '2022-08-10 04:12:13.217802+00', NULL, 38.26, NULL, 90503, 2, 'user503', NULL, false, '{}', true, NULL, '2022-08-10 04:12:13.217802+00', '2025-08-21 13:10:15.907365+00', '2026-11-26 04:59:45.739845+00', '2026-11-26 04:59:45.739845+00', '{"id": 503, "home": {"zip": "85255", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "5656 E Roadrunner Way", "country": "USA"}, "name": "Kevin Baker", "role": "Accounting", "email": "kevin.baker967@example.com", "active": true, "userId": 90503, "agentId": 2, "roleIds": [32], "lastName": "Baker", "aadUserId": null, "createdOn": "2022-08-10T04:12:13.2178027Z", "firstName": "Kevin", "loginName": "user503", "managerId": 501, "startDate": "2022-08-10T04:12:13.2178027Z", "hourlyRate": 38.26, "modifiedOn": "2025-08-21T13:10:15.9073655Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6025557601", "customFields": [], "accountLocked": false, "businessUnitId": 307, "terminationDate": null, "overtimeProfileId": null}');
INSERT INTO servicetitan.st_estimates VALUES
	(1234567890, 80000001, 'Opción económica', 'Open', 'None', 'Option as discussed', 10000003, '10000003', NULL, 1000033, NULL, 2000053, NULL, 301, 'HVAC - Service', NULL, NULL, NULL, 2140.00, 184.04, 2324.04, 1, '[{"id": 90000002, "qty": 1.00, "sku": {"id": 8017, "name": "E1016", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-07-27T23:04:00Z", "displayName": "Trane Air handler", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 2140.00, "unitCost": 1177.00, "unitRate": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "totalCost": 1177.00, "chargeable": null, "modifiedOn": "2024-07-27T23:04:00Z", "skuAccount": "Sales", "description": "Trane Air handler", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', true, false, NULL, NULL, '[]', true, NULL, '2024-07-27 23:04:00+00', '2024-08-27 22:08:22.299949+00', '2026-11-26 04:59:45.777737+00', '2026-11-26 04:59:45.777737+00', '{"id": 80000001, "tax": 184.04, "name": "Opción económica", "items": [{"id": 90000002, "qty": 1.00, "sku": {"id": 8017, "name": "E1016", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-07-27T23:04:00Z", "displayName": "Trane Air handler", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 2140.00, "unitCost": 1177.00, "unitRate": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "totalCost": 1177.00, "chargeable": null, "modifiedOn": "2024-07-27T23:04:00Z", "skuAccount": "Sales", "description": "Trane Air handler", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000003, "active": true, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "jobNumber": "10000003", "projectId": null, "customerId": 1000033, "locationId": 2000053, "modifiedOn": "2024-08-27T22:08:22.299949Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 301, "proposalTagName": null, "businessUnitName": "HVAC - Service"}'),
	(1234567890, 80000002, 'Replace option', 'Open', 'None', 'Option as discussed', 10000005, '10000005', NULL, 1000033, NULL, 2000053, NULL, 301, 'HVAC - Service', NULL, NULL, NULL, 620.00, 0.00, 620.00, 2, '[{"id": 90000003, "qty": 1.00, "sku": {"id": 6013, "name": "S1012", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Coil cleaning - Standard", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 245.00, "unitCost": 49.00, "unitRate": 245.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 49.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Coil cleaning - Standard", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000004, "qty": 1.00, "sku": {"id": 6005, "name": "S1004", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Capacitor replacement - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 375.00, "unitCost": 75.00, "unitRate": 375.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 75.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Capacitor replacement - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', true, false, NULL, NULL, '[]', true, NULL, '2024-09-03 00:28:00+00', '2024-09-14 02:29:38.360246+00', '2026-11-26 04:59:45.777737+00', '2026-11-26 04:59:45.777737+00', '{"id": 80000002, "tax": 0.00, "name": "Replace option", "items": [{"id": 90000003, "qty": 1.00, "sku": {"id": 6013, "name": "S1012", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Coil cleaning - Standard", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 245.00, "unitCost": 49.00, "unitRate": 245.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 49.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Coil cleaning - Standard", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000004, "qty": 1.00, "sku": {"id": 6005, "name": "S1004", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Capacitor replacement - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 375.00, "unitCost": 75.00, "unitRate": 375.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 75.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Capacitor replacement - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000005, "active": true, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 620.00, "createdOn": "2024-09-03T00:28:00Z", "jobNumber": "10000005", "projectId": null, "customerId": 1000033, "locationId": 2000053, "modifiedOn": "2024-09-14T02:29:38.3602467Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 301, "proposalTagName": null, "businessUnitName": "HVAC - Service"}'),
	(1234567890, 80000003, 'Opción económica', 'Open', 'None', 'Option as discussed', 10000006, '10000006', NULL, 1000001, 'Robert Carter', 2000001, 'Robert Carter', 303, 'HVAC - Maintenance', NULL, NULL, NULL, 897.00, 0.00, 897.00, 1, '[{"id": 90000005, "qty": 1.00, "sku": {"id": 6023, "name": "S1022", "type": "Service", "soldHours": 3.00, "modifiedOn": "2024-09-13T23:15:00Z", "displayName": "Duct sealing - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 897.00, "unitCost": 179.40, "unitRate": 897.00, "createdOn": "2024-09-13T23:15:00Z", "totalCost": 179.40, "chargeable": null, "modifiedOn": "2024-09-13T23:15:00Z", "skuAccount": "Sales", "description": "Duct sealing - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', true, false, NULL, NULL, '[]', false, NULL, '2024-09-13 23:15:00+00', '2024-10-17 19:48:27+00', '2026-11-26 04:59:45.777737+00', '2026-11-26 04:59:45.777737+00', '{"id": 80000003, "tax": 0.00, "name": "Opción económica", "items": [{"id": 90000005, "qty": 1.00, "sku": {"id": 6023, "name": "S1022", "type": "Service", "soldHours": 3.00, "modifiedOn": "2024-09-13T23:15:00Z", "displayName": "Duct sealing - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 897.00, "unitCost": 179.40, "unitRate": 897.00, "createdOn": "2024-09-13T23:15:00Z", "totalCost": 179.40, "chargeable": null, "modifiedOn": "2024-09-13T23:15:00Z", "skuAccount": "Sales", "description": "Duct sealing - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000006, "active": false, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 897.00, "createdOn": "2024-09-13T23:15:00Z", "jobNumber": "10000006", "projectId": null, "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2024-10-17T19:48:27Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 303, "proposalTagName": null, "businessUnitName": "HVAC - Maintenance"}'),
	(1234567890, 80000004, 'Better', 'Sold', 'None', NULL, 10000011, '10000011', NULL, 1000017, 'Copper Church', 2000021, NULL, 305, 'Plumbing - Install', '2024-11-23 23:56:07.571+00', 602, 'Sofia Walker', 0.00, 0.00, 0.00, 0, '[]', false, false, NULL, NULL, '[]', true, NULL, '2024-11-13 23:39:00+00', '2024-11-23 23:56:07.571+00', '2026-11-26 04:59:45.777737+00', '2026-11-26 04:59:45.777737+00', '{"id": 80000004, "tax": 0.00, "name": "Better", "items": [], "jobId": 10000011, "active": true, "soldBy": 602, "soldOn": "2024-11-23T23:56:07.571Z", "status": {"name": "Sold", "value": 1}, "summary": null, "subtotal": 0.00, "createdOn": "2024-11-13T23:39:00Z", "jobNumber": "10000011", "projectId": null, "customerId": 1000017, "locationId": 2000021, "modifiedOn": "2024-11-23T23:56:07.571Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": false, "businessUnitId": 305, "proposalTagName": null, "businessUnitName": "Plumbing - Install"}'),
	(1234567890, 80000005, 'Better', 'Sold', 'None', 'Option as discussed', 10000013, '10000013', NULL, 1000025, NULL, 2000033, NULL, 305, 'Plumbing - Install', '2025-01-14 07:31:53.841327+00', 602, 'Sofia Walker', 2490.00, 214.14, 2704.14, 2, '[{"id": 90000006, "qty": 1.00, "sku": {"id": 8022, "name": "E1021", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Carrier Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1300.00, "unitCost": 715.00, "unitRate": 1300.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 715.00, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Carrier Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000007, "qty": 1.00, "sku": {"id": 8021, "name": "E1020", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Trane Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1190.00, "unitCost": 654.50, "unitRate": 1190.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 654.50, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Trane Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', true, false, NULL, NULL, '[]', true, NULL, '2024-11-27 17:06:00+00', '2025-01-14 07:31:53.841327+00', '2026-11-26 04:59:45.777737+00', '2026-11-26 04:59:45.777737+00', '{"id": 80000005, "tax": 214.14, "name": "Better", "items": [{"id": 90000006, "qty": 1.00, "sku": {"id": 8022, "name": "E1021", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Carrier Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1300.00, "unitCost": 715.00, "unitRate": 1300.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 715.00, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Carrier Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000007, "qty": 1.00, "sku": {"id": 8021, "name": "E1020", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Trane Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1190.00, "unitCost": 654.50, "unitRate": 1190.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 654.50, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Trane Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000013, "active": true, "soldBy": 602, "soldOn": "2025-01-14T07:31:53.841327Z", "status": {"name": "Sold", "value": 1}, "summary": "Option as discussed", "subtotal": 2490.00, "createdOn": "2024-11-27T17:06:00Z", "jobNumber": "10000013", "projectId": null, "customerId": 1000025, "locationId": 2000033, "modifiedOn": "2025-01-14T07:31:53.841327Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 305, "proposalTagName": null, "businessUnitName": "Plumbing - Install"}');
INSERT INTO servicetitan.st_installed_equipment VALUES
	(1234567890, 4000003, 'Trane Water softener', NULL, 'Installed', 'Bradford White', 'E1028', 'SN564874179', NULL, '', 1000005, 'Amir Begay', 2000005, 'Amir Begay', 8029, NULL, 907.50, '2021-10-30 00:00:00+00', '2021-10-30 00:00:00+00', '2031-10-28 00:00:00+00', '2021-10-30 00:00:00+00', '2022-10-30 00:00:00+00', '2031-10-28 00:00:00+00', 180, '2036-10-26', NULL, '[]', true, NULL, '2021-10-30 20:17:44.920784+00', '2021-11-06 16:31:48.19198+00', '2026-11-26 04:59:45.924624+00', '2026-11-26 04:59:45.924624+00', '{"id": 4000003, "cost": 907.50, "memo": "", "name": "Trane Water softener", "tags": [], "type": null, "model": "E1028", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2021-10-30T20:17:44.9207844Z", "customerId": 1000005, "locationId": 2000005, "modifiedOn": "2021-11-06T16:31:48.1919802Z", "equipmentId": 8029, "installedOn": "2021-10-30T00:00:00Z", "manufacturer": "Bradford White", "serialNumber": "SN564874179", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2031-10-28T00:00:00Z", "predictedReplacementDate": "2036-10-26", "manufacturerWarrantyStart": "2021-10-30T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": "2022-10-30T00:00:00Z", "serviceProviderWarrantyStart": "2021-10-30T00:00:00Z"}'),
	(1234567890, 4000001, 'Trane Tankless heater', 'Plumbing', 'Installed', 'Carrier', 'E1024', 'SN575473328', NULL, '', 1000001, 'Robert Carter', 2000001, 'Robert Carter', 8025, NULL, 1309.00, '2022-02-07 00:00:00+00', NULL, NULL, NULL, NULL, NULL, 180, '2037-02-03', NULL, '[]', true, NULL, '2022-02-07 03:26:26.556302+00', '2022-02-07 03:26:26.556302+00', '2026-11-26 04:59:45.924624+00', '2026-11-26 04:59:45.924624+00', '{"id": 4000001, "cost": 1309.00, "memo": "", "name": "Trane Tankless heater", "tags": [], "type": {"id": 52, "name": "Plumbing"}, "model": "E1024", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-02-07T03:26:26.5563026Z", "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2022-02-07T03:26:26.5563026Z", "equipmentId": 8025, "installedOn": "2022-02-07T00:00:00Z", "manufacturer": "Carrier", "serialNumber": "SN575473328", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": null, "predictedReplacementDate": "2037-02-03", "manufacturerWarrantyStart": null, "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": null, "serviceProviderWarrantyStart": null}'),
	(1234567890, 4000002, 'Rheem Package unit 5 ton', 'HVAC', 'Installed', 'Eaton', 'E1015', 'SN176296292', NULL, '', 1000001, 'Robert Carter', 2000001, 'Robert Carter', 8016, NULL, 4224.00, '2021-08-27 00:00:00+00', '2021-08-27 00:00:00+00', '2031-08-25 00:00:00+00', '2021-08-27 00:00:00+00', '2022-08-27 00:00:00+00', '2031-08-25 00:00:00+00', NULL, NULL, NULL, '[]', true, NULL, '2021-08-27 06:49:24.011+00', '2022-03-02 19:07:04.40721+00', '2026-11-26 04:59:45.924624+00', '2026-11-26 04:59:45.924624+00', '{"id": 4000002, "cost": 4224.00, "memo": "", "name": "Rheem Package unit 5 ton", "tags": [], "type": {"id": 51, "name": "HVAC"}, "model": "E1015", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2021-08-27T06:49:24.011Z", "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2022-03-02T19:07:04.4072107Z", "equipmentId": 8016, "installedOn": "2021-08-27T00:00:00Z", "manufacturer": "Eaton", "serialNumber": "SN176296292", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2031-08-25T00:00:00Z", "predictedReplacementDate": null, "manufacturerWarrantyStart": "2021-08-27T00:00:00Z", "predictedReplacementMonths": null, "serviceProviderWarrantyEnd": "2022-08-27T00:00:00Z", "serviceProviderWarrantyStart": "2021-08-27T00:00:00Z"}'),
	(1234567890, 4000005, 'Trane Tankless heater', 'Plumbing', 'Installed', 'Trane', 'E1024', 'SN472006908', NULL, '', 1000013, 'David Anderson', 2000013, 'David Anderson', 8025, NULL, 1309.00, '2022-04-08 00:00:00+00', '2022-04-08 00:00:00+00', '2032-04-05 00:00:00+00', '2022-04-08 00:00:00+00', '2023-04-08 00:00:00+00', '2032-04-05 00:00:00+00', 180, '2037-04-04', NULL, '[]', true, NULL, '2022-04-08 12:46:20.149488+00', '2022-06-13 11:58:50.996+00', '2026-11-26 04:59:45.924624+00', '2026-11-26 04:59:45.924624+00', '{"id": 4000005, "cost": 1309.00, "memo": "", "name": "Trane Tankless heater", "tags": [], "type": {"id": 52, "name": "Plumbing"}, "model": "E1024", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-04-08T12:46:20.1494881Z", "customerId": 1000013, "locationId": 2000013, "modifiedOn": "2022-06-13T11:58:50.996Z", "equipmentId": 8025, "installedOn": "2022-04-08T00:00:00Z", "manufacturer": "Trane", "serialNumber": "SN472006908", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2032-04-05T00:00:00Z", "predictedReplacementDate": "2037-04-04", "manufacturerWarrantyStart": "2022-04-08T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": "2023-04-08T00:00:00Z", "serviceProviderWarrantyStart": "2022-04-08T00:00:00Z"}'),
	(1234567890, 4000004, 'Rheem EV charger 48 A', 'Electrical', 'Installed', 'Carrier', 'E1039', 'SN273287441', NULL, '', 1000009, 'Elena Clark', 2000009, 'Elena Clark', 8040, NULL, 675.95, '2022-06-08 00:00:00+00', '2022-06-08 00:00:00+00', '2032-06-05 00:00:00+00', NULL, NULL, '2032-06-05 00:00:00+00', 180, NULL, NULL, '[]', true, NULL, '2022-06-08 02:26:55.765386+00', '2022-07-27 02:27:33.727817+00', '2026-11-26 04:59:45.924624+00', '2026-11-26 04:59:45.924624+00', '{"id": 4000004, "cost": 675.95, "memo": "", "name": "Rheem EV charger 48 A", "tags": [], "type": {"id": 53, "name": "Electrical"}, "model": "E1039", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-06-08T02:26:55.7653866Z", "customerId": 1000009, "locationId": 2000009, "modifiedOn": "2022-07-27T02:27:33.727817Z", "equipmentId": 8040, "installedOn": "2022-06-08T00:00:00Z", "manufacturer": "Carrier", "serialNumber": "SN273287441", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2032-06-05T00:00:00Z", "predictedReplacementDate": null, "manufacturerWarrantyStart": "2022-06-08T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": null, "serviceProviderWarrantyStart": null}');
INSERT INTO servicetitan.st_invoices VALUES
	(1234567890, 40000004, '10000004', '10000004', NULL, '2024-08-19', '2024-08-19', '<p>Leak Repair</p>', 1000045, NULL, 2000077, NULL, 10000004, '10000004', 305, 'Plumbing - Install', 1014.00, 0.00, 0.00, 1014.00, 0.00, 1014.00, 1, '2024-08-22 00:00:00+00', '{60000001}', '2024-08-22 06:37:15.660558+00', NULL, 1, '[{"id": 50000007, "cost": "202.80", "type": "Service", "order": 1, "price": "1014.00", "skuId": 6038, "total": "1014.00", "skuName": "S1037", "taxable": false, "quantity": "1.00", "createdOn": "2024-08-19T17:32:00Z", "inventory": false, "soldHours": 4.00, "totalCost": "202.80", "modifiedOn": "2024-08-19T17:32:00Z", "description": "Water heater labor - Premium", "displayName": "Water heater labor - Premium", "memberPrice": "0.00", "serviceDate": "2024-08-19T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '{}', '{"id": 1000045, "name": "Tony Brown"}', '{"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}', '{"id": 2000077, "name": "Tony Brown"}', '{"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}', '{"id": 10000004, "type": "Leak Repair", "number": "10000004"}', '{"id": 305, "name": "Plumbing - Install"}', 'Pending', 'Sent', 'Reviewed', NULL, 'system', 'Due Upon Receipt', NULL, NULL, NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'JobInvoice', NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, '2024-08-19 17:32:00+00', '2024-08-22 06:37:15.660558+00', '2026-11-26 04:59:46.094874+00', '2026-11-26 04:59:46.094874+00', '{"id": 40000004, "job": {"id": 10000004, "type": "Leak Repair", "number": "10000004"}, "batch": null, "items": [{"id": 50000007, "cost": "202.80", "type": "Service", "order": 1, "price": "1014.00", "skuId": 6038, "total": "1014.00", "skuName": "S1037", "taxable": false, "quantity": "1.00", "createdOn": "2024-08-19T17:32:00Z", "inventory": false, "soldHours": 4.00, "totalCost": "202.80", "modifiedOn": "2024-08-19T17:32:00Z", "description": "Water heater labor - Premium", "displayName": "Water heater labor - Premium", "memberPrice": "0.00", "serviceDate": "2024-08-19T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "1014.00", "active": true, "paidOn": "2024-08-22T06:37:15.6605583Z", "balance": "0.00", "dueDate": "2024-08-19T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Leak Repair</p>", "customer": {"id": 1000045, "name": "Tony Brown"}, "exportId": null, "importId": null, "location": {"id": 2000077, "name": "Tony Brown"}, "salesTax": "0.00", "subTotal": "1014.00", "termName": "Due Upon Receipt", "createdBy": "system", "createdOn": "2024-08-19T17:32:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2024-08-22T06:37:15.6605583Z", "sentStatus": "Sent", "syncStatus": "Pending", "depositedOn": null, "invoiceDate": "2024-08-19T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}, "locationAddress": {"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}, "referenceNumber": "10000004", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}'),
	(1234567890, 40000001, '10000001', '10000001', NULL, '2024-07-15', '2024-08-14', '<p>Water Heater Repair</p>', 1000025, NULL, 2000037, NULL, 10000001, '10000001', 305, 'Plumbing - Install', 504.00, 11.52, 0.00, 515.52, 0.00, 515.52, 1, '2024-11-23 00:00:00+00', '{60000004}', '2024-11-23 15:35:20.969601+00', NULL, 2, '[{"id": 50000002, "cost": "74.00", "type": "Service", "order": 1, "price": "370.00", "skuId": 6047, "total": "370.00", "skuName": "S1046", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "74.00", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Disposal install - Premium", "displayName": "Disposal install - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000003, "cost": "36.85", "type": "Material", "order": 2, "price": "67.00", "skuId": 7035, "total": "134.00", "skuName": "M1034", "taxable": true, "quantity": "2.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 0.00, "totalCost": "73.70", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Expansion tank, pro", "displayName": "Expansion tank, pro", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '{}', '{"id": 1000025, "name": "Mesa Verde Auto Repair"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "3123 W Quail Run", "country": "USA"}', '{"id": 2000037, "name": "Mesa Verde Auto Repair - 17691 S Desert Willow Ct"}', '{"zip": "85281", "city": "Tempe", "unit": null, "state": "AZ", "street": "17691 S Desert Willow Ct", "country": "USA"}', '{"id": 10000001, "type": "Water Heater Repair", "number": "10000001"}', '{"id": 305, "name": "Plumbing - Install"}', 'Posted', 'Sent', 'Reviewed', NULL, 'system', 'Net 30', NULL, '{"id": 801, "name": "Maricopa", "taxRate": 0.086}', 801, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'JobInvoice', NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, '2024-07-15 21:01:00+00', '2024-11-23 15:35:20.969601+00', '2026-11-26 04:59:46.094874+00', '2026-11-26 04:59:46.094874+00', '{"id": 40000001, "job": {"id": 10000001, "type": "Water Heater Repair", "number": "10000001"}, "batch": null, "items": [{"id": 50000002, "cost": "74.00", "type": "Service", "order": 1, "price": "370.00", "skuId": 6047, "total": "370.00", "skuName": "S1046", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "74.00", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Disposal install - Premium", "displayName": "Disposal install - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000003, "cost": "36.85", "type": "Material", "order": 2, "price": "67.00", "skuId": 7035, "total": "134.00", "skuName": "M1034", "taxable": true, "quantity": "2.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 0.00, "totalCost": "73.70", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Expansion tank, pro", "displayName": "Expansion tank, pro", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "515.52", "active": true, "paidOn": "2024-11-23T15:35:20.9696016Z", "balance": "0.00", "dueDate": "2024-08-14T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Water Heater Repair</p>", "customer": {"id": 1000025, "name": "Mesa Verde Auto Repair"}, "exportId": null, "importId": null, "location": {"id": 2000037, "name": "Mesa Verde Auto Repair - 17691 S Desert Willow Ct"}, "salesTax": "11.52", "subTotal": "504.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-15T21:01:00Z", "projectId": null, "taxZoneId": 801, "assignedTo": null, "modifiedOn": "2024-11-23T15:35:20.9696016Z", "sentStatus": "Sent", "syncStatus": "Posted", "depositedOn": null, "invoiceDate": "2024-07-15T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": {"id": 801, "name": "Maricopa", "taxRate": 0.086}, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "3123 W Quail Run", "country": "USA"}, "locationAddress": {"zip": "85281", "city": "Tempe", "unit": null, "state": "AZ", "street": "17691 S Desert Willow Ct", "country": "USA"}, "referenceNumber": "10000001", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}'),
	(1234567890, 40000003, '10000003', '10000003', NULL, '2024-07-27', '2024-08-26', '<p>System Replacement</p>', 1000033, NULL, 2000053, NULL, 10000003, '10000003', 301, 'HVAC - Service', 3824.00, 276.92, 0.00, 4100.92, 0.00, 4100.92, 1, '2024-12-13 00:00:00+00', '{60000005}', '2024-12-13 22:03:12.426595+00', NULL, 2, '[{"id": 50000005, "cost": "120.80", "type": "Service", "order": 1, "price": "604.00", "skuId": 6008, "total": "604.00", "skuName": "S1007", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "120.80", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Refrigerant recharge - Premium", "displayName": "Refrigerant recharge - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000006, "cost": "1771.00", "type": "Equipment", "order": 2, "price": "3220.00", "skuId": 8012, "total": "3220.00", "skuName": "E1011", "taxable": true, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 2.00, "totalCost": "1771.00", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Rheem Gas furnace 80k", "displayName": "Rheem Gas furnace 80k", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '{}', '{"id": 1000033, "name": "Sunrise Church"}', '{"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}', '{"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}', '{"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}', '{"id": 10000003, "type": "System Replacement", "number": "10000003"}', '{"id": 301, "name": "HVAC - Service"}', 'Pending', 'Sent', 'Reviewed', NULL, 'system', 'Net 30', NULL, '{"id": 801, "name": "Maricopa", "taxRate": 0.086}', 801, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'JobInvoice', NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, '2024-07-27 23:04:00+00', '2024-12-13 22:03:12.426595+00', '2026-11-26 04:59:46.094874+00', '2026-11-26 04:59:46.094874+00', '{"id": 40000003, "job": {"id": 10000003, "type": "System Replacement", "number": "10000003"}, "batch": null, "items": [{"id": 50000005, "cost": "120.80", "type": "Service", "order": 1, "price": "604.00", "skuId": 6008, "total": "604.00", "skuName": "S1007", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "120.80", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Refrigerant recharge - Premium", "displayName": "Refrigerant recharge - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000006, "cost": "1771.00", "type": "Equipment", "order": 2, "price": "3220.00", "skuId": 8012, "total": "3220.00", "skuName": "E1011", "taxable": true, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 2.00, "totalCost": "1771.00", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Rheem Gas furnace 80k", "displayName": "Rheem Gas furnace 80k", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "4100.92", "active": true, "paidOn": "2024-12-13T22:03:12.4265951Z", "balance": "0.00", "dueDate": "2024-08-26T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>System Replacement</p>", "customer": {"id": 1000033, "name": "Sunrise Church"}, "exportId": null, "importId": null, "location": {"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}, "salesTax": "276.92", "subTotal": "3824.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-27T23:04:00Z", "projectId": null, "taxZoneId": 801, "assignedTo": null, "modifiedOn": "2024-12-13T22:03:12.4265951Z", "sentStatus": "Sent", "syncStatus": "Pending", "depositedOn": null, "invoiceDate": "2024-07-27T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 301, "name": "HVAC - Service"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": {"id": 801, "name": "Maricopa", "taxRate": 0.086}, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}, "locationAddress": {"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}, "referenceNumber": "10000003", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}'),
	(1234567890, 40000005, '10000005', '10000005', NULL, '2024-09-03', '2024-10-03', '<p>Duct Cleaning</p>', 1000033, NULL, 2000053, NULL, 10000005, '10000005', 301, 'HVAC - Service', 462.00, 0.00, 0.00, 462.00, 0.00, 462.00, 1, '2024-12-13 00:00:00+00', '{60000005}', '2024-12-13 22:03:12.426595+00', NULL, 1, '[{"id": 50000008, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-09-03T00:28:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-09-03T00:28:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-09-03T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '{}', '{"id": 1000033, "name": "Sunrise Church"}', '{"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}', '{"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}', '{"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}', '{"id": 10000005, "type": "Duct Cleaning", "number": "10000005"}', '{"id": 301, "name": "HVAC - Service"}', 'Exported', 'Sent', 'Reviewed', NULL, 'system', 'Net 30', NULL, NULL, NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'JobInvoice', NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, '2024-09-03 00:28:00+00', '2024-12-13 22:03:12.426595+00', '2026-11-26 04:59:46.094874+00', '2026-11-26 04:59:46.094874+00', '{"id": 40000005, "job": {"id": 10000005, "type": "Duct Cleaning", "number": "10000005"}, "batch": null, "items": [{"id": 50000008, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-09-03T00:28:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-09-03T00:28:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-09-03T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "462.00", "active": true, "paidOn": "2024-12-13T22:03:12.4265951Z", "balance": "0.00", "dueDate": "2024-10-03T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Duct Cleaning</p>", "customer": {"id": 1000033, "name": "Sunrise Church"}, "exportId": null, "importId": null, "location": {"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}, "salesTax": "0.00", "subTotal": "462.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-09-03T00:28:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2024-12-13T22:03:12.4265951Z", "sentStatus": "Sent", "syncStatus": "Exported", "depositedOn": null, "invoiceDate": "2024-09-03T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 301, "name": "HVAC - Service"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}, "locationAddress": {"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}, "referenceNumber": "10000005", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}'),
	(1234567890, 40000002, '10000002', '10000002', NULL, '2024-07-15', '2024-08-14', '<p>AC Repair</p>', 1000017, 'Copper Church', 2000017, 'Copper Church', 10000002, '10000002', 302, 'HVAC - Install', 462.00, 0.00, 0.00, 462.00, 0.00, 0, 0, NULL, '{}', '2025-06-13 12:40:24.189857+00', NULL, 1, '[{"id": 50000004, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:00:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-07-15T21:00:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '{}', '{"id": 1000017, "name": "Copper Church"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}', '{"id": 2000017, "name": "Copper Church"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}', '{"id": 10000002, "type": "AC Repair", "number": "10000002"}', '{"id": 302, "name": "HVAC - Install"}', 'Posted', 'Sent', 'Reviewed', NULL, 'system', 'Net 30', NULL, NULL, NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'JobInvoice', NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, '2024-07-15 21:00:00+00', '2025-06-13 12:40:24.189857+00', '2026-11-26 04:59:46.094874+00', '2026-11-26 04:59:46.094874+00', '{"id": 40000002, "job": {"id": 10000002, "type": "AC Repair", "number": "10000002"}, "batch": null, "items": [{"id": 50000004, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:00:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-07-15T21:00:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "462.00", "active": true, "paidOn": "2025-06-13T12:40:24.189857Z", "balance": "0.00", "dueDate": "2024-08-14T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>AC Repair</p>", "customer": {"id": 1000017, "name": "Copper Church"}, "exportId": null, "importId": null, "location": {"id": 2000017, "name": "Copper Church"}, "salesTax": "0.00", "subTotal": "462.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-15T21:00:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2025-06-13T12:40:24.189857Z", "sentStatus": "Sent", "syncStatus": "Posted", "depositedOn": null, "invoiceDate": "2024-07-15T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 302, "name": "HVAC - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}, "locationAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}, "referenceNumber": "10000002", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}');
INSERT INTO servicetitan.st_job_types VALUES
	(1234567890, 701, 'AC Repair', 'Service', 'High', 7200, 'AC not cooling, house is at 88 F', '{301,302,303}', '{"HVAC - Service","HVAC - Install","HVAC - Maintenance"}', '["Diagnostics"]', '{}', NULL, false, true, NULL, false, '[]', true, NULL, '2020-05-20 18:02:22.421+00', '2020-05-20 18:02:22.421+00', '2026-11-26 04:59:46.107029+00', '2026-11-26 04:59:46.107029+00', '{"id": 701, "name": "AC Repair", "class": "Service", "active": true, "skills": ["Diagnostics"], "summary": "AC not cooling, house is at 88 F", "duration": 7200, "noCharge": false, "priority": "High", "createdOn": "2020-05-20T18:02:22.421Z", "modifiedOn": "2020-05-20T18:02:22.421Z", "tagTypeIds": [], "externalData": [], "soldThreshold": null, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}'),
	(1234567890, 702, 'AC Tune-Up', 'Maintenance', 'Normal', 3600, 'Spring tune-up', '{301,302,303}', '{"HVAC - Service","HVAC - Install","HVAC - Maintenance"}', '[]', '{}', 50.00, false, true, NULL, false, '[]', true, NULL, '2019-11-25 18:08:35.259054+00', '2019-11-25 18:08:35.259054+00', '2026-11-26 04:59:46.107029+00', '2026-11-26 04:59:46.107029+00', '{"id": 702, "name": "AC Tune-Up", "class": "Maintenance", "active": true, "skills": [], "summary": "Spring tune-up", "duration": 3600, "noCharge": false, "priority": "Normal", "createdOn": "2019-11-25T18:08:35.2590544Z", "modifiedOn": "2019-11-25T18:08:35.2590544Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}'),
	(1234567890, 703, 'Furnace Repair', 'Service', 'High', 7200, 'No heat since last night', '{301,302,303}', '{"HVAC - Service","HVAC - Install","HVAC - Maintenance"}', '["Diagnostics"]', '{}', 50.00, false, true, NULL, false, '[]', true, NULL, '2022-08-13 19:58:00.671678+00', '2023-01-11 13:25:56.633672+00', '2026-11-26 04:59:46.107029+00', '2026-11-26 04:59:46.107029+00', '{"id": 703, "name": "Furnace Repair", "class": "Service", "active": true, "skills": ["Diagnostics"], "summary": "No heat since last night", "duration": 7200, "noCharge": false, "priority": "High", "createdOn": "2022-08-13T19:58:00.671678Z", "modifiedOn": "2023-01-11T13:25:56.6336728Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}'),
	(1234567890, 704, 'Furnace Tune-Up', 'Maintenance', 'Normal', 3600, 'Fall tune-up', '{301,302,303}', '{"HVAC - Service","HVAC - Install","HVAC - Maintenance"}', '[]', '{}', 50.00, false, true, NULL, false, '[]', true, NULL, '2021-02-24 20:31:09.394547+00', '2023-09-16 18:06:11.00361+00', '2026-11-26 04:59:46.107029+00', '2026-11-26 04:59:46.107029+00', '{"id": 704, "name": "Furnace Tune-Up", "class": "Maintenance", "active": true, "skills": [], "summary": "Fall tune-up", "duration": 3600, "noCharge": false, "priority": "Normal", "createdOn": "2021-02-24T20:31:09.3945473Z", "modifiedOn": "2023-09-16T18:06:11.0036106Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}'),
	(1234567890, 705, 'System Replacement', 'Install', 'Normal', 28800, 'Install 4 ton heat pump, remove old package unit', '{301,302,303}', '{"HVAC - Service","HVAC - Install","HVAC - Maintenance"}', '[]', '{}', 50.00, false, true, NULL, false, '[]', true, NULL, '2021-03-06 07:54:11.629188+00', '2026-02-12 12:25:15+00', '2026-11-26 04:59:46.107029+00', '2026-11-26 04:59:46.107029+00', '{"id": 705, "name": "System Replacement", "class": "Install", "active": true, "skills": [], "summary": "Install 4 ton heat pump, remove old package unit", "duration": 28800, "noCharge": false, "priority": "Normal", "createdOn": "2021-03-06T07:54:11.6291888Z", "modifiedOn": "2026-02-12T12:25:15Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}');
INSERT INTO servicetitan.st_jobs VALUES
	(1234567890, 10000002, '10000002', 'Completed', '<p>Outside unit <b>loud</b>, ice on the line set</p>', 'High', 1000017, 'Copper Church', 2000017, 'Copper Church', 'Glendale', 'AZ', '85302', 302, 'HVAC - Install', 701, 'AC Repair', 410, NULL, '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', '2024-07-15 21:00:00+00', '{20000003}', 1, 20000003, 20000003, '{607}', '{}', 607, NULL, '{30000004}', 462.00, 462.00, 0.00, 40000002, '{40000002}', false, '{}', '{}', '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL, 507, 'PO-7056', true, '[]', true, NULL, '2024-07-14 20:02:02.865113+00', '2024-07-30 17:35:23.518834+00', '2026-11-26 04:59:46.163142+00', '2026-11-26 04:59:46.163142+00', '{"id": 10000002, "total": 462.00, "active": true, "summary": "<p>Outside unit <b>loud</b>, ice on the line set</p>", "noCharge": false, "priority": "High", "soldById": null, "bookingId": null, "createdOn": "2024-07-14T20:02:02.8651131Z", "invoiceId": 40000002, "jobNumber": "10000002", "jobStatus": "Completed", "jobTypeId": 701, "projectId": null, "campaignId": 410, "customerId": 1000017, "customerPo": "PO-7056", "leadCallId": null, "locationId": 2000017, "modifiedOn": "2024-07-30T17:35:23.5188345Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-07-15T21:00:00Z", "createdById": 507, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 302, "appointmentCount": 1, "lastAppointmentId": 20000003, "partnerLeadCallId": null, "firstAppointmentId": 20000003, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}'),
	(1234567890, 10000001, '10000001', 'Completed', 'No hot water', 'High', 1000025, NULL, 2000037, NULL, NULL, NULL, NULL, 305, 'Plumbing - Install', 711, NULL, 406, NULL, '2024-07-11 15:00:00+00', '2024-07-15 21:00:00+00', '2024-07-15 21:01:00+00', '{20000001,20000002}', 2, 20000001, 20000002, '{602,605,608}', '{"Sofia Walker","Patricia Clark"}', 605, 'Patricia Clark', '{30000001,30000002,30000003}', 515.52, 515.52, 0.00, 40000001, '{40000001}', false, '{104}', '{"Gate code"}', '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, 608, 504, 'PO-7055', true, '[]', true, NULL, '2024-07-10 23:32:55.811518+00', '2024-07-30 22:17:16+00', '2026-11-26 04:59:46.163142+00', '2026-11-26 04:59:46.163142+00', '{"id": 10000001, "total": 515.52, "active": true, "summary": "No hot water", "noCharge": false, "priority": "High", "soldById": 608, "bookingId": null, "createdOn": "2024-07-10T23:32:55.8115187Z", "invoiceId": 40000001, "jobNumber": "10000001", "jobStatus": "Completed", "jobTypeId": 711, "projectId": null, "campaignId": 406, "customerId": 1000025, "customerPo": "PO-7055", "leadCallId": null, "locationId": 2000037, "modifiedOn": "2024-07-30T22:17:16Z", "tagTypeIds": [104], "warrantyId": null, "completedOn": "2024-07-15T21:01:00Z", "createdById": 504, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 305, "appointmentCount": 2, "lastAppointmentId": 20000002, "partnerLeadCallId": null, "firstAppointmentId": 20000001, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}'),
	(1234567890, 10000003, '10000003', 'Completed', 'Install 4 ton heat pump, remove old package unit', 'Normal', 1000033, NULL, 2000053, NULL, NULL, NULL, NULL, 301, 'HVAC - Service', 705, 'System Replacement', 410, NULL, '2024-07-27 15:00:00+00', '2024-07-27 23:00:00+00', '2024-07-27 23:04:00+00', '{20000004}', 1, 20000004, 20000004, '{607}', '{}', 607, NULL, '{30000005}', 4100.92, 4100.92, 0.00, 40000003, '{40000003}', false, '{}', '{}', '{"Gate code": "8628", "Preferred time": "9323", "Square footage": "914", "Año / Größe 📐": "7962"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{80000001}', NULL, NULL, 504, 'PO-7057', true, '[]', true, NULL, '2024-07-25 14:31:55.29696+00', '2024-08-03 14:49:16.412104+00', '2026-11-26 04:59:46.163142+00', '2026-11-26 04:59:46.163142+00', '{"id": 10000003, "total": 4100.92, "active": true, "summary": "Install 4 ton heat pump, remove old package unit", "noCharge": false, "priority": "Normal", "soldById": null, "bookingId": null, "createdOn": "2024-07-25T14:31:55.2969601Z", "invoiceId": 40000003, "jobNumber": "10000003", "jobStatus": "Completed", "jobTypeId": 705, "projectId": null, "campaignId": 410, "customerId": 1000033, "customerPo": "PO-7057", "leadCallId": null, "locationId": 2000053, "modifiedOn": "2024-08-03T14:49:16.4121048Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-07-27T23:04:00Z", "createdById": 504, "estimateIds": [80000001], "recallForId": null, "customFields": [{"name": "Gate code", "value": "8628", "typeId": 71}, {"name": "Preferred time", "value": "9323", "typeId": 72}, {"name": "Square footage", "value": "914", "typeId": 73}, {"name": "Año / Größe 📐", "value": "7962", "typeId": 75}], "externalData": [], "membershipId": null, "businessUnitId": 301, "appointmentCount": 1, "lastAppointmentId": 20000004, "partnerLeadCallId": null, "firstAppointmentId": 20000004, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}'),
	(1234567890, 10000004, '10000004', 'Completed', 'Toilet runs all night', 'Urgent', 1000045, NULL, 2000077, NULL, NULL, NULL, NULL, 305, 'Plumbing - Install', 710, NULL, 405, 'Yelp', '2024-08-19 15:00:00+00', '2024-08-19 17:00:00+00', '2024-08-19 17:32:00+00', '{20000005}', 1, 20000005, 20000005, '{}', '{}', NULL, NULL, '{}', 1014.00, 1014.00, 0.00, 40000004, '{40000004}', false, '{}', '{}', '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL, 509, '', true, '[]', true, NULL, '2024-08-18 15:44:31.679333+00', '2024-09-06 12:14:26.962212+00', '2026-11-26 04:59:46.163142+00', '2026-11-26 04:59:46.163142+00', '{"id": 10000004, "total": 1014.00, "active": true, "summary": "Toilet runs all night", "noCharge": false, "priority": "Urgent", "soldById": null, "bookingId": null, "createdOn": "2024-08-18T15:44:31.6793335Z", "invoiceId": 40000004, "jobNumber": "10000004", "jobStatus": "Completed", "jobTypeId": 710, "projectId": null, "campaignId": 405, "customerId": 1000045, "customerPo": "", "leadCallId": null, "locationId": 2000077, "modifiedOn": "2024-09-06T12:14:26.962212Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-08-19T17:32:00Z", "createdById": 509, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 305, "appointmentCount": 1, "lastAppointmentId": 20000005, "partnerLeadCallId": null, "firstAppointmentId": 20000005, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}'),
	(1234567890, 10000005, '10000005', 'Completed', 'Clean all supply and return ducts', 'Low', 1000033, NULL, 2000053, NULL, NULL, NULL, NULL, 301, 'HVAC - Service', 706, NULL, 408, NULL, NULL, NULL, '2024-09-03 00:28:00+00', '{}', 1, 20000006, 20000006, '{}', '{}', NULL, NULL, '{}', 462.00, 462.00, 0.00, 40000005, '{40000005}', false, '{}', '{}', '{"Gate code": "415", "Inspector": "3608", "Square footage": "9599", "Año / Größe 📐": "8461"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{80000002}', NULL, NULL, 507, 'PO-7059', true, '[]', true, NULL, '2024-08-26 20:32:19.936895+00', '2026-05-21 20:00:00.123456+00', '2026-11-26 04:59:46.163142+00', '2026-11-26 04:59:46.163142+00', '{"id": 10000005, "total": 462.00, "active": true, "summary": "Clean all supply and return ducts", "noCharge": false, "priority": "Low", "soldById": null, "bookingId": null, "createdOn": "2024-08-26T20:32:19.9368953Z", "invoiceId": 40000005, "jobNumber": "10000005", "jobStatus": "Completed", "jobTypeId": 706, "projectId": null, "campaignId": 408, "customerId": 1000033, "customerPo": "PO-7059", "leadCallId": null, "locationId": 2000053, "modifiedOn": "2026-05-21T20:00:00.1234568Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-09-03T00:28:00Z", "createdById": 507, "estimateIds": [80000002], "recallForId": null, "customFields": [{"name": "Square footage", "value": "9599", "typeId": 73}, {"name": "Inspector", "value": "3608", "typeId": 74}, {"name": "Año / Größe 📐", "value": "8461", "typeId": 75}, {"name": "Gate code", "value": "415", "typeId": 76}], "externalData": [], "membershipId": null, "businessUnitId": 301, "appointmentCount": 1, "lastAppointmentId": 20000006, "partnerLeadCallId": null, "firstAppointmentId": 20000006, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}');
INSERT INTO servicetitan.st_locations VALUES
	(1234567890, 2000001, 'Robert Carter', 1000001, 'Robert Carter', '12359 E Desert Willow Ct', 'Apt 319', 'Scottsdale', 'AZ', '85254', 'USA', 33.489584, -111.961826, '{"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}', NULL, NULL, 208, NULL, 801, false, NULL, '{}', '{}', '{}', '[]', 507, true, NULL, '2021-06-25 23:00:00.09514+00', '2021-06-25 23:00:00.09514+00', '2026-11-26 04:59:46.253541+00', '2026-11-26 04:59:46.253541+00', '{"id": 2000001, "name": "Robert Carter", "active": true, "zoneId": 208, "address": {"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}, "createdOn": "2021-06-25T23:00:00.0951407Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000001, "mergedToId": null, "modifiedOn": "2021-06-25T23:00:00.0951407Z", "tagTypeIds": [], "createdById": 507, "customFields": [], "externalData": []}'),
	(1234567890, 2000005, 'Amir Begay', 1000005, 'Amir Begay', '16617 W Alma School Rd', 'Apt 70', 'Phoenix', 'AZ', '85018', 'USA', 33.465535, -112.073021, '{"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}', '4805553036', 'amir.begay359@example.org', 205, 'Tempe 5', 801, false, NULL, '{}', '{}', '{}', '[]', 503, true, NULL, '2021-09-25 15:00:00.983365+00', '2021-11-19 20:49:26.118861+00', '2026-11-26 04:59:46.253541+00', '2026-11-26 04:59:46.253541+00', '{"id": 2000005, "name": "Amir Begay", "active": true, "zoneId": 205, "address": {"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}, "createdOn": "2021-09-25T15:00:00.9833652Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000005, "mergedToId": null, "modifiedOn": "2021-11-19T20:49:26.1188619Z", "tagTypeIds": [], "createdById": 503, "customFields": [], "externalData": []}'),
	(1234567890, 2000009, 'Elena Clark', 1000009, 'Elena Clark', '1132 S Camelback Rd', NULL, 'Glendale', 'AZ', '85304', 'USA', 33.542632, -112.189333, '{"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}', '4805559365', NULL, 208, NULL, 801, false, NULL, '{}', '{}', '{}', '[{"key": "crmId", "value": "EXT-2000009"}]', 503, true, NULL, '2021-12-26 07:00:00.431966+00', '2022-01-02 16:09:16.907589+00', '2026-11-26 04:59:46.253541+00', '2026-11-26 04:59:46.253541+00', '{"id": 2000009, "name": "Elena Clark", "active": true, "zoneId": 208, "address": {"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}, "createdOn": "2021-12-26T07:00:00.4319665Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000009, "mergedToId": null, "modifiedOn": "2022-01-02T16:09:16.9075898Z", "tagTypeIds": [], "createdById": 503, "customFields": [], "externalData": [{"key": "crmId", "value": "EXT-2000009"}]}'),
	(1234567890, 2000017, 'Copper Church', 1000017, 'Copper Church', '10627 E Cactus Rd', NULL, 'Glendale', 'AZ', '85302', 'USA', 33.533442, -112.188611, '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}', '6025554218', NULL, 207, NULL, 801, false, NULL, '{}', '{}', '{"Gate code": "8306", "Preferred time": "6861", "Square footage": "6168", "Año / Größe 📐": "8439"}', '[]', 503, true, NULL, '2022-06-27 15:00:00.248994+00', '2022-10-29 09:34:44.053+00', '2026-11-26 04:59:46.253541+00', '2026-11-26 04:59:46.253541+00', '{"id": 2000017, "name": "Copper Church", "active": true, "zoneId": 207, "address": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}, "createdOn": "2022-06-27T15:00:00.248994Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000017, "mergedToId": null, "modifiedOn": "2022-10-29T09:34:44.053Z", "tagTypeIds": [], "createdById": 503, "customFields": [{"name": "Preferred time", "value": "6861", "typeId": 72}, {"name": "Square footage", "value": "6168", "typeId": 73}, {"name": "Año / Größe 📐", "value": "8439", "typeId": 75}, {"name": "Gate code", "value": "8306", "typeId": 76}], "externalData": []}'),
	(1234567890, 2000013, 'David Anderson', 1000013, 'David Anderson', '18128 W Cholla St', NULL, 'Glendale', 'AZ', '85301', 'USA', 33.580716, -112.196703, '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}', NULL, NULL, 203, 'Scottsdale 3', 801, false, NULL, '{102,104,109}', '{Member,"Gate code"}', '{}', '[]', 508, true, NULL, '2022-03-27 23:00:00.404826+00', '2022-12-10 18:47:07.924811+00', '2026-11-26 04:59:46.253541+00', '2026-11-26 04:59:46.253541+00', '{"id": 2000013, "name": "David Anderson", "active": true, "zoneId": 203, "address": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}, "createdOn": "2022-03-27T23:00:00.4048263Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000013, "mergedToId": null, "modifiedOn": "2022-12-10T18:47:07.9248113Z", "tagTypeIds": [102, 104, 109], "createdById": 508, "customFields": [], "externalData": []}');
INSERT INTO servicetitan.st_payments VALUES
	(1234567890, 60000001, '2024-08-22 00:00:00+00', 'Financing', '5', 'PMT60000001', NULL, NULL, NULL, 1000045, NULL, 305, 1014.00, 0.00, 40000004, '10000004', '{40000004}', '[{"appliedBy": "system", "appliedId": 70000002, "appliedOn": "2024-08-22T06:37:15.6605583Z", "appliedTo": 40000004, "appliedAmount": "1014.00", "appliedToReferenceNumber": "10000004"}]', NULL, '{}', '{"id": 1000045, "name": "Tony Brown"}', '{"id": 305, "name": "Plumbing - Install"}', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', NULL, NULL, 'Pending', 'system', true, NULL, '2024-08-22 06:37:15.660558+00', '2024-08-22 06:37:15.660558+00', '2026-11-26 04:59:46.442885+00', '2026-11-26 04:59:46.442885+00', '{"id": 60000001, "date": "2024-08-22T00:00:00Z", "memo": null, "type": "Financing", "batch": null, "total": "1014.00", "active": true, "typeId": "5", "deposit": null, "authCode": null, "customer": {"id": 1000045, "name": "Tony Brown"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000002, "appliedOn": "2024-08-22T06:37:15.6605583Z", "appliedTo": 40000004, "appliedAmount": "1014.00", "appliedToReferenceNumber": "10000004"}], "createdBy": "system", "createdOn": "2024-08-22T06:37:15.6605583Z", "modifiedOn": "2024-08-22T06:37:15.6605583Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "referenceNumber": "PMT60000001", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}'),
	(1234567890, 60000002, '2024-09-16 00:00:00+00', 'Credit Card', '3', 'PMT60000002', NULL, '000000', NULL, 1000001, 'Robert Carter', 303, 462.00, 0.00, 40000006, NULL, '{40000006}', '[{"appliedBy": "system", "appliedId": 70000003, "appliedOn": "2024-09-16T13:59:50Z", "appliedTo": 40000006, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000006"}]', NULL, '{}', '{"id": 1000001, "name": "Robert Carter"}', '{"id": 303, "name": "HVAC - Maintenance"}', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', NULL, NULL, 'Pending', 'system', true, NULL, '2024-09-16 13:59:50+00', '2024-09-16 13:59:50+00', '2026-11-26 04:59:46.442885+00', '2026-11-26 04:59:46.442885+00', '{"id": 60000002, "date": "2024-09-16T00:00:00Z", "memo": null, "type": "Credit Card", "batch": null, "total": "462.00", "active": true, "typeId": "3", "deposit": null, "authCode": "000000", "customer": {"id": 1000001, "name": "Robert Carter"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000003, "appliedOn": "2024-09-16T13:59:50Z", "appliedTo": 40000006, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000006"}], "createdBy": "system", "createdOn": "2024-09-16T13:59:50Z", "modifiedOn": "2024-09-16T13:59:50Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 303, "name": "HVAC - Maintenance"}, "customFields": [], "referenceNumber": "PMT60000002", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}'),
	(1234567890, 60000003, '2024-10-27 00:00:00+00', 'Financing', '5', 'PMT60000003', NULL, NULL, NULL, 1000045, NULL, 304, 399.51, 0.00, 40000010, NULL, '{40000010}', '[{"appliedBy": "system", "appliedId": 70000004, "appliedOn": "2024-10-27T18:36:30.4489357Z", "appliedTo": 40000010, "appliedAmount": "399.51", "appliedToReferenceNumber": "10000010"}]', NULL, '{}', '{"id": 1000045, "name": "Tony Brown"}', '{"id": 304, "name": "Plumbing - Service"}', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', NULL, NULL, 'Pending', 'system', false, NULL, '2024-10-27 18:36:30.448935+00', '2024-10-27 18:36:30.448935+00', '2026-11-26 04:59:46.442885+00', '2026-11-26 04:59:46.442885+00', '{"id": 60000003, "date": "2024-10-27T00:00:00Z", "memo": null, "type": "Financing", "batch": null, "total": "399.51", "active": false, "typeId": "5", "deposit": null, "authCode": null, "customer": {"id": 1000045, "name": "Tony Brown"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000004, "appliedOn": "2024-10-27T18:36:30.4489357Z", "appliedTo": 40000010, "appliedAmount": "399.51", "appliedToReferenceNumber": "10000010"}], "createdBy": "system", "createdOn": "2024-10-27T18:36:30.4489357Z", "modifiedOn": "2024-10-27T18:36:30.4489357Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 304, "name": "Plumbing - Service"}, "customFields": [], "referenceNumber": "PMT60000003", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}'),
	(1234567890, 60000004, '2024-11-23 00:00:00+00', 'Check', '2', 'PMT60000004', '4671', NULL, NULL, 1000025, NULL, 302, 1878.52, 0.00, 40000001, '10000001', '{40000001,40000007,40000012}', '[{"appliedBy": "system", "appliedId": 70000005, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000001, "appliedAmount": "515.52", "appliedToReferenceNumber": "10000001"}, {"appliedBy": "system", "appliedId": 70000006, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000007, "appliedAmount": "1248.00", "appliedToReferenceNumber": "10000007"}, {"appliedBy": "system", "appliedId": 70000007, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000012, "appliedAmount": "115.00", "appliedToReferenceNumber": "10000012"}]', NULL, '{}', '{"id": 1000025, "name": "Mesa Verde Auto Repair"}', '{"id": 302, "name": "HVAC - Install"}', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', NULL, NULL, 'Pending', 'system', true, NULL, '2024-11-23 15:35:20.969601+00', '2024-11-23 15:35:20.969601+00', '2026-11-26 04:59:46.442885+00', '2026-11-26 04:59:46.442885+00', '{"id": 60000004, "date": "2024-11-23T00:00:00Z", "memo": null, "type": "Check", "batch": null, "total": "1878.52", "active": true, "typeId": "2", "deposit": null, "authCode": null, "customer": {"id": 1000025, "name": "Mesa Verde Auto Repair"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000005, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000001, "appliedAmount": "515.52", "appliedToReferenceNumber": "10000001"}, {"appliedBy": "system", "appliedId": 70000006, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000007, "appliedAmount": "1248.00", "appliedToReferenceNumber": "10000007"}, {"appliedBy": "system", "appliedId": 70000007, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000012, "appliedAmount": "115.00", "appliedToReferenceNumber": "10000012"}], "createdBy": "system", "createdOn": "2024-11-23T15:35:20.9696016Z", "modifiedOn": "2024-11-23T15:35:20.9696016Z", "syncStatus": "Pending", "checkNumber": "4671", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "customFields": [], "referenceNumber": "PMT60000004", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}'),
	(1234567890, 60000005, '2024-12-13 00:00:00+00', 'Cash', '1', 'PMT60000005', NULL, NULL, NULL, 1000033, NULL, 306, 10082.63, 0.00, 40000003, '10000003', '{40000003,40000005,40000009,40000014}', '[{"appliedBy": "system", "appliedId": 70000008, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000003, "appliedAmount": "4100.92", "appliedToReferenceNumber": "10000003"}, {"appliedBy": "system", "appliedId": 70000009, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000005, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000005"}, {"appliedBy": "system", "appliedId": 70000010, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000009, "appliedAmount": "5200.00", "appliedToReferenceNumber": "10000009"}, {"appliedBy": "system", "appliedId": 70000011, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000014, "appliedAmount": "319.71", "appliedToReferenceNumber": "10000014"}]', NULL, '{}', '{"id": 1000033, "name": "Sunrise Church"}', '{"id": 306, "name": "Electrical - Service"}', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', NULL, NULL, 'Pending', 'system', true, NULL, '2024-12-13 22:03:12.426595+00', '2024-12-13 22:03:12.426595+00', '2026-11-26 04:59:46.442885+00', '2026-11-26 04:59:46.442885+00', '{"id": 60000005, "date": "2024-12-13T00:00:00Z", "memo": null, "type": "Cash", "batch": null, "total": "10082.63", "active": true, "typeId": "1", "deposit": null, "authCode": null, "customer": {"id": 1000033, "name": "Sunrise Church"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000008, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000003, "appliedAmount": "4100.92", "appliedToReferenceNumber": "10000003"}, {"appliedBy": "system", "appliedId": 70000009, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000005, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000005"}, {"appliedBy": "system", "appliedId": 70000010, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000009, "appliedAmount": "5200.00", "appliedToReferenceNumber": "10000009"}, {"appliedBy": "system", "appliedId": 70000011, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000014, "appliedAmount": "319.71", "appliedToReferenceNumber": "10000014"}], "createdBy": "system", "createdOn": "2024-12-13T22:03:12.4265951Z", "modifiedOn": "2024-12-13T22:03:12.4265951Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 306, "name": "Electrical - Service"}, "customFields": [], "referenceNumber": "PMT60000005", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}');
INSERT INTO servicetitan.st_tag_types VALUES
	(1234567890, 103, 'Pets in home', 'PIH', '#152797', NULL, false, true, false, true, NULL, '2019-07-08 03:43:06.550475+00', '2019-07-08 03:43:06.550475+00', '2026-11-26 04:59:46.496237+00', '2026-11-26 04:59:46.496237+00', '{"id": 103, "code": "PIH", "name": "Pets in home", "color": "#152797", "active": true, "createdOn": "2019-07-08T03:43:06.5504759Z", "importance": null, "modifiedOn": "2019-07-08T03:43:06.5504759Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}'),
	(1234567890, 104, 'Gate code', 'GC', '#be30dc', 'Medium', false, false, false, true, NULL, '2019-05-17 19:01:56+00', '2023-12-04 06:30:34.954013+00', '2026-11-26 04:59:46.496237+00', '2026-11-26 04:59:46.496237+00', '{"id": 104, "code": "GC", "name": "Gate code", "color": "#be30dc", "active": true, "createdOn": "2019-05-17T19:01:56Z", "importance": "Medium", "modifiedOn": "2023-12-04T06:30:34.9540137Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": false, "allowToUseOnTimesheetActivity": false}'),
	(1234567890, 105, 'Do not text', 'DNT', '#046e81', 'High', true, true, false, true, NULL, '2020-12-17 17:34:38.900747+00', '2023-12-31 17:16:05.832639+00', '2026-11-26 04:59:46.496237+00', '2026-11-26 04:59:46.496237+00', '{"id": 105, "code": "DNT", "name": "Do not text", "color": "#046e81", "active": true, "createdOn": "2020-12-17T17:34:38.9007474Z", "importance": "High", "modifiedOn": "2023-12-31T17:16:05.8326396Z", "isConversionOpportunity": true, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}'),
	(1234567890, 102, 'Member', 'M', '#fe142c', 'High', false, false, false, true, NULL, '2022-03-24 02:56:48.966748+00', '2024-05-08 03:13:00.278689+00', '2026-11-26 04:59:46.496237+00', '2026-11-26 04:59:46.496237+00', '{"id": 102, "code": "M", "name": "Member", "color": "#fe142c", "active": true, "createdOn": "2022-03-24T02:56:48.9667489Z", "importance": "High", "modifiedOn": "2024-05-08T03:13:00.2786893Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": false, "allowToUseOnTimesheetActivity": false}'),
	(1234567890, 101, 'VIP', 'V', '#bb1b37', 'Medium', true, true, false, true, NULL, '2022-05-21 11:24:52.121762+00', '2025-06-08 03:51:11.302633+00', '2026-11-26 04:59:46.496237+00', '2026-11-26 04:59:46.496237+00', '{"id": 101, "code": "V", "name": "VIP", "color": "#bb1b37", "active": true, "createdOn": "2022-05-21T11:24:52.1217629Z", "importance": "Medium", "modifiedOn": "2025-06-08T03:51:11.3026333Z", "isConversionOpportunity": true, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}');
INSERT INTO servicetitan.st_technicians VALUES
	(1234567890, 602, 'Sofia Walker', 'Sofia', 'Walker', 'sofia.walker339@example.com', '6235554409', '6025558342', NULL, '{"zip": "85283", "city": "Tempe", "unit": null, "state": "AZ", "street": "2867 E Sunburst Ln", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2867 E Sunburst Ln"}', 305, 'Plumbing - Install', NULL, NULL, '{202,205}', 'Blue', '["Service"]', '[{"id": 41, "name": "Diagnostics"}]', 'ManagedTech', true, 'Dispatched', NULL, NULL, NULL, '08:00:00', '17:00:00', 'AllScheduledDispatchedWorking', 1300.00, NULL, 34.68, 3.03, 0.07, 0.00, 'P602', NULL, '2019-11-04 14:46:41.959+00', 90602, 'tech602', NULL, false, '{12}', '[]', NULL, NULL, '{}', true, NULL, '2019-11-04 14:46:41.959+00', '2021-12-19 00:43:15.807862+00', '2026-11-26 04:59:46.533815+00', '2026-11-26 04:59:46.533815+00', '{"id": 602, "bio": null, "home": {"zip": "85283", "city": "Tempe", "unit": null, "state": "AZ", "street": "2867 E Sunburst Ln", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2867 E Sunburst Ln"}, "memo": null, "name": "Sofia Walker", "team": "Blue", "email": "sofia.walker339@example.com", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Dispatched", "userId": 90602, "roleIds": [12], "zoneIds": [202, 205], "lastName": "Walker", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2019-11-04T14:46:41.959Z", "dailyGoal": 1300.00, "firstName": "Sofia", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech602", "payrollId": "P602", "positions": ["Service"], "startDate": "2019-11-04T14:46:41.959Z", "burdenRate": 3.03, "hourlyRate": 34.68, "mainZoneId": null, "modifiedOn": "2021-12-19T00:43:15.8078623Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6025558342", "permissions": [], "phoneNumber": "6235554409", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 305, "commissionRate": 0.07, "outboundCallerId": null, "payrollProfileId": null}'),
	(1234567890, 605, 'Patricia Clark', 'Patricia', 'Clark', 'patricia.clark624@example.net', '6235555643', '4805558052', NULL, '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "7560 W Lantana Dr", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "7560 W Lantana Dr"}', 304, 'Plumbing - Service', NULL, NULL, '{203,208}', 'Night Shift', '["Service"]', '[{"id": 41, "name": "Diagnostics"}]', 'ManagedTech', true, 'Dispatched', NULL, NULL, NULL, '08:00:00', '17:00:00', 'AllScheduledDispatchedWorking', 2500.00, NULL, 25.63, 8.64, 0.11, 0.00, 'P605', NULL, '2019-06-22 09:55:36.577846+00', 90605, 'tech605', NULL, false, '{12}', '[]', '<p>Patricia loves the desert.</p>', NULL, '{}', true, NULL, '2019-06-22 09:55:36.577846+00', '2022-07-03 08:35:22.950817+00', '2026-11-26 04:59:46.533815+00', '2026-11-26 04:59:46.533815+00', '{"id": 605, "bio": "<p>Patricia loves the desert.</p>", "home": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "7560 W Lantana Dr", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "7560 W Lantana Dr"}, "memo": null, "name": "Patricia Clark", "team": "Night Shift", "email": "patricia.clark624@example.net", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Dispatched", "userId": 90605, "roleIds": [12], "zoneIds": [203, 208], "lastName": "Clark", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2019-06-22T09:55:36.5778467Z", "dailyGoal": 2500.00, "firstName": "Patricia", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech605", "payrollId": "P605", "positions": ["Service"], "startDate": "2019-06-22T09:55:36.5778467Z", "burdenRate": 8.64, "hourlyRate": 25.63, "mainZoneId": null, "modifiedOn": "2022-07-03T08:35:22.950817Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "4805558052", "permissions": [], "phoneNumber": "6235555643", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 304, "commissionRate": 0.11, "outboundCallerId": null, "payrollProfileId": null}'),
	(1234567890, 604, 'Wei King', 'Wei', 'King', 'wei.king420@example.org', '6235553781', '6235558532', NULL, '{"zip": "85234", "city": "Gilbert", "unit": null, "state": "AZ", "street": "2445 W Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2445 W Ocotillo Ave"}', 303, 'HVAC - Maintenance', 202, 'Phoenix 2', '{205,206,209}', 'Night Shift', '["Service"]', '[{"id": 41, "name": "Diagnostics"}]', 'ManagedTech', true, 'Working', NULL, NULL, NULL, '08:00:00', '17:00:00', 'AllScheduledDispatchedWorking', 1900.00, NULL, 36.01, 6.72, 0.07, 0.00, 'P604', NULL, '2022-07-19 15:51:19.068+00', 90604, 'tech604', NULL, false, '{12}', '[]', NULL, NULL, '{}', true, NULL, '2022-07-19 15:51:19.068+00', '2023-04-24 08:29:28.596274+00', '2026-11-26 04:59:46.533815+00', '2026-11-26 04:59:46.533815+00', '{"id": 604, "bio": null, "home": {"zip": "85234", "city": "Gilbert", "unit": null, "state": "AZ", "street": "2445 W Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2445 W Ocotillo Ave"}, "memo": null, "name": "Wei King", "team": "Night Shift", "email": "wei.king420@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Working", "userId": 90604, "roleIds": [12], "zoneIds": [205, 206, 209], "lastName": "King", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-07-19T15:51:19.068Z", "dailyGoal": 1900.00, "firstName": "Wei", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech604", "payrollId": "P604", "positions": ["Service"], "startDate": "2022-07-19T15:51:19.068Z", "burdenRate": 6.72, "hourlyRate": 36.01, "mainZoneId": 202, "modifiedOn": "2023-04-24T08:29:28.5962746Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6235558532", "permissions": [], "phoneNumber": "6235553781", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 303, "commissionRate": 0.07, "outboundCallerId": null, "payrollProfileId": null}'),
	(1234567890, 601, 'Nancy Hill', 'Nancy', 'Hill', 'nancy.hill264@example.org', '6025551474', '6025554691', NULL, '{"zip": "85257", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "489 N Desert Willow Ct", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "489 N Desert Willow Ct"}', 303, 'HVAC - Maintenance', 204, 'Mesa 4', '{202,204}', 'Night Shift', '["Service"]', '[{"id": 41, "name": "Diagnostics"}]', 'ManagedTech', true, 'Idle', NULL, NULL, NULL, '08:00:00', '17:00:00', 'AllScheduledDispatchedWorking', 2600.00, NULL, 35.93, 7.88, 0.03, 0.00, 'P601', NULL, '2022-06-22 02:57:57.539079+00', 90601, 'tech601', NULL, false, '{12}', '[]', '<p>Nancy loves the desert.</p>', NULL, '{}', true, NULL, '2022-06-22 02:57:57.539079+00', '2025-12-22 20:49:15.506927+00', '2026-11-26 04:59:46.533815+00', '2026-11-26 04:59:46.533815+00', '{"id": 601, "bio": "<p>Nancy loves the desert.</p>", "home": {"zip": "85257", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "489 N Desert Willow Ct", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "489 N Desert Willow Ct"}, "memo": null, "name": "Nancy Hill", "team": "Night Shift", "email": "nancy.hill264@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Idle", "userId": 90601, "roleIds": [12], "zoneIds": [202, 204], "lastName": "Hill", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-06-22T02:57:57.5390797Z", "dailyGoal": 2600.00, "firstName": "Nancy", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech601", "payrollId": "P601", "positions": ["Service"], "startDate": "2022-06-22T02:57:57.5390797Z", "burdenRate": 7.88, "hourlyRate": 35.93, "mainZoneId": 204, "modifiedOn": "2025-12-22T20:49:15.5069274Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6025554691", "permissions": [], "phoneNumber": "6025551474", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 303, "commissionRate": 0.03, "outboundCallerId": null, "payrollProfileId": null}'),
	(1234567890, 603, 'Carlos Hernandez', 'Carlos', 'Hernandez', 'carlos.hernandez560@example.org', '6235552358', '6235553313', NULL, '{"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "15226 N Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "15226 N Ocotillo Ave"}', 306, NULL, 203, 'Scottsdale 3', '{202,204}', NULL, '["Service"]', '[{"id": 41, "name": "Diagnostics"}]', 'ManagedTech', true, 'Working', NULL, NULL, NULL, '08:00:00', '17:00:00', 'AllScheduledDispatchedWorking', 2500.00, NULL, 42.54, 4.78, 0.11, 0.00, 'P603', NULL, '2022-08-31 10:55:48.503784+00', 90603, 'tech603', NULL, false, '{12}', '[]', NULL, NULL, '{}', true, NULL, '2022-08-31 10:55:48.503784+00', '2026-05-21 20:00:00.123456+00', '2026-11-26 04:59:46.533815+00', '2026-11-26 04:59:46.533815+00', '{"id": 603, "bio": null, "home": {"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "15226 N Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "15226 N Ocotillo Ave"}, "memo": null, "name": "Carlos Hernandez", "team": null, "email": "carlos.hernandez560@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Working", "userId": 90603, "roleIds": [12], "zoneIds": [202, 204], "lastName": "Hernandez", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-08-31T10:55:48.5037843Z", "dailyGoal": 2500.00, "firstName": "Carlos", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech603", "payrollId": "P603", "positions": ["Service"], "startDate": "2022-08-31T10:55:48.5037843Z", "burdenRate": 4.78, "hourlyRate": 42.54, "mainZoneId": 203, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6235553313", "permissions": [], "phoneNumber": "6235552358", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 306, "commissionRate": 0.11, "outboundCallerId": null, "payrollProfileId": null}');
INSERT INTO servicetitan.transform_loads VALUES
	(1234567890, 'raw_st_job_types', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_campaigns', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_zones', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_payments', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_appointment_assignments', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_installed_equipment', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_customer_contacts', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_jobs', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_pricebook_equipment', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_call_reasons', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_location_contacts', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_appointments', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_estimates', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_employees', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_pricebook_services', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_tag_types', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_technicians', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_locations', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_custom_field_types', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_pricebook_categories', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_teams', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_invoices', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_pricebook_materials', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_customers', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00'),
	(1234567890, 'raw_st_business_units', '1795669178.0180368', 1, '2026-11-26 04:59:44.95978+00');
INSERT INTO servicetitan.transform_progress VALUES
	('st_business_units', 1, 'ca4bf1c94f49c9a1acf2e7a9d0846a90 f46843d023c7a768f5fe9e3c58af1879', '2026-11-26 04:59:45.113457+00'),
	('st_call_reasons', 1, 'ae3446bfd6390ef4b3263cd9c66fcd38 3734e09fe518a72f15c717eaca75005c', '2026-11-26 04:59:45.133807+00'),
	('st_campaigns', 1, 'efff611b78adcd6ef0e848260b746ff9 2e289bcade152810c53781d8e785e50f', '2026-11-26 04:59:45.133933+00'),
	('st_appointments', 1, '31fbe4fcffffd05874fafc6081acc37c ec6f820258bd4a87efb7f7bfe3400bd5', '2026-11-26 04:59:45.13399+00'),
	('st_custom_fields', 1, '9d6a10fea123350c66a7934ef65cc925 03ed5e0f82c579a57603445a7db02929', '2026-11-26 04:59:45.700309+00'),
	('st_employees', 1, 'a9f46e5a8bca1d4461c02aa58d2fce8f fecc6de2394f9cc4712b7aa46009ab35', '2026-11-26 04:59:45.739845+00'),
	('st_customers', 1, 'bc74a7de35982202ea9923a10cfbeaad 3b8c2913f7fe4be776ea6d9421631c23', '2026-11-26 04:59:45.719866+00'),
	('st_estimates', 1, '01a03504dc97b5a09383c460e99a5b95 f072a54bd611e68dbf020fc121c0a6ac', '2026-11-26 04:59:45.777737+00'),
	('st_installed_equipment', 1, '47c7bd28641c01e7615f22ac2d71ba6e 5064231f5d37fc9d69c7d96d5293f2aa', '2026-11-26 04:59:45.924624+00'),
	('st_job_types', 1, 'db9e31c52c4a66eba1da6424200d165d b90f50c362937e92584c997d954d8e56', '2026-11-26 04:59:46.107029+00'),
	('st_invoices', 1, '7e8a560e01f2ea882ce3098927ae8b8e eed9b02d374ce90ac3c98bbe9ffe8f3b', '2026-11-26 04:59:46.094874+00'),
	('st_jobs', 1, 'd9365cda8d8d3ec560973d8b26e4be81 f7c722b0527ef7e87d8c48d3b27b190c', '2026-11-26 04:59:46.163142+00'),
	('st_locations', 1, '47233a28e9eb56be8d7c72a3a4cd0026 2637716e4a6791cffa97b680ff4855a0', '2026-11-26 04:59:46.253541+00'),
	('st_payments', 1, '2cd9b8a27ab7872a17365cacbfc9ec7a 62d052557ca7b31d3ff504e7af7737a5', '2026-11-26 04:59:46.442885+00'),
	('st_technicians', 1, 'd4325e03367f91fc8a7a8bf1b347d9b9 28d86b272e684d9c1bdf8c232d0a1685', '2026-11-26 04:59:46.533815+00'),
	('st_tag_types', 1, '8357644671b5d04780d0e73a97edde2b 0089123ddb35a8b136369f80b7be9540', '2026-11-26 04:59:46.496237+00');
INSERT INTO servicetitan_raw.raw_loads OVERRIDING SYSTEM VALUE VALUES
	(1234567890, 'raw_st_pricebook_services', '1795669178.0180368', 66, '2026-11-26 04:59:38.793558+00', 1),
	(1234567890, 'raw_st_invoices', '1795669178.0180368', 61, '2026-11-26 04:59:38.793443+00', 2),
	(1234567890, 'raw_st_jobs', '1795669178.0180368', 60, '2026-11-26 04:59:38.836049+00', 3),
	(1234567890, 'raw_st_pricebook_equipment', '1795669178.0180368', 44, '2026-11-26 04:59:38.849662+00', 4),
	(1234567890, 'raw_st_pricebook_materials', '1795669178.0180368', 51, '2026-11-26 04:59:38.854721+00', 5),
	(1234567890, 'raw_st_appointments', '1795669178.0180368', 72, '2026-11-26 04:59:38.869752+00', 6),
	(1234567890, 'raw_st_estimates', '1795669178.0180368', 25, '2026-11-26 04:59:38.870485+00', 7),
	(1234567890, 'raw_st_payments', '1795669178.0180368', 34, '2026-11-26 04:59:38.886925+00', 8),
	(1234567890, 'raw_st_appointment_assignments', '1795669178.0180368', 84, '2026-11-26 04:59:38.888871+00', 9),
	(1234567890, 'raw_st_installed_equipment', '1795669178.0180368', 37, '2026-11-26 04:59:38.907021+00', 10),
	(1234567890, 'raw_st_custom_field_types', '1795669178.0180368', 84, '2026-11-26 04:59:38.908701+00', 11),
	(1234567890, 'raw_st_customer_contacts', '1795669178.0180368', 45, '2026-11-26 04:59:38.924121+00', 12),
	(1234567890, 'raw_st_locations', '1795669178.0180368', 30, '2026-11-26 04:59:38.926645+00', 13),
	(1234567890, 'raw_st_pricebook_categories', '1795669178.0180368', 24, '2026-11-26 04:59:38.939803+00', 14),
	(1234567890, 'raw_st_location_contacts', '1795669178.0180368', 35, '2026-11-26 04:59:38.94142+00', 15),
	(1234567890, 'raw_st_customers', '1795669178.0180368', 20, '2026-11-26 04:59:38.955828+00', 16),
	(1234567890, 'raw_st_technicians', '1795669178.0180368', 9, '2026-11-26 04:59:38.956152+00', 17),
	(1234567890, 'raw_st_business_units', '1795669178.0180368', 8, '2026-11-26 04:59:38.975668+00', 18),
	(1234567890, 'raw_st_job_types', '1795669178.0180368', 20, '2026-11-26 04:59:38.974395+00', 19),
	(1234567890, 'raw_st_tag_types', '1795669178.0180368', 18, '2026-11-26 04:59:38.99283+00', 20),
	(1234567890, 'raw_st_employees', '1795669178.0180368', 10, '2026-11-26 04:59:38.989646+00', 21),
	(1234567890, 'raw_st_campaigns', '1795669178.0180368', 14, '2026-11-26 04:59:39.007766+00', 22),
	(1234567890, 'raw_st_zones', '1795669178.0180368', 9, '2026-11-26 04:59:39.008452+00', 23),
	(1234567890, 'raw_st_teams', '1795669178.0180368', 6, '2026-11-26 04:59:39.023552+00', 24),
	(1234567890, 'raw_st_call_reasons', '1795669178.0180368', 12, '2026-11-26 04:59:39.02258+00', 25);
INSERT INTO servicetitan_raw.raw_st_appointment_assignments VALUES
	(1234567890, 30000001, 605, 'Patricia Clark', 509, '2024-07-10 23:33:08.172565+00', 'Done', false, 10000001, 20000001, '2024-07-10 23:33:08.172565+00', '2024-07-11 17:00:00+00', true, '2026-11-26 04:59:37.255284+00', NULL, '{"id": 30000001, "jobId": 10000001, "active": true, "status": "Done", "isPaused": false, "createdOn": "2024-07-10T23:33:08.1725653Z", "assignedOn": "2024-07-10T23:33:08.1725653Z", "modifiedOn": "2024-07-11T17:00:00Z", "assignedById": 509, "technicianId": 605, "appointmentId": 20000001, "technicianName": "Patricia Clark"}', '1795669178.0180368'),
	(1234567890, 30000002, 602, 'Sofia Walker', 509, '2024-07-11 15:36:25.591+00', 'Done', false, 10000001, 20000002, '2024-07-11 15:36:25.591+00', '2024-07-15 21:00:00+00', true, '2026-11-26 04:59:37.255284+00', NULL, '{"id": 30000002, "jobId": 10000001, "active": true, "status": "Done", "isPaused": false, "createdOn": "2024-07-11T15:36:25.591Z", "assignedOn": "2024-07-11T15:36:25.591Z", "modifiedOn": "2024-07-15T21:00:00Z", "assignedById": 509, "technicianId": 602, "appointmentId": 20000002, "technicianName": "Sofia Walker"}', '1795669178.0180368'),
	(1234567890, 30000003, 608, 'Elena Johnson', 504, '2024-07-11 04:39:57.07645+00', 'Done', false, 10000001, 20000002, '2024-07-11 04:39:57.07645+00', '2024-07-15 21:00:00+00', true, '2026-11-26 04:59:37.255284+00', NULL, '{"id": 30000003, "jobId": 10000001, "active": true, "status": "Done", "isPaused": false, "createdOn": "2024-07-11T04:39:57.0764509Z", "assignedOn": "2024-07-11T04:39:57.0764509Z", "modifiedOn": "2024-07-15T21:00:00Z", "assignedById": 504, "technicianId": 608, "appointmentId": 20000002, "technicianName": "Elena Johnson"}', '1795669178.0180368'),
	(1234567890, 30000004, 607, 'Ruth Lewis', 506, '2024-07-14 21:28:11.852+00', 'Done', false, 10000002, 20000003, '2024-07-14 21:28:11.852+00', '2024-07-15 21:00:00+00', true, '2026-11-26 04:59:37.255284+00', NULL, '{"id": 30000004, "jobId": 10000002, "active": true, "status": "Done", "isPaused": false, "createdOn": "2024-07-14T21:28:11.852Z", "assignedOn": "2024-07-14T21:28:11.852Z", "modifiedOn": "2024-07-15T21:00:00Z", "assignedById": 506, "technicianId": 607, "appointmentId": 20000003, "technicianName": "Ruth Lewis"}', '1795669178.0180368'),
	(1234567890, 30000005, 607, 'Ruth Lewis', 504, '2024-07-26 01:43:27.02392+00', 'Done', false, 10000003, 20000004, '2024-07-26 01:43:27.02392+00', '2024-07-27 23:00:00+00', true, '2026-11-26 04:59:37.255284+00', NULL, '{"id": 30000005, "jobId": 10000003, "active": true, "status": "Done", "isPaused": false, "createdOn": "2024-07-26T01:43:27.0239208Z", "assignedOn": "2024-07-26T01:43:27.0239208Z", "modifiedOn": "2024-07-27T23:00:00Z", "assignedById": 504, "technicianId": 607, "appointmentId": 20000004, "technicianName": "Ruth Lewis"}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_appointments VALUES
	(1234567890, 20000001, 10000001, '10000001-1', '2024-07-11 15:00:00+00', '2024-07-11 17:00:00+00', 'Done', NULL, '2024-07-10 23:32:55.811518+00', '2024-07-12 08:54:25.782906+00', 1000025, false, 501, true, true, '2024-07-11 15:00:00+00', '2024-07-11 17:00:00+00', '2026-11-26 04:59:37.29394+00', NULL, '{"id": 20000001, "end": "2024-07-11T17:00:00Z", "jobId": 10000001, "start": "2024-07-11T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-10T23:32:55.8115187Z", "customerId": 1000025, "modifiedOn": "2024-07-12T08:54:25.7829065Z", "createdById": 501, "isConfirmed": true, "arrivalWindowEnd": "2024-07-11T17:00:00Z", "appointmentNumber": "10000001-1", "arrivalWindowStart": "2024-07-11T15:00:00Z", "specialInstructions": null}', '1795669178.0180368'),
	(1234567890, 20000002, 10000001, '10000001-2', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', 'Done', NULL, '2024-07-10 23:32:55.811518+00', '2024-07-16 13:16:40.889102+00', 1000025, false, 509, true, true, '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', '2026-11-26 04:59:37.29394+00', NULL, '{"id": 20000002, "end": "2024-07-15T21:00:00Z", "jobId": 10000001, "start": "2024-07-15T19:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-10T23:32:55.8115187Z", "customerId": 1000025, "modifiedOn": "2024-07-16T13:16:40.8891023Z", "createdById": 509, "isConfirmed": true, "arrivalWindowEnd": "2024-07-15T21:00:00Z", "appointmentNumber": "10000001-2", "arrivalWindowStart": "2024-07-15T19:00:00Z", "specialInstructions": null}', '1795669178.0180368'),
	(1234567890, 20000003, 10000002, '10000002-1', '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', 'Done', NULL, '2024-07-14 20:02:02.865113+00', '2024-07-17 16:12:04.079635+00', 1000017, false, 508, false, true, '2024-07-15 19:00:00+00', '2024-07-15 21:00:00+00', '2026-11-26 04:59:37.29394+00', NULL, '{"id": 20000003, "end": "2024-07-15T21:00:00Z", "jobId": 10000002, "start": "2024-07-15T19:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-14T20:02:02.8651131Z", "customerId": 1000017, "modifiedOn": "2024-07-17T16:12:04.0796353Z", "createdById": 508, "isConfirmed": false, "arrivalWindowEnd": "2024-07-15T21:00:00Z", "appointmentNumber": "10000002-1", "arrivalWindowStart": "2024-07-15T19:00:00Z", "specialInstructions": null}', '1795669178.0180368'),
	(1234567890, 20000004, 10000003, '10000003-1', '2024-07-27 15:00:00+00', '2024-07-27 17:00:00+00', 'Done', NULL, '2024-07-25 14:31:55.29696+00', '2024-07-28 09:56:12.150631+00', 1000033, false, 504, false, true, '2024-07-27 15:00:00+00', '2024-07-27 23:00:00+00', '2026-11-26 04:59:37.29394+00', NULL, '{"id": 20000004, "end": "2024-07-27T23:00:00Z", "jobId": 10000003, "start": "2024-07-27T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-07-25T14:31:55.2969601Z", "customerId": 1000033, "modifiedOn": "2024-07-28T09:56:12.1506313Z", "createdById": 504, "isConfirmed": false, "arrivalWindowEnd": "2024-07-27T17:00:00Z", "appointmentNumber": "10000003-1", "arrivalWindowStart": "2024-07-27T15:00:00Z", "specialInstructions": null}', '1795669178.0180368'),
	(1234567890, 20000005, 10000004, '10000004-1', NULL, NULL, 'Done', NULL, '2024-08-18 15:44:31.679333+00', '2024-08-22 11:45:16.90818+00', 1000045, false, 510, true, true, '2024-08-19 15:00:00+00', '2024-08-19 17:00:00+00', '2026-11-26 04:59:37.29394+00', NULL, '{"id": 20000005, "end": "2024-08-19T17:00:00Z", "jobId": 10000004, "start": "2024-08-19T15:00:00Z", "active": true, "status": "Done", "unused": false, "createdOn": "2024-08-18T15:44:31.6793335Z", "customerId": 1000045, "modifiedOn": "2024-08-22T11:45:16.9081808Z", "createdById": 510, "isConfirmed": true, "arrivalWindowEnd": null, "appointmentNumber": "10000004-1", "arrivalWindowStart": null, "specialInstructions": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_business_units VALUES
	(1234567890, 301, true, 'HVAC - Service', 'Saguaro Home Services - HVAC - Service', 'unit0@example.com', 'USD', '<h1>HVAC - Service</h1>', '<p>Thank you!</p>', 0.09, NULL, NULL, NULL, NULL, 'HVAC:Service', '4000', NULL, NULL, NULL, '[]', '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-03-28T17:17:38.0552819Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '2019-03-28 17:17:38.055281+00', '2019-04-11 03:44:21.771262+00', '[]', '4805552141', 'HVAC', 'Service', '2026-11-26 04:59:37.673314+00', NULL, '{"id": 301, "name": "HVAC - Service", "email": "unit0@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-03-28T17:17:38.0552819Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": null, "currency": "USD", "division": {"id": 21, "name": "Service"}, "createdOn": "2019-03-28T17:17:38.0552819Z", "modifiedOn": "2019-04-11T03:44:21.771262Z", "tagTypeIds": [], "accountCode": "4000", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "4805552141", "externalData": [], "officialName": "Saguaro Home Services - HVAC - Service", "invoiceHeader": "<h1>HVAC - Service</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Service", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}', '1795669178.0180368'),
	(1234567890, 305, true, 'Plumbing - Install', 'Saguaro Home Services - Plumbing - Install', 'unit4@example.com', 'USD', '<h1>Plumbing - Install</h1>', '<p>Thank you!</p>', 0.09, NULL, NULL, '{"zip": "85213", "city": "Mesa", "unit": null, "state": "AZ", "street": "6007 N Camelback Rd", "country": "USA", "latitude": 33.405056, "longitude": -111.791943, "isMilitary": false, "isManualCoordinates": false}', NULL, 'Plumbing:Install', '4400', NULL, NULL, NULL, '[]', '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-09-08T13:56:30.3381741Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '2019-09-08 13:56:30.338174+00', '2021-05-17 06:56:52.396094+00', '[]', '6235554677', 'Plumbing', 'Install', '2026-11-26 04:59:37.673314+00', NULL, '{"id": 305, "name": "Plumbing - Install", "email": "unit4@example.com", "trade": {"id": 12, "name": "Plumbing"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2019-09-08T13:56:30.3381741Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85213", "city": "Mesa", "unit": null, "state": "AZ", "street": "6007 N Camelback Rd", "country": "USA", "latitude": 33.405056, "longitude": -111.791943, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 22, "name": "Install"}, "createdOn": "2019-09-08T13:56:30.3381741Z", "modifiedOn": "2021-05-17T06:56:52.3960946Z", "tagTypeIds": [], "accountCode": "4400", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235554677", "externalData": [], "officialName": "Saguaro Home Services - Plumbing - Install", "invoiceHeader": "<h1>Plumbing - Install</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "Plumbing:Install", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}', '1795669178.0180368'),
	(1234567890, 302, true, 'HVAC - Install', 'Saguaro Home Services - HVAC - Install', 'unit1@example.com', 'USD', '<h1>HVAC - Install</h1>', '<p>Thank you!</p>', 0.09, NULL, NULL, '{"zip": "85226", "city": "Chandler", "unit": null, "state": "AZ", "street": "4762 N Thomas Rd", "country": "USA", "latitude": 33.334102, "longitude": -111.795614, "isMilitary": false, "isManualCoordinates": false}', NULL, 'HVAC:Install', '4100', NULL, NULL, NULL, '[]', '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2021-03-03T01:50:10.4371427Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '2021-03-03 01:50:10.437142+00', '2022-07-30 16:51:51.686981+00', NULL, '6235553002', 'HVAC', 'Install', '2026-11-26 04:59:37.673314+00', NULL, '{"id": 302, "name": "HVAC - Install", "email": "unit1@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2021-03-03T01:50:10.4371427Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85226", "city": "Chandler", "unit": null, "state": "AZ", "street": "4762 N Thomas Rd", "country": "USA", "latitude": 33.334102, "longitude": -111.795614, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 22, "name": "Install"}, "createdOn": "2021-03-03T01:50:10.4371427Z", "modifiedOn": "2022-07-30T16:51:51.6869819Z", "tagTypeIds": [], "accountCode": "4100", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235553002", "externalData": null, "officialName": "Saguaro Home Services - HVAC - Install", "invoiceHeader": "<h1>HVAC - Install</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Install", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}', '1795669178.0180368'),
	(1234567890, 303, true, 'HVAC - Maintenance', 'Saguaro Home Services - HVAC - Maintenance', 'unit2@example.com', 'USD', '<h1>HVAC - Maintenance</h1>', '<p>Thank you!</p>', 0.09, NULL, NULL, '{"zip": "85224", "city": "Chandler", "unit": null, "state": "AZ", "street": "17411 E Quail Run", "country": "USA", "latitude": 33.329273, "longitude": -111.83763, "isMilitary": false, "isManualCoordinates": false}', NULL, 'HVAC:Maintenance', '4200', NULL, NULL, NULL, '[]', '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2020-12-14T11:48:47.7336792Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '2020-12-14 11:48:47.733679+00', '2023-04-23 03:49:13.667341+00', '[]', '6025559050', 'HVAC', 'Maintenance', '2026-11-26 04:59:37.673314+00', NULL, '{"id": 303, "name": "HVAC - Maintenance", "email": "unit2@example.com", "trade": {"id": 11, "name": "HVAC"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2020-12-14T11:48:47.7336792Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": {"zip": "85224", "city": "Chandler", "unit": null, "state": "AZ", "street": "17411 E Quail Run", "country": "USA", "latitude": 33.329273, "longitude": -111.83763, "isMilitary": false, "isManualCoordinates": false}, "currency": "USD", "division": {"id": 23, "name": "Maintenance"}, "createdOn": "2020-12-14T11:48:47.7336792Z", "modifiedOn": "2023-04-23T03:49:13.6673412Z", "tagTypeIds": [], "accountCode": "4200", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6025559050", "externalData": [], "officialName": "Saguaro Home Services - HVAC - Maintenance", "invoiceHeader": "<h1>HVAC - Maintenance</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "HVAC:Maintenance", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}', '1795669178.0180368'),
	(1234567890, 304, true, 'Plumbing - Service', 'Saguaro Home Services - Plumbing - Service', 'unit3@example.com', 'USD', '<h1>Plumbing - Service</h1>', '<p>Thank you!</p>', 0.09, NULL, NULL, NULL, NULL, 'Plumbing:Service', '4300', NULL, NULL, NULL, '[]', '{"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2022-04-17T14:03:27.568463Z", "accountCode": null, "conceptCode": null, "franchiseId": null}', '2022-04-17 14:03:27.568463+00', '2024-04-14 13:59:24.797697+00', NULL, '6235555126', 'Plumbing', 'Service', '2026-11-26 04:59:37.673314+00', NULL, '{"id": 304, "name": "Plumbing - Service", "email": "unit3@example.com", "trade": {"id": 12, "name": "Plumbing"}, "active": true, "tenant": {"id": 1234567890, "name": "Saguaro Home Services", "modifiedOn": "2022-04-17T14:03:27.568463Z", "accountCode": null, "conceptCode": null, "franchiseId": null}, "address": null, "currency": "USD", "division": {"id": 21, "name": "Service"}, "createdOn": "2022-04-17T14:03:27.568463Z", "modifiedOn": "2024-04-14T13:59:24.797697Z", "tagTypeIds": [], "accountCode": "4300", "conceptCode": null, "franchiseId": null, "materialSku": null, "phoneNumber": "6235555126", "externalData": null, "officialName": "Saguaro Home Services - Plumbing - Service", "invoiceHeader": "<h1>Plumbing - Service</h1>", "defaultTaxRate": 0.09, "invoiceMessage": "<p>Thank you!</p>", "quickbooksClass": "Plumbing:Service", "authorizationParagraph": null, "corporateContractNumber": null, "acknowledgementParagraph": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_call_reasons VALUES
	(1234567890, 851, 'New customer', true, true, '2022-10-18 19:27:56.555099+00', '2025-07-18 21:27:43.373224+00', '2026-11-26 04:59:37.623149+00', NULL, '{"id": 851, "name": "New customer", "active": true, "isLead": true, "createdOn": "2022-10-18T19:27:56.5550993Z", "modifiedOn": "2025-07-18T21:27:43.3732248Z"}', '1795669178.0180368'),
	(1234567890, 852, 'Existing customer', true, true, '2021-12-13 10:35:24.602019+00', '2021-12-13 10:35:24.602019+00', '2026-11-26 04:59:37.623149+00', NULL, '{"id": 852, "name": "Existing customer", "active": true, "isLead": true, "createdOn": "2021-12-13T10:35:24.6020198Z", "modifiedOn": "2021-12-13T10:35:24.6020198Z"}', '1795669178.0180368'),
	(1234567890, 853, 'Price shopper', true, true, '2022-12-17 03:15:49.78+00', '2023-01-23 16:07:10.848155+00', '2026-11-26 04:59:37.623149+00', NULL, '{"id": 853, "name": "Price shopper", "active": true, "isLead": true, "createdOn": "2022-12-17T03:15:49.78Z", "modifiedOn": "2023-01-23T16:07:10.8481558Z"}', '1795669178.0180368'),
	(1234567890, 854, 'Estimate request', true, true, '2022-03-12 11:23:39.673+00', '2023-07-03 00:57:07.589215+00', '2026-11-26 04:59:37.623149+00', NULL, '{"id": 854, "name": "Estimate request", "active": true, "isLead": true, "createdOn": "2022-03-12T11:23:39.673Z", "modifiedOn": "2023-07-03T00:57:07.5892155Z"}', '1795669178.0180368'),
	(1234567890, 855, 'Warranty question', false, true, '2020-01-27 00:41:44.968+00', '2020-01-27 00:41:44.968+00', '2026-11-26 04:59:37.623149+00', NULL, '{"id": 855, "name": "Warranty question", "active": true, "isLead": false, "createdOn": "2020-01-27T00:41:44.968Z", "modifiedOn": "2020-01-27T00:41:44.968Z"}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_campaigns VALUES
	(1234567890, 401, 'Google Ads', '2021-04-18 07:06:11.881413+00', '2019-10-11 12:58:13.580879+00', true, true, '{"id": 453, "name": "Online", "active": true}', 'Online', NULL, NULL, NULL, NULL, '[]', 453, '2026-11-26 04:59:37.489414+00', NULL, '{"id": 401, "name": "Google Ads", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2019-10-11T12:58:13.5808792Z", "modifiedOn": "2021-04-18T07:06:11.8814132Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": true, "campaignPhoneNumbers": []}', '1795669178.0180368'),
	(1234567890, 402, 'Google Business Profile', '2025-11-05 01:40:14.217141+00', '2021-04-04 23:40:01.583103+00', true, false, '{"id": 453, "name": "Online", "active": true}', 'Online', NULL, NULL, NULL, NULL, '["6025552259"]', 453, '2026-11-26 04:59:37.489414+00', NULL, '{"id": 402, "name": "Google Business Profile", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2021-04-04T23:40:01.5831035Z", "modifiedOn": "2025-11-05T01:40:14.2171419Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": ["6025552259"]}', '1795669178.0180368'),
	(1234567890, 403, 'Facebook', '2022-09-09 00:25:38.753495+00', '2022-09-09 00:25:38.753495+00', true, false, '{"id": 453, "name": "Online", "active": true}', 'Online', NULL, NULL, NULL, NULL, '[]', 453, '2026-11-26 04:59:37.489414+00', NULL, '{"id": 403, "name": "Facebook", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2022-09-09T00:25:38.7534955Z", "modifiedOn": "2022-09-09T00:25:38.7534955Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": []}', '1795669178.0180368'),
	(1234567890, 404, 'Website', '2022-05-28 07:38:23.812674+00', '2019-10-18 15:12:47.679177+00', true, false, '{"id": 453, "name": "Online", "active": true}', 'Online', NULL, NULL, NULL, NULL, '["6235550538"]', 453, '2026-11-26 04:59:37.489414+00', NULL, '{"id": 404, "name": "Website", "active": true, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2019-10-18T15:12:47.6791777Z", "modifiedOn": "2022-05-28T07:38:23.812674Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": ["6235550538"]}', '1795669178.0180368'),
	(1234567890, 405, 'Yelp', '2023-05-25 03:06:28.814712+00', '2022-03-30 19:33:48.238494+00', false, false, '{"id": 453, "name": "Online", "active": true}', 'Online', NULL, NULL, NULL, NULL, '[]', 453, '2026-11-26 04:59:37.489414+00', NULL, '{"id": 405, "name": "Yelp", "active": false, "medium": null, "source": "Online", "category": {"id": 453, "name": "Online", "active": true}, "createdOn": "2022-03-30T19:33:48.2384945Z", "modifiedOn": "2023-05-25T03:06:28.8147122Z", "otherMedium": null, "otherSource": null, "businessUnit": null, "isDefaultCampaign": false, "campaignPhoneNumbers": []}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_custom_field_types VALUES
	(1234567890, 'ApBill', 71, 'Gate code', 'Text', '[]', '2022-10-05 00:36:03.091+00', '2022-10-05 00:36:03.091+00', '2026-11-26 04:59:37.573295+00', NULL, '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2022-10-05T00:36:03.091Z", "modifiedOn": "2022-10-05T00:36:03.091Z", "dataTypeOptions": []}', '1795669178.0180368'),
	(1234567890, 'ApCredit', 71, 'Gate code', 'Text', '[]', '2023-11-24 11:17:05.41+00', '2025-07-31 18:29:39.579535+00', '2026-11-26 04:59:37.656793+00', NULL, '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-11-24T11:17:05.41Z", "modifiedOn": "2025-07-31T18:29:39.5795354Z", "dataTypeOptions": []}', '1795669178.0180368'),
	(1234567890, 'ApPayment', 71, 'Gate code', 'Text', '[]', '2023-07-05 02:26:53.702814+00', '2023-07-05 02:26:53.702814+00', '2026-11-26 04:59:37.69235+00', NULL, '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-07-05T02:26:53.7028146Z", "modifiedOn": "2023-07-05T02:26:53.7028146Z", "dataTypeOptions": []}', '1795669178.0180368'),
	(1234567890, 'CreditMemo', 71, 'Gate code', 'Text', '[]', '2021-11-02 10:29:18.738862+00', '2023-08-29 21:36:39+00', '2026-11-26 04:59:37.707+00', NULL, '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2021-11-02T10:29:18.7388629Z", "modifiedOn": "2023-08-29T21:36:39Z", "dataTypeOptions": []}', '1795669178.0180368'),
	(1234567890, 'Customer', 71, 'Gate code', 'Text', '[]', '2023-12-20 06:56:24.267762+00', '2024-03-12 17:07:26.707269+00', '2026-11-26 04:59:37.724283+00', NULL, '{"id": 71, "name": "Gate code", "dataType": "Text", "createdOn": "2023-12-20T06:56:24.2677624Z", "modifiedOn": "2024-03-12T17:07:26.7072697Z", "dataTypeOptions": []}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_customer_contacts VALUES
	(1234567890, 3000004, '2021-07-24 08:01:00.225239+00', '{"doNotText": false, "phoneNumber": "6025555515"}', '2021-06-25 23:00:00.09514+00', NULL, 'MobilePhone', '6025555515', NULL, 1000001, true, '2026-11-26 04:59:37.455694+00', NULL, '{"id": 3000004, "memo": null, "type": "MobilePhone", "value": "6025555515", "active": true, "createdOn": "2021-06-25T23:00:00.0951407Z", "customerId": 1000001, "modifiedOn": "2021-07-24T08:01:00.2252395Z", "preferences": null, "phoneSettings": {"doNotText": false, "phoneNumber": "6025555515"}}', '1795669178.0180368'),
	(1234567890, 3000010, '2021-08-05 04:32:01.997529+00', '{"doNotText": false, "phoneNumber": null}', NULL, '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}', 'Email', 'robert.carter105@example.org', NULL, 1000001, true, '2026-11-26 04:59:37.455694+00', NULL, '{"id": 3000010, "memo": null, "type": "Email", "value": "robert.carter105@example.org", "active": true, "createdOn": "0001-01-01T00:00:00Z", "customerId": 1000001, "modifiedOn": "2021-08-05T04:32:01.9975298Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": null}}', '1795669178.0180368'),
	(1234567890, 3000013, '2021-09-25 15:00:00.983365+00', '{"doNotText": true, "phoneNumber": "4805552369"}', '2021-09-25 15:00:00.983365+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}', 'MobilePhone', '4805552369', 'home', 1000005, true, '2026-11-26 04:59:37.455694+00', NULL, '{"id": 3000013, "memo": "home", "type": "MobilePhone", "value": "4805552369", "active": true, "createdOn": "2021-09-25T15:00:00.9833652Z", "customerId": 1000005, "modifiedOn": "2021-09-25T15:00:00.9833652Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": true, "phoneNumber": "4805552369"}}', '1795669178.0180368'),
	(1234567890, 3000007, '2021-10-15 04:18:58.588841+00', '{"doNotText": false, "phoneNumber": "4805551650"}', '2021-06-25 23:00:00.09514+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}', 'MobilePhone', '4805551650', 'ask for the manager', 1000001, true, '2026-11-26 04:59:37.455694+00', NULL, '{"id": 3000007, "memo": "ask for the manager", "type": "MobilePhone", "value": "4805551650", "active": true, "createdOn": "2021-06-25T23:00:00.0951407Z", "customerId": 1000001, "modifiedOn": "2021-10-15T04:18:58.588841Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": "4805551650"}}', '1795669178.0180368'),
	(1234567890, 3000016, '2022-02-15 15:05:52.336402+00', '{"doNotText": false, "phoneNumber": null}', '2021-09-25 15:00:00.983365+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}', 'Email', 'amir.begay279@example.com', NULL, 1000005, true, '2026-11-26 04:59:37.455694+00', NULL, '{"id": 3000016, "memo": null, "type": "Email", "value": "amir.begay279@example.com", "active": true, "createdOn": "2021-09-25T15:00:00.9833652Z", "customerId": 1000005, "modifiedOn": "2022-02-15T15:05:52.336402Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": null}}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_customers VALUES
	(1234567890, 1000005, true, 'Amir Begay', 'Residential', '{"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}', '[]', 0.00, false, '[]', false, false, false, '2021-09-25 15:00:00.983365+00', 505, '2022-01-27 17:48:20.145074+00', NULL, NULL, NULL, NULL, '[{"key": "crmId", "value": "EXT-1000005"}]', '2026-11-26 04:59:37.639836+00', NULL, '{"id": 1000005, "name": "Amir Begay", "type": "Residential", "active": true, "address": {"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}, "balance": 0.00, "createdOn": "2021-09-25T15:00:00.9833652Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2022-01-27T17:48:20.1450746Z", "tagTypeIds": [], "createdById": 505, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [{"key": "crmId", "value": "EXT-1000005"}], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}', '1795669178.0180368'),
	(1234567890, 1000013, true, 'David Anderson', 'Residential', '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}', '[{"name": "Gate code", "value": "2855", "typeId": 71}, {"name": "Preferred time", "value": "9118", "typeId": 72}, {"name": null, "value": "left over", "typeId": 71}]', 0.00, false, '[107, 110, 111]', false, false, false, '2022-03-27 23:00:00.404826+00', 501, '2022-03-27 23:00:00.404826+00', NULL, NULL, NULL, NULL, '[]', '2026-11-26 04:59:37.639836+00', NULL, '{"id": 1000013, "name": "David Anderson", "type": "Residential", "active": true, "address": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}, "balance": 0.00, "createdOn": "2022-03-27T23:00:00.4048263Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2022-03-27T23:00:00.4048263Z", "tagTypeIds": [107, 110, 111], "createdById": 501, "creditLimit": null, "customFields": [{"name": "Gate code", "value": "2855", "typeId": 71}, {"name": "Preferred time", "value": "9118", "typeId": 72}, {"name": null, "value": "left over", "typeId": 71}], "doNotService": false, "externalData": [], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}', '1795669178.0180368'),
	(1234567890, 1000001, true, 'Robert Carter', 'Residential', '{"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}', '[]', 0.00, false, '[]', false, false, false, '2021-06-25 23:00:00.09514+00', 504, '2025-03-28 23:40:11.415816+00', NULL, NULL, NULL, NULL, '[{"key": "crmId", "value": "EXT-1000001"}]', '2026-11-26 04:59:37.639836+00', NULL, '{"id": 1000001, "name": "Robert Carter", "type": "Residential", "active": true, "address": {"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}, "balance": 0.00, "createdOn": "2021-06-25T23:00:00.0951407Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2025-03-28T23:40:11.4158165Z", "tagTypeIds": [], "createdById": 504, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [{"key": "crmId", "value": "EXT-1000001"}], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}', '1795669178.0180368'),
	(1234567890, 1000017, true, 'Copper Church', 'Commercial', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}', '[]', 1862.36, false, '[103, 104, 114]', false, false, false, '2022-06-27 15:00:00.248994+00', 505, '2025-06-13 12:40:24.189857+00', NULL, 901, 6000.00, 6000.00, '[]', '2026-11-26 04:59:37.639836+00', NULL, '{"id": 1000017, "name": "Copper Church", "type": "Commercial", "active": true, "address": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}, "balance": 1862.36, "createdOn": "2022-06-27T15:00:00.248994Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2025-06-13T12:40:24.189857Z", "tagTypeIds": [103, 104, 114], "createdById": 505, "creditLimit": 6000.00, "customFields": [], "doNotService": false, "externalData": [], "paymentTermId": 901, "nationalAccount": false, "creditLimitBalance": 6000.00}', '1795669178.0180368'),
	(1234567890, 1000009, true, 'Elena Clark', 'Residential', '{"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}', '[]', 11.38, false, '[]', false, false, false, '2021-12-26 07:00:00.431966+00', 509, '2026-06-09 17:02:18.766+00', NULL, NULL, NULL, NULL, '[]', '2026-11-26 04:59:37.639836+00', NULL, '{"id": 1000009, "name": "Elena Clark", "type": "Residential", "active": true, "address": {"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}, "balance": 11.38, "createdOn": "2021-12-26T07:00:00.4319665Z", "doNotMail": false, "taxExempt": false, "mergedToId": null, "modifiedOn": "2026-06-09T17:02:18.766Z", "tagTypeIds": [], "createdById": 509, "creditLimit": null, "customFields": [], "doNotService": false, "externalData": [], "paymentTermId": null, "nationalAccount": false, "creditLimitBalance": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_employees VALUES
	(1234567890, 502, 90502, 'Eric White', 'Eric', 'White', 501, 'Dispatch', '[31]', 306, '2019-09-20 03:20:54.248529+00', '2019-09-20 03:20:54.248529+00', 'eric.white795@example.org', 'user502', true, NULL, false, '{"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "18019 W Roadrunner Way", "country": "USA"}', 1, '2019-09-20 03:20:54.248529+00', NULL, 37.95, NULL, '[]', '[{"id": 1, "value": "ViewReports"}]', '6235559683', '2026-11-26 04:59:37.358964+00', NULL, '{"id": 502, "home": {"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "18019 W Roadrunner Way", "country": "USA"}, "name": "Eric White", "role": "Dispatch", "email": "eric.white795@example.org", "active": true, "userId": 90502, "agentId": 1, "roleIds": [31], "lastName": "White", "aadUserId": null, "createdOn": "2019-09-20T03:20:54.2485292Z", "firstName": "Eric", "loginName": "user502", "managerId": 501, "startDate": "2019-09-20T03:20:54.2485292Z", "hourlyRate": 37.95, "modifiedOn": "2019-09-20T03:20:54.2485292Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6235559683", "customFields": [], "accountLocked": false, "businessUnitId": 306, "terminationDate": null, "overtimeProfileId": null}', '1795669178.0180368'),
	(1234567890, 505, 90505, 'James Ramirez', 'James', 'Ramirez', 501, 'GeneralOffice', '[34]', 303, '2022-01-09 14:19:25.112+00', '2022-01-09 14:19:25.112+00', 'james.ramirez359@example.org', 'user505', true, NULL, false, '{"zip": "85003", "city": "Phoenix", "unit": null, "state": "AZ", "street": "984 W Roadrunner Way", "country": "USA"}', 4, '2022-01-09 14:19:25.112+00', NULL, 34.60, NULL, '[]', '[{"id": 1, "value": "ViewReports"}]', '4805555223', '2026-11-26 04:59:37.358964+00', NULL, '{"id": 505, "home": {"zip": "85003", "city": "Phoenix", "unit": null, "state": "AZ", "street": "984 W Roadrunner Way", "country": "USA"}, "name": "James Ramirez", "role": "GeneralOffice", "email": "james.ramirez359@example.org", "active": true, "userId": 90505, "agentId": 4, "roleIds": [34], "lastName": "Ramirez", "aadUserId": null, "createdOn": "2022-01-09T14:19:25.112Z", "firstName": "James", "loginName": "user505", "managerId": 501, "startDate": "2022-01-09T14:19:25.112Z", "hourlyRate": 34.60, "modifiedOn": "2022-01-09T14:19:25.112Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "4805555223", "customFields": [], "accountLocked": false, "businessUnitId": 303, "terminationDate": null, "overtimeProfileId": null}', '1795669178.0180368'),
	(1234567890, 501, 90501, 'Susan Clark', 'Susan', 'Clark', NULL, 'CSR', '[30]', NULL, '2020-11-01 12:15:42.679+00', '2023-05-31 18:49:21.280366+00', 'susan.clark442@example.net', 'user501', true, NULL, false, '{"zip": "85050", "city": "Phoenix", "unit": null, "state": "AZ", "street": "1253 W Desert Willow Ct", "country": "USA"}', 0, '2020-11-01 12:15:42.679+00', NULL, 37.85, NULL, '[]', '[{"id": 1, "value": "ViewReports"}]', '6235552935', '2026-11-26 04:59:37.358964+00', NULL, '{"id": 501, "home": {"zip": "85050", "city": "Phoenix", "unit": null, "state": "AZ", "street": "1253 W Desert Willow Ct", "country": "USA"}, "name": "Susan Clark", "role": "CSR", "email": "susan.clark442@example.net", "active": true, "userId": 90501, "agentId": 0, "roleIds": [30], "lastName": "Clark", "aadUserId": null, "createdOn": "2020-11-01T12:15:42.679Z", "firstName": "Susan", "loginName": "user501", "managerId": null, "startDate": "2020-11-01T12:15:42.679Z", "hourlyRate": 37.85, "modifiedOn": "2023-05-31T18:49:21.2803666Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6235552935", "customFields": [], "accountLocked": false, "businessUnitId": null, "terminationDate": null, "overtimeProfileId": null}', '1795669178.0180368'),
	(1234567890, 504, 90504, 'Hannah Mitchell', 'Hannah', 'Mitchell', 501, 'SalesManager', '[33]', 305, '2023-02-12 22:54:34.096975+00', '2023-07-13 15:05:50.753914+00', 'hannah.mitchell933@example.net', 'user504', true, NULL, false, '{"zip": "85201", "city": "Mesa", "unit": null, "state": "AZ", "street": "14572 E Indian School Rd", "country": "USA"}', 3, '2023-02-12 22:54:34.096975+00', NULL, 37.54, NULL, '[]', '[{"id": 1, "value": "ViewReports"}]', '6025556577', '2026-11-26 04:59:37.358964+00', NULL, '{"id": 504, "home": {"zip": "85201", "city": "Mesa", "unit": null, "state": "AZ", "street": "14572 E Indian School Rd", "country": "USA"}, "name": "Hannah Mitchell", "role": "SalesManager", "email": "hannah.mitchell933@example.net", "active": true, "userId": 90504, "agentId": 3, "roleIds": [33], "lastName": "Mitchell", "aadUserId": null, "createdOn": "2023-02-12T22:54:34.0969754Z", "firstName": "Hannah", "loginName": "user504", "managerId": 501, "startDate": "2023-02-12T22:54:34.0969754Z", "hourlyRate": 37.54, "modifiedOn": "2023-07-13T15:05:50.753914Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6025556577", "customFields": [], "accountLocked": false, "businessUnitId": 305, "terminationDate": null, "overtimeProfileId": null}', '1795669178.0180368'),
	(1234567890, 503, 90503, 'Kevin Baker', 'Kevin', 'Baker', 501, 'Accounting', '[32]', 307, '2022-08-10 04:12:13.217802+00', '2025-08-21 13:10:15.907365+00', 'kevin.baker967@example.com', 'user503', true, NULL, false, '{"zip": "85255", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "5656 E Roadrunner Way", "country": "USA"}', 2, '2022-08-10 04:12:13.217802+00', NULL, 38.26, NULL, '[]', '[{"id": 1, "value": "ViewReports"}]', '6025557601', '2026-11-26 04:59:37.358964+00', NULL, '{"id": 503, "home": {"zip": "85255", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "5656 E Roadrunner Way", "country": "USA"}, "name": "Kevin Baker", "role": "Accounting", "email": "kevin.baker967@example.com", "active": true, "userId": 90503, "agentId": 2, "roleIds": [32], "lastName": "Baker", "aadUserId": null, "createdOn": "2022-08-10T04:12:13.2178027Z", "firstName": "Kevin", "loginName": "user503", "managerId": 501, "startDate": "2022-08-10T04:12:13.2178027Z", "hourlyRate": 38.26, "modifiedOn": "2025-08-21T13:10:15.9073655Z", "permissions": [{"id": 1, "value": "ViewReports"}], "phoneNumber": "6025557601", "customFields": [], "accountLocked": false, "businessUnitId": 307, "terminationDate": null, "overtimeProfileId": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_estimates VALUES
	(1234567890, 80000001, 10000003, NULL, 2000053, 1000033, 'Opción económica', '10000003', 'None', 'Option as discussed', '2024-07-27 23:04:00+00', '2024-08-27 22:08:22.299949+00', NULL, NULL, true, '[{"id": 90000002, "qty": 1.00, "sku": {"id": 8017, "name": "E1016", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-07-27T23:04:00Z", "displayName": "Trane Air handler", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 2140.00, "unitCost": 1177.00, "unitRate": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "totalCost": 1177.00, "chargeable": null, "modifiedOn": "2024-07-27T23:04:00Z", "skuAccount": "Sales", "description": "Trane Air handler", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', '[]', 2140.00, 184.04, 301, 'HVAC - Service', true, NULL, false, NULL, 'Open', 2324.04, '2026-11-26 04:59:37.589623+00', NULL, '{"id": 80000001, "tax": 184.04, "name": "Opción económica", "items": [{"id": 90000002, "qty": 1.00, "sku": {"id": 8017, "name": "E1016", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-07-27T23:04:00Z", "displayName": "Trane Air handler", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 2140.00, "unitCost": 1177.00, "unitRate": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "totalCost": 1177.00, "chargeable": null, "modifiedOn": "2024-07-27T23:04:00Z", "skuAccount": "Sales", "description": "Trane Air handler", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000003, "active": true, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 2140.00, "createdOn": "2024-07-27T23:04:00Z", "jobNumber": "10000003", "projectId": null, "customerId": 1000033, "locationId": 2000053, "modifiedOn": "2024-08-27T22:08:22.299949Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 301, "proposalTagName": null, "businessUnitName": "HVAC - Service"}', '1795669178.0180368'),
	(1234567890, 80000002, 10000005, NULL, 2000053, 1000033, 'Replace option', '10000005', 'None', 'Option as discussed', '2024-09-03 00:28:00+00', '2024-09-14 02:29:38.360246+00', NULL, NULL, true, '[{"id": 90000003, "qty": 1.00, "sku": {"id": 6013, "name": "S1012", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Coil cleaning - Standard", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 245.00, "unitCost": 49.00, "unitRate": 245.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 49.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Coil cleaning - Standard", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000004, "qty": 1.00, "sku": {"id": 6005, "name": "S1004", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Capacitor replacement - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 375.00, "unitCost": 75.00, "unitRate": 375.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 75.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Capacitor replacement - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', '[]', 620.00, 0.00, 301, 'HVAC - Service', true, NULL, false, NULL, 'Open', 620.00, '2026-11-26 04:59:37.589623+00', NULL, '{"id": 80000002, "tax": 0.00, "name": "Replace option", "items": [{"id": 90000003, "qty": 1.00, "sku": {"id": 6013, "name": "S1012", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Coil cleaning - Standard", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 245.00, "unitCost": 49.00, "unitRate": 245.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 49.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Coil cleaning - Standard", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000004, "qty": 1.00, "sku": {"id": 6005, "name": "S1004", "type": "Service", "soldHours": 1.00, "modifiedOn": "2024-09-03T00:28:00Z", "displayName": "Capacitor replacement - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 375.00, "unitCost": 75.00, "unitRate": 375.00, "createdOn": "2024-09-03T00:28:00Z", "totalCost": 75.00, "chargeable": null, "modifiedOn": "2024-09-03T00:28:00Z", "skuAccount": "Sales", "description": "Capacitor replacement - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000005, "active": true, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 620.00, "createdOn": "2024-09-03T00:28:00Z", "jobNumber": "10000005", "projectId": null, "customerId": 1000033, "locationId": 2000053, "modifiedOn": "2024-09-14T02:29:38.3602467Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 301, "proposalTagName": null, "businessUnitName": "HVAC - Service"}', '1795669178.0180368'),
	(1234567890, 80000003, 10000006, NULL, 2000001, 1000001, 'Opción económica', '10000006', 'None', 'Option as discussed', '2024-09-13 23:15:00+00', '2024-10-17 19:48:27+00', NULL, NULL, false, '[{"id": 90000005, "qty": 1.00, "sku": {"id": 6023, "name": "S1022", "type": "Service", "soldHours": 3.00, "modifiedOn": "2024-09-13T23:15:00Z", "displayName": "Duct sealing - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 897.00, "unitCost": 179.40, "unitRate": 897.00, "createdOn": "2024-09-13T23:15:00Z", "totalCost": 179.40, "chargeable": null, "modifiedOn": "2024-09-13T23:15:00Z", "skuAccount": "Sales", "description": "Duct sealing - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', '[]', 897.00, 0.00, 303, 'HVAC - Maintenance', true, NULL, false, NULL, 'Open', 897.00, '2026-11-26 04:59:37.589623+00', NULL, '{"id": 80000003, "tax": 0.00, "name": "Opción económica", "items": [{"id": 90000005, "qty": 1.00, "sku": {"id": 6023, "name": "S1022", "type": "Service", "soldHours": 3.00, "modifiedOn": "2024-09-13T23:15:00Z", "displayName": "Duct sealing - Premium", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 897.00, "unitCost": 179.40, "unitRate": 897.00, "createdOn": "2024-09-13T23:15:00Z", "totalCost": 179.40, "chargeable": null, "modifiedOn": "2024-09-13T23:15:00Z", "skuAccount": "Sales", "description": "Duct sealing - Premium", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000006, "active": false, "soldBy": null, "soldOn": null, "status": {"name": "Open", "value": 0}, "summary": "Option as discussed", "subtotal": 897.00, "createdOn": "2024-09-13T23:15:00Z", "jobNumber": "10000006", "projectId": null, "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2024-10-17T19:48:27Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 303, "proposalTagName": null, "businessUnitName": "HVAC - Maintenance"}', '1795669178.0180368'),
	(1234567890, 80000004, 10000011, NULL, 2000021, 1000017, 'Better', '10000011', 'None', NULL, '2024-11-13 23:39:00+00', '2024-11-23 23:56:07.571+00', '2024-11-23 23:56:07.571+00', 602, true, '[]', '[]', 0.00, 0.00, 305, 'Plumbing - Install', false, NULL, false, NULL, 'Sold', 0.00, '2026-11-26 04:59:37.589623+00', NULL, '{"id": 80000004, "tax": 0.00, "name": "Better", "items": [], "jobId": 10000011, "active": true, "soldBy": 602, "soldOn": "2024-11-23T23:56:07.571Z", "status": {"name": "Sold", "value": 1}, "summary": null, "subtotal": 0.00, "createdOn": "2024-11-13T23:39:00Z", "jobNumber": "10000011", "projectId": null, "customerId": 1000017, "locationId": 2000021, "modifiedOn": "2024-11-23T23:56:07.571Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": false, "businessUnitId": 305, "proposalTagName": null, "businessUnitName": "Plumbing - Install"}', '1795669178.0180368'),
	(1234567890, 80000005, 10000013, NULL, 2000033, 1000025, 'Better', '10000013', 'None', 'Option as discussed', '2024-11-27 17:06:00+00', '2025-01-14 07:31:53.841327+00', '2025-01-14 07:31:53.841327+00', 602, true, '[{"id": 90000006, "qty": 1.00, "sku": {"id": 8022, "name": "E1021", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Carrier Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1300.00, "unitCost": 715.00, "unitRate": 1300.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 715.00, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Carrier Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000007, "qty": 1.00, "sku": {"id": 8021, "name": "E1020", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Trane Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1190.00, "unitCost": 654.50, "unitRate": 1190.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 654.50, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Trane Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}]', '[]', 2490.00, 214.14, 305, 'Plumbing - Install', true, NULL, false, NULL, 'Sold', 2704.14, '2026-11-26 04:59:37.589623+00', NULL, '{"id": 80000005, "tax": 214.14, "name": "Better", "items": [{"id": 90000006, "qty": 1.00, "sku": {"id": 8022, "name": "E1021", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Carrier Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1300.00, "unitCost": 715.00, "unitRate": 1300.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 715.00, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Carrier Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}, {"id": 90000007, "qty": 1.00, "sku": {"id": 8021, "name": "E1020", "type": "Equipment", "soldHours": 2.00, "modifiedOn": "2024-11-27T17:06:00Z", "displayName": "Trane Water heater 50 gal", "generalLedgerAccountId": null, "generalLedgerAccountName": null}, "total": 1190.00, "unitCost": 654.50, "unitRate": 1190.00, "createdOn": "2024-11-27T17:06:00Z", "totalCost": 654.50, "chargeable": null, "modifiedOn": "2024-11-27T17:06:00Z", "skuAccount": "Sales", "description": "Trane Water heater 50 gal", "budgetCodeId": null, "invoiceItemId": null, "itemGroupName": null, "itemGroupRootId": null, "membershipTypeId": null}], "jobId": 10000013, "active": true, "soldBy": 602, "soldOn": "2025-01-14T07:31:53.841327Z", "status": {"name": "Sold", "value": 1}, "summary": "Option as discussed", "subtotal": 2490.00, "createdOn": "2024-11-27T17:06:00Z", "jobNumber": "10000013", "projectId": null, "customerId": 1000025, "locationId": 2000033, "modifiedOn": "2025-01-14T07:31:53.841327Z", "budgetCodeId": null, "reviewStatus": "None", "externalLinks": [], "isChangeOrder": false, "isRecommended": true, "businessUnitId": 305, "proposalTagName": null, "businessUnitName": "Plumbing - Install"}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_installed_equipment VALUES
	(1234567890, 4000003, true, 8029, 2000005, 1000005, NULL, 'Trane Water softener', '2021-10-30 00:00:00+00', '2021-10-30 20:17:44.920784+00', '2021-11-06 16:31:48.19198+00', 'SN564874179', NULL, '', 'Bradford White', 'E1028', 907.50, 'Installed', '2021-10-30 00:00:00+00', '2031-10-28 00:00:00+00', '[]', NULL, 180, '2036-10-26', NULL, '2021-10-30 00:00:00+00', '2022-10-30 00:00:00+00', '2026-11-26 04:59:37.555914+00', NULL, '{"id": 4000003, "cost": 907.50, "memo": "", "name": "Trane Water softener", "tags": [], "type": null, "model": "E1028", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2021-10-30T20:17:44.9207844Z", "customerId": 1000005, "locationId": 2000005, "modifiedOn": "2021-11-06T16:31:48.1919802Z", "equipmentId": 8029, "installedOn": "2021-10-30T00:00:00Z", "manufacturer": "Bradford White", "serialNumber": "SN564874179", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2031-10-28T00:00:00Z", "predictedReplacementDate": "2036-10-26", "manufacturerWarrantyStart": "2021-10-30T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": "2022-10-30T00:00:00Z", "serviceProviderWarrantyStart": "2021-10-30T00:00:00Z"}', '1795669178.0180368'),
	(1234567890, 4000001, true, 8025, 2000001, 1000001, NULL, 'Trane Tankless heater', '2022-02-07 00:00:00+00', '2022-02-07 03:26:26.556302+00', '2022-02-07 03:26:26.556302+00', 'SN575473328', NULL, '', 'Carrier', 'E1024', 1309.00, 'Installed', NULL, NULL, '[]', NULL, 180, '2037-02-03', 'Plumbing', NULL, NULL, '2026-11-26 04:59:37.555914+00', NULL, '{"id": 4000001, "cost": 1309.00, "memo": "", "name": "Trane Tankless heater", "tags": [], "type": {"id": 52, "name": "Plumbing"}, "model": "E1024", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-02-07T03:26:26.5563026Z", "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2022-02-07T03:26:26.5563026Z", "equipmentId": 8025, "installedOn": "2022-02-07T00:00:00Z", "manufacturer": "Carrier", "serialNumber": "SN575473328", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": null, "predictedReplacementDate": "2037-02-03", "manufacturerWarrantyStart": null, "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": null, "serviceProviderWarrantyStart": null}', '1795669178.0180368'),
	(1234567890, 4000002, true, 8016, 2000001, 1000001, NULL, 'Rheem Package unit 5 ton', '2021-08-27 00:00:00+00', '2021-08-27 06:49:24.011+00', '2022-03-02 19:07:04.40721+00', 'SN176296292', NULL, '', 'Eaton', 'E1015', 4224.00, 'Installed', '2021-08-27 00:00:00+00', '2031-08-25 00:00:00+00', '[]', NULL, NULL, NULL, 'HVAC', '2021-08-27 00:00:00+00', '2022-08-27 00:00:00+00', '2026-11-26 04:59:37.555914+00', NULL, '{"id": 4000002, "cost": 4224.00, "memo": "", "name": "Rheem Package unit 5 ton", "tags": [], "type": {"id": 51, "name": "HVAC"}, "model": "E1015", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2021-08-27T06:49:24.011Z", "customerId": 1000001, "locationId": 2000001, "modifiedOn": "2022-03-02T19:07:04.4072107Z", "equipmentId": 8016, "installedOn": "2021-08-27T00:00:00Z", "manufacturer": "Eaton", "serialNumber": "SN176296292", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2031-08-25T00:00:00Z", "predictedReplacementDate": null, "manufacturerWarrantyStart": "2021-08-27T00:00:00Z", "predictedReplacementMonths": null, "serviceProviderWarrantyEnd": "2022-08-27T00:00:00Z", "serviceProviderWarrantyStart": "2021-08-27T00:00:00Z"}', '1795669178.0180368'),
	(1234567890, 4000005, true, 8025, 2000013, 1000013, NULL, 'Trane Tankless heater', '2022-04-08 00:00:00+00', '2022-04-08 12:46:20.149488+00', '2022-06-13 11:58:50.996+00', 'SN472006908', NULL, '', 'Trane', 'E1024', 1309.00, 'Installed', '2022-04-08 00:00:00+00', '2032-04-05 00:00:00+00', '[]', NULL, 180, '2037-04-04', 'Plumbing', '2022-04-08 00:00:00+00', '2023-04-08 00:00:00+00', '2026-11-26 04:59:37.555914+00', NULL, '{"id": 4000005, "cost": 1309.00, "memo": "", "name": "Trane Tankless heater", "tags": [], "type": {"id": 52, "name": "Plumbing"}, "model": "E1024", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-04-08T12:46:20.1494881Z", "customerId": 1000013, "locationId": 2000013, "modifiedOn": "2022-06-13T11:58:50.996Z", "equipmentId": 8025, "installedOn": "2022-04-08T00:00:00Z", "manufacturer": "Trane", "serialNumber": "SN472006908", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2032-04-05T00:00:00Z", "predictedReplacementDate": "2037-04-04", "manufacturerWarrantyStart": "2022-04-08T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": "2023-04-08T00:00:00Z", "serviceProviderWarrantyStart": "2022-04-08T00:00:00Z"}', '1795669178.0180368'),
	(1234567890, 4000004, true, 8040, 2000009, 1000009, NULL, 'Rheem EV charger 48 A', '2022-06-08 00:00:00+00', '2022-06-08 02:26:55.765386+00', '2022-07-27 02:27:33.727817+00', 'SN273287441', NULL, '', 'Carrier', 'E1039', 675.95, 'Installed', '2022-06-08 00:00:00+00', '2032-06-05 00:00:00+00', '[]', NULL, 180, NULL, 'Electrical', NULL, NULL, '2026-11-26 04:59:37.555914+00', NULL, '{"id": 4000004, "cost": 675.95, "memo": "", "name": "Rheem EV charger 48 A", "tags": [], "type": {"id": 53, "name": "Electrical"}, "model": "E1039", "active": true, "status": "Installed", "barcodeId": null, "createdOn": "2022-06-08T02:26:55.7653866Z", "customerId": 1000009, "locationId": 2000009, "modifiedOn": "2022-07-27T02:27:33.727817Z", "equipmentId": 8040, "installedOn": "2022-06-08T00:00:00Z", "manufacturer": "Carrier", "serialNumber": "SN273287441", "invoiceItemId": null, "actualReplacementDate": null, "manufacturerWarrantyEnd": "2032-06-05T00:00:00Z", "predictedReplacementDate": null, "manufacturerWarrantyStart": "2022-06-08T00:00:00Z", "predictedReplacementMonths": 180, "serviceProviderWarrantyEnd": null, "serviceProviderWarrantyStart": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_invoices VALUES
	(1234567890, 40000004, 'Pending', NULL, '10000004', NULL, NULL, '{"id": 1000045, "name": "Tony Brown"}', '{"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}', '{"id": 2000077, "name": "Tony Brown"}', '{"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}', '{"id": 305, "name": "Plumbing - Install"}', 'Due Upon Receipt', 'system', NULL, NULL, '2024-08-19 17:32:00+00', '2024-08-22 06:37:15.660558+00', NULL, '{"id": 10000004, "type": "Leak Repair", "number": "10000004"}', NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'Sent', 'Reviewed', NULL, '<p>Leak Repair</p>', '[{"id": 50000007, "cost": "202.80", "type": "Service", "order": 1, "price": "1014.00", "skuId": 6038, "total": "1014.00", "skuName": "S1037", "taxable": false, "quantity": "1.00", "createdOn": "2024-08-19T17:32:00Z", "inventory": false, "soldHours": 4.00, "totalCost": "202.80", "modifiedOn": "2024-08-19T17:32:00Z", "description": "Water heater labor - Premium", "displayName": "Water heater labor - Premium", "memberPrice": "0.00", "serviceDate": "2024-08-19T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '[]', true, NULL, NULL, NULL, NULL, '2024-08-22 06:37:15.660558+00', 'JobInvoice', 1014.00, 0.00, 1014.00, 0.00, 0.00, '2024-08-19', '2024-08-19', 10000004, 1000045, 2000077, 305, NULL, '2026-11-26 04:59:37.440064+00', NULL, '{"id": 40000004, "job": {"id": 10000004, "type": "Leak Repair", "number": "10000004"}, "batch": null, "items": [{"id": 50000007, "cost": "202.80", "type": "Service", "order": 1, "price": "1014.00", "skuId": 6038, "total": "1014.00", "skuName": "S1037", "taxable": false, "quantity": "1.00", "createdOn": "2024-08-19T17:32:00Z", "inventory": false, "soldHours": 4.00, "totalCost": "202.80", "modifiedOn": "2024-08-19T17:32:00Z", "description": "Water heater labor - Premium", "displayName": "Water heater labor - Premium", "memberPrice": "0.00", "serviceDate": "2024-08-19T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "1014.00", "active": true, "paidOn": "2024-08-22T06:37:15.6605583Z", "balance": "0.00", "dueDate": "2024-08-19T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Leak Repair</p>", "customer": {"id": 1000045, "name": "Tony Brown"}, "exportId": null, "importId": null, "location": {"id": 2000077, "name": "Tony Brown"}, "salesTax": "0.00", "subTotal": "1014.00", "termName": "Due Upon Receipt", "createdBy": "system", "createdOn": "2024-08-19T17:32:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2024-08-22T06:37:15.6605583Z", "sentStatus": "Sent", "syncStatus": "Pending", "depositedOn": null, "invoiceDate": "2024-08-19T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}, "locationAddress": {"zip": "85018", "city": "Phoenix", "unit": null, "state": "AZ", "street": "15924 S Oleander Ave", "country": "USA"}, "referenceNumber": "10000004", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}', '1795669178.0180368'),
	(1234567890, 40000001, 'Posted', NULL, '10000001', '{"id": 801, "name": "Maricopa", "taxRate": 0.086}', 801, '{"id": 1000025, "name": "Mesa Verde Auto Repair"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "3123 W Quail Run", "country": "USA"}', '{"id": 2000037, "name": "Mesa Verde Auto Repair - 17691 S Desert Willow Ct"}', '{"zip": "85281", "city": "Tempe", "unit": null, "state": "AZ", "street": "17691 S Desert Willow Ct", "country": "USA"}', '{"id": 305, "name": "Plumbing - Install"}', 'Net 30', 'system', NULL, NULL, '2024-07-15 21:01:00+00', '2024-11-23 15:35:20.969601+00', NULL, '{"id": 10000001, "type": "Water Heater Repair", "number": "10000001"}', NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'Sent', 'Reviewed', NULL, '<p>Water Heater Repair</p>', '[{"id": 50000002, "cost": "74.00", "type": "Service", "order": 1, "price": "370.00", "skuId": 6047, "total": "370.00", "skuName": "S1046", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "74.00", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Disposal install - Premium", "displayName": "Disposal install - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000003, "cost": "36.85", "type": "Material", "order": 2, "price": "67.00", "skuId": 7035, "total": "134.00", "skuName": "M1034", "taxable": true, "quantity": "2.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 0.00, "totalCost": "73.70", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Expansion tank, pro", "displayName": "Expansion tank, pro", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '[]', true, NULL, NULL, NULL, NULL, '2024-11-23 15:35:20.969601+00', 'JobInvoice', 504.00, 11.52, 515.52, 0.00, 0.00, '2024-07-15', '2024-08-14', 10000001, 1000025, 2000037, 305, NULL, '2026-11-26 04:59:37.440064+00', NULL, '{"id": 40000001, "job": {"id": 10000001, "type": "Water Heater Repair", "number": "10000001"}, "batch": null, "items": [{"id": 50000002, "cost": "74.00", "type": "Service", "order": 1, "price": "370.00", "skuId": 6047, "total": "370.00", "skuName": "S1046", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "74.00", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Disposal install - Premium", "displayName": "Disposal install - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000003, "cost": "36.85", "type": "Material", "order": 2, "price": "67.00", "skuId": 7035, "total": "134.00", "skuName": "M1034", "taxable": true, "quantity": "2.00", "createdOn": "2024-07-15T21:01:00Z", "inventory": false, "soldHours": 0.00, "totalCost": "73.70", "modifiedOn": "2024-07-15T21:01:00Z", "description": "Expansion tank, pro", "displayName": "Expansion tank, pro", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "isChargeable": true, "technicianId": 605, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "515.52", "active": true, "paidOn": "2024-11-23T15:35:20.9696016Z", "balance": "0.00", "dueDate": "2024-08-14T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Water Heater Repair</p>", "customer": {"id": 1000025, "name": "Mesa Verde Auto Repair"}, "exportId": null, "importId": null, "location": {"id": 2000037, "name": "Mesa Verde Auto Repair - 17691 S Desert Willow Ct"}, "salesTax": "11.52", "subTotal": "504.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-15T21:01:00Z", "projectId": null, "taxZoneId": 801, "assignedTo": null, "modifiedOn": "2024-11-23T15:35:20.9696016Z", "sentStatus": "Sent", "syncStatus": "Posted", "depositedOn": null, "invoiceDate": "2024-07-15T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": {"id": 801, "name": "Maricopa", "taxRate": 0.086}, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "3123 W Quail Run", "country": "USA"}, "locationAddress": {"zip": "85281", "city": "Tempe", "unit": null, "state": "AZ", "street": "17691 S Desert Willow Ct", "country": "USA"}, "referenceNumber": "10000001", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}', '1795669178.0180368'),
	(1234567890, 40000003, 'Pending', NULL, '10000003', '{"id": 801, "name": "Maricopa", "taxRate": 0.086}', 801, '{"id": 1000033, "name": "Sunrise Church"}', '{"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}', '{"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}', '{"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}', '{"id": 301, "name": "HVAC - Service"}', 'Net 30', 'system', NULL, NULL, '2024-07-27 23:04:00+00', '2024-12-13 22:03:12.426595+00', NULL, '{"id": 10000003, "type": "System Replacement", "number": "10000003"}', NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'Sent', 'Reviewed', NULL, '<p>System Replacement</p>', '[{"id": 50000005, "cost": "120.80", "type": "Service", "order": 1, "price": "604.00", "skuId": 6008, "total": "604.00", "skuName": "S1007", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "120.80", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Refrigerant recharge - Premium", "displayName": "Refrigerant recharge - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000006, "cost": "1771.00", "type": "Equipment", "order": 2, "price": "3220.00", "skuId": 8012, "total": "3220.00", "skuName": "E1011", "taxable": true, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 2.00, "totalCost": "1771.00", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Rheem Gas furnace 80k", "displayName": "Rheem Gas furnace 80k", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '[]', true, NULL, NULL, NULL, NULL, '2024-12-13 22:03:12.426595+00', 'JobInvoice', 3824.00, 276.92, 4100.92, 0.00, 0.00, '2024-07-27', '2024-08-26', 10000003, 1000033, 2000053, 301, NULL, '2026-11-26 04:59:37.440064+00', NULL, '{"id": 40000003, "job": {"id": 10000003, "type": "System Replacement", "number": "10000003"}, "batch": null, "items": [{"id": 50000005, "cost": "120.80", "type": "Service", "order": 1, "price": "604.00", "skuId": 6008, "total": "604.00", "skuName": "S1007", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "120.80", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Refrigerant recharge - Premium", "displayName": "Refrigerant recharge - Premium", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}, {"id": 50000006, "cost": "1771.00", "type": "Equipment", "order": 2, "price": "3220.00", "skuId": 8012, "total": "3220.00", "skuName": "E1011", "taxable": true, "quantity": "1.00", "createdOn": "2024-07-27T23:04:00Z", "inventory": false, "soldHours": 2.00, "totalCost": "1771.00", "modifiedOn": "2024-07-27T23:04:00Z", "description": "Rheem Gas furnace 80k", "displayName": "Rheem Gas furnace 80k", "memberPrice": "0.00", "serviceDate": "2024-07-27T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "4100.92", "active": true, "paidOn": "2024-12-13T22:03:12.4265951Z", "balance": "0.00", "dueDate": "2024-08-26T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>System Replacement</p>", "customer": {"id": 1000033, "name": "Sunrise Church"}, "exportId": null, "importId": null, "location": {"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}, "salesTax": "276.92", "subTotal": "3824.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-27T23:04:00Z", "projectId": null, "taxZoneId": 801, "assignedTo": null, "modifiedOn": "2024-12-13T22:03:12.4265951Z", "sentStatus": "Sent", "syncStatus": "Pending", "depositedOn": null, "invoiceDate": "2024-07-27T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 301, "name": "HVAC - Service"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": {"id": 801, "name": "Maricopa", "taxRate": 0.086}, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}, "locationAddress": {"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}, "referenceNumber": "10000003", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}', '1795669178.0180368'),
	(1234567890, 40000005, 'Exported', NULL, '10000005', NULL, NULL, '{"id": 1000033, "name": "Sunrise Church"}', '{"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}', '{"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}', '{"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}', '{"id": 301, "name": "HVAC - Service"}', 'Net 30', 'system', NULL, NULL, '2024-09-03 00:28:00+00', '2024-12-13 22:03:12.426595+00', NULL, '{"id": 10000005, "type": "Duct Cleaning", "number": "10000005"}', NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'Sent', 'Reviewed', NULL, '<p>Duct Cleaning</p>', '[{"id": 50000008, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-09-03T00:28:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-09-03T00:28:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-09-03T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '[]', true, NULL, NULL, NULL, NULL, '2024-12-13 22:03:12.426595+00', 'JobInvoice', 462.00, 0.00, 462.00, 0.00, 0.00, '2024-09-03', '2024-10-03', 10000005, 1000033, 2000053, 301, NULL, '2026-11-26 04:59:37.440064+00', NULL, '{"id": 40000005, "job": {"id": 10000005, "type": "Duct Cleaning", "number": "10000005"}, "batch": null, "items": [{"id": 50000008, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-09-03T00:28:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-09-03T00:28:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-09-03T00:00:00Z", "businessUnit": {"id": 301, "name": "HVAC - Service"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "462.00", "active": true, "paidOn": "2024-12-13T22:03:12.4265951Z", "balance": "0.00", "dueDate": "2024-10-03T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>Duct Cleaning</p>", "customer": {"id": 1000033, "name": "Sunrise Church"}, "exportId": null, "importId": null, "location": {"id": 2000053, "name": "Sunrise Church - 541 W Roadrunner Way"}, "salesTax": "0.00", "subTotal": "462.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-09-03T00:28:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2024-12-13T22:03:12.4265951Z", "sentStatus": "Sent", "syncStatus": "Exported", "depositedOn": null, "invoiceDate": "2024-09-03T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 301, "name": "HVAC - Service"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85016", "city": "Phoenix", "unit": null, "state": "AZ", "street": "18995 S Juniper Ave", "country": "USA"}, "locationAddress": {"zip": "85345", "city": "Peoria", "unit": "Apt 353", "state": "AZ", "street": "541 W Roadrunner Way", "country": "USA"}, "referenceNumber": "10000005", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}', '1795669178.0180368'),
	(1234567890, 40000002, 'Posted', NULL, '10000002', NULL, NULL, '{"id": 1000017, "name": "Copper Church"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}', '{"id": 2000017, "name": "Copper Church"}', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}', '{"id": 302, "name": "HVAC - Install"}', 'Net 30', 'system', NULL, NULL, '2024-07-15 21:00:00+00', '2025-06-13 12:40:24.189857+00', NULL, '{"id": 10000002, "type": "AC Repair", "number": "10000002"}', NULL, '{"date": null, "memo": null, "sentOn": null, "status": "Pending"}', NULL, NULL, 'Sent', 'Reviewed', NULL, '<p>AC Repair</p>', '[{"id": 50000004, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:00:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-07-15T21:00:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}]', '[]', true, NULL, NULL, NULL, NULL, '2025-06-13 12:40:24.189857+00', 'JobInvoice', 462.00, 0.00, 462.00, 0.00, 0.00, '2024-07-15', '2024-08-14', 10000002, 1000017, 2000017, 302, NULL, '2026-11-26 04:59:37.440064+00', NULL, '{"id": 40000002, "job": {"id": 10000002, "type": "AC Repair", "number": "10000002"}, "batch": null, "items": [{"id": 50000004, "cost": "92.40", "type": "Service", "order": 1, "price": "462.00", "skuId": 6006, "total": "462.00", "skuName": "S1005", "taxable": false, "quantity": "1.00", "createdOn": "2024-07-15T21:00:00Z", "inventory": false, "soldHours": 1.00, "totalCost": "92.40", "modifiedOn": "2024-07-15T21:00:00Z", "description": "Capacitor replacement - After hours", "displayName": "Capacitor replacement - After hours", "memberPrice": "0.00", "serviceDate": "2024-07-15T00:00:00Z", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "isChargeable": true, "technicianId": 607, "membershipTypeId": null, "inventoryLocationId": null, "generalLedgerAccount": {"id": 951, "name": "Service Income", "type": "Income", "number": "4000", "detailType": "Sales"}}], "total": "462.00", "active": true, "paidOn": "2025-06-13T12:40:24.189857Z", "balance": "0.00", "dueDate": "2024-08-14T00:00:00Z", "royalty": {"date": null, "memo": null, "sentOn": null, "status": "Pending"}, "summary": "<p>AC Repair</p>", "customer": {"id": 1000017, "name": "Copper Church"}, "exportId": null, "importId": null, "location": {"id": 2000017, "name": "Copper Church"}, "salesTax": "0.00", "subTotal": "462.00", "termName": "Net 30", "createdBy": "system", "createdOn": "2024-07-15T21:00:00Z", "projectId": null, "taxZoneId": null, "assignedTo": null, "modifiedOn": "2025-06-13T12:40:24.189857Z", "sentStatus": "Sent", "syncStatus": "Posted", "depositedOn": null, "invoiceDate": "2024-07-15T00:00:00Z", "invoiceType": null, "budgetCodeId": null, "businessUnit": {"id": 302, "name": "HVAC - Install"}, "customFields": [], "employeeInfo": null, "membershipId": null, "reviewStatus": "Reviewed", "salesTaxCode": null, "discountTotal": "0.00", "materialSkuId": null, "adjustmentToId": null, "customerAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}, "locationAddress": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA"}, "referenceNumber": "10000002", "invoiceConfiguration": "JobInvoice", "commissionEligibilityDate": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_job_types VALUES
	(1234567890, 701, 'AC Repair', '[301, 302, 303]', '["Diagnostics"]', '[]', 'High', 7200, NULL, 'Service', 'AC not cooling, house is at 88 F', false, NULL, true, '2020-05-20 18:02:22.421+00', '2020-05-20 18:02:22.421+00', '[]', true, false, '2026-11-26 04:59:37.408974+00', NULL, '{"id": 701, "name": "AC Repair", "class": "Service", "active": true, "skills": ["Diagnostics"], "summary": "AC not cooling, house is at 88 F", "duration": 7200, "noCharge": false, "priority": "High", "createdOn": "2020-05-20T18:02:22.421Z", "modifiedOn": "2020-05-20T18:02:22.421Z", "tagTypeIds": [], "externalData": [], "soldThreshold": null, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}', '1795669178.0180368'),
	(1234567890, 702, 'AC Tune-Up', '[301, 302, 303]', '[]', '[]', 'Normal', 3600, 50.00, 'Maintenance', 'Spring tune-up', false, NULL, true, '2019-11-25 18:08:35.259054+00', '2019-11-25 18:08:35.259054+00', '[]', true, false, '2026-11-26 04:59:37.408974+00', NULL, '{"id": 702, "name": "AC Tune-Up", "class": "Maintenance", "active": true, "skills": [], "summary": "Spring tune-up", "duration": 3600, "noCharge": false, "priority": "Normal", "createdOn": "2019-11-25T18:08:35.2590544Z", "modifiedOn": "2019-11-25T18:08:35.2590544Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}', '1795669178.0180368'),
	(1234567890, 703, 'Furnace Repair', '[301, 302, 303]', '["Diagnostics"]', '[]', 'High', 7200, 50.00, 'Service', 'No heat since last night', false, NULL, true, '2023-01-11 13:25:56.633672+00', '2022-08-13 19:58:00.671678+00', '[]', true, false, '2026-11-26 04:59:37.408974+00', NULL, '{"id": 703, "name": "Furnace Repair", "class": "Service", "active": true, "skills": ["Diagnostics"], "summary": "No heat since last night", "duration": 7200, "noCharge": false, "priority": "High", "createdOn": "2022-08-13T19:58:00.671678Z", "modifiedOn": "2023-01-11T13:25:56.6336728Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}', '1795669178.0180368'),
	(1234567890, 704, 'Furnace Tune-Up', '[301, 302, 303]', '[]', '[]', 'Normal', 3600, 50.00, 'Maintenance', 'Fall tune-up', false, NULL, true, '2023-09-16 18:06:11.00361+00', '2021-02-24 20:31:09.394547+00', '[]', true, false, '2026-11-26 04:59:37.408974+00', NULL, '{"id": 704, "name": "Furnace Tune-Up", "class": "Maintenance", "active": true, "skills": [], "summary": "Fall tune-up", "duration": 3600, "noCharge": false, "priority": "Normal", "createdOn": "2021-02-24T20:31:09.3945473Z", "modifiedOn": "2023-09-16T18:06:11.0036106Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}', '1795669178.0180368'),
	(1234567890, 705, 'System Replacement', '[301, 302, 303]', '[]', '[]', 'Normal', 28800, 50.00, 'Install', 'Install 4 ton heat pump, remove old package unit', false, NULL, true, '2026-02-12 12:25:15+00', '2021-03-06 07:54:11.629188+00', '[]', true, false, '2026-11-26 04:59:37.408974+00', NULL, '{"id": 705, "name": "System Replacement", "class": "Install", "active": true, "skills": [], "summary": "Install 4 ton heat pump, remove old package unit", "duration": 28800, "noCharge": false, "priority": "Normal", "createdOn": "2021-03-06T07:54:11.6291888Z", "modifiedOn": "2026-02-12T12:25:15Z", "tagTypeIds": [], "externalData": [], "soldThreshold": 50.00, "businessUnitIds": [301, 302, 303], "isSmartDispatched": false, "invoiceSignaturesRequired": true, "enforceRecurringServiceEventSelection": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_jobs VALUES
	(1234567890, 10000002, '10000002', NULL, 1000017, 2000017, 'Completed', '2024-07-15 21:00:00+00', 302, 701, 'High', 410, 1, 20000003, 20000003, NULL, NULL, NULL, false, true, '2024-07-14 20:02:02.865113+00', 507, '2024-07-30 17:35:23.518834+00', '[]', NULL, NULL, NULL, NULL, 'PO-7056', 40000002, NULL, 462.00, NULL, '[]', '<p>Outside unit <b>loud</b>, ice on the line set</p>', '[]', '[]', true, '2026-11-26 04:59:37.539838+00', NULL, '{"id": 10000002, "total": 462.00, "active": true, "summary": "<p>Outside unit <b>loud</b>, ice on the line set</p>", "noCharge": false, "priority": "High", "soldById": null, "bookingId": null, "createdOn": "2024-07-14T20:02:02.8651131Z", "invoiceId": 40000002, "jobNumber": "10000002", "jobStatus": "Completed", "jobTypeId": 701, "projectId": null, "campaignId": 410, "customerId": 1000017, "customerPo": "PO-7056", "leadCallId": null, "locationId": 2000017, "modifiedOn": "2024-07-30T17:35:23.5188345Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-07-15T21:00:00Z", "createdById": 507, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 302, "appointmentCount": 1, "lastAppointmentId": 20000003, "partnerLeadCallId": null, "firstAppointmentId": 20000003, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}', '1795669178.0180368'),
	(1234567890, 10000001, '10000001', NULL, 1000025, 2000037, 'Completed', '2024-07-15 21:01:00+00', 305, 711, 'High', 406, 2, 20000001, 20000002, NULL, NULL, NULL, false, true, '2024-07-10 23:32:55.811518+00', 504, '2024-07-30 22:17:16+00', '[104]', NULL, NULL, NULL, 608, 'PO-7055', 40000001, NULL, 515.52, NULL, '[]', 'No hot water', '[]', '[]', true, '2026-11-26 04:59:37.539838+00', NULL, '{"id": 10000001, "total": 515.52, "active": true, "summary": "No hot water", "noCharge": false, "priority": "High", "soldById": 608, "bookingId": null, "createdOn": "2024-07-10T23:32:55.8115187Z", "invoiceId": 40000001, "jobNumber": "10000001", "jobStatus": "Completed", "jobTypeId": 711, "projectId": null, "campaignId": 406, "customerId": 1000025, "customerPo": "PO-7055", "leadCallId": null, "locationId": 2000037, "modifiedOn": "2024-07-30T22:17:16Z", "tagTypeIds": [104], "warrantyId": null, "completedOn": "2024-07-15T21:01:00Z", "createdById": 504, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 305, "appointmentCount": 2, "lastAppointmentId": 20000002, "partnerLeadCallId": null, "firstAppointmentId": 20000001, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}', '1795669178.0180368'),
	(1234567890, 10000003, '10000003', NULL, 1000033, 2000053, 'Completed', '2024-07-27 23:04:00+00', 301, 705, 'Normal', 410, 1, 20000004, 20000004, NULL, NULL, NULL, false, true, '2024-07-25 14:31:55.29696+00', 504, '2024-08-03 14:49:16.412104+00', '[]', NULL, NULL, NULL, NULL, 'PO-7057', 40000003, NULL, 4100.92, NULL, '[80000001]', 'Install 4 ton heat pump, remove old package unit', '[{"name": "Gate code", "value": "8628", "typeId": 71}, {"name": "Preferred time", "value": "9323", "typeId": 72}, {"name": "Square footage", "value": "914", "typeId": 73}, {"name": "Año / Größe 📐", "value": "7962", "typeId": 75}]', '[]', true, '2026-11-26 04:59:37.539838+00', NULL, '{"id": 10000003, "total": 4100.92, "active": true, "summary": "Install 4 ton heat pump, remove old package unit", "noCharge": false, "priority": "Normal", "soldById": null, "bookingId": null, "createdOn": "2024-07-25T14:31:55.2969601Z", "invoiceId": 40000003, "jobNumber": "10000003", "jobStatus": "Completed", "jobTypeId": 705, "projectId": null, "campaignId": 410, "customerId": 1000033, "customerPo": "PO-7057", "leadCallId": null, "locationId": 2000053, "modifiedOn": "2024-08-03T14:49:16.4121048Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-07-27T23:04:00Z", "createdById": 504, "estimateIds": [80000001], "recallForId": null, "customFields": [{"name": "Gate code", "value": "8628", "typeId": 71}, {"name": "Preferred time", "value": "9323", "typeId": 72}, {"name": "Square footage", "value": "914", "typeId": 73}, {"name": "Año / Größe 📐", "value": "7962", "typeId": 75}], "externalData": [], "membershipId": null, "businessUnitId": 301, "appointmentCount": 1, "lastAppointmentId": 20000004, "partnerLeadCallId": null, "firstAppointmentId": 20000004, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}', '1795669178.0180368'),
	(1234567890, 10000004, '10000004', NULL, 1000045, 2000077, 'Completed', '2024-08-19 17:32:00+00', 305, 710, 'Urgent', 405, 1, 20000005, 20000005, NULL, NULL, NULL, false, true, '2024-08-18 15:44:31.679333+00', 509, '2024-09-06 12:14:26.962212+00', '[]', NULL, NULL, NULL, NULL, '', 40000004, NULL, 1014.00, NULL, '[]', 'Toilet runs all night', '[]', '[]', true, '2026-11-26 04:59:37.539838+00', NULL, '{"id": 10000004, "total": 1014.00, "active": true, "summary": "Toilet runs all night", "noCharge": false, "priority": "Urgent", "soldById": null, "bookingId": null, "createdOn": "2024-08-18T15:44:31.6793335Z", "invoiceId": 40000004, "jobNumber": "10000004", "jobStatus": "Completed", "jobTypeId": 710, "projectId": null, "campaignId": 405, "customerId": 1000045, "customerPo": "", "leadCallId": null, "locationId": 2000077, "modifiedOn": "2024-09-06T12:14:26.962212Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-08-19T17:32:00Z", "createdById": 509, "estimateIds": [], "recallForId": null, "customFields": [], "externalData": [], "membershipId": null, "businessUnitId": 305, "appointmentCount": 1, "lastAppointmentId": 20000005, "partnerLeadCallId": null, "firstAppointmentId": 20000005, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}', '1795669178.0180368'),
	(1234567890, 10000005, '10000005', NULL, 1000033, 2000053, 'Completed', '2024-09-03 00:28:00+00', 301, 706, 'Low', 408, 1, 20000006, 20000006, NULL, NULL, NULL, false, true, '2024-08-26 20:32:19.936895+00', 507, '2026-05-21 20:00:00.123456+00', '[]', NULL, NULL, NULL, NULL, 'PO-7059', 40000005, NULL, 462.00, NULL, '[80000002]', 'Clean all supply and return ducts', '[{"name": "Square footage", "value": "9599", "typeId": 73}, {"name": "Inspector", "value": "3608", "typeId": 74}, {"name": "Año / Größe 📐", "value": "8461", "typeId": 75}, {"name": "Gate code", "value": "415", "typeId": 76}]', '[]', true, '2026-11-26 04:59:37.539838+00', NULL, '{"id": 10000005, "total": 462.00, "active": true, "summary": "Clean all supply and return ducts", "noCharge": false, "priority": "Low", "soldById": null, "bookingId": null, "createdOn": "2024-08-26T20:32:19.9368953Z", "invoiceId": 40000005, "jobNumber": "10000005", "jobStatus": "Completed", "jobTypeId": 706, "projectId": null, "campaignId": 408, "customerId": 1000033, "customerPo": "PO-7059", "leadCallId": null, "locationId": 2000053, "modifiedOn": "2026-05-21T20:00:00.1234568Z", "tagTypeIds": [], "warrantyId": null, "completedOn": "2024-09-03T00:28:00Z", "createdById": 507, "estimateIds": [80000002], "recallForId": null, "customFields": [{"name": "Square footage", "value": "9599", "typeId": 73}, {"name": "Inspector", "value": "3608", "typeId": 74}, {"name": "Año / Größe 📐", "value": "8461", "typeId": 75}, {"name": "Gate code", "value": "415", "typeId": 76}], "externalData": [], "membershipId": null, "businessUnitId": 301, "appointmentCount": 1, "lastAppointmentId": 20000006, "partnerLeadCallId": null, "firstAppointmentId": 20000006, "notificationsEnabled": true, "createdFromEstimateId": null, "jobGeneratedLeadSource": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_location_contacts VALUES
	(1234567890, 3000022, 'Email', 'amir.begay359@example.org', NULL, '{"doNotText": false, "phoneNumber": null}', '2021-09-25 15:00:00.983365+00', '2021-09-25 15:00:00.983365+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}', 2000005, true, '2026-11-26 04:59:37.392705+00', NULL, '{"id": 3000022, "memo": null, "type": "Email", "value": "amir.begay359@example.org", "active": true, "createdOn": "2021-09-25T15:00:00.9833652Z", "locationId": 2000005, "modifiedOn": "2021-09-25T15:00:00.9833652Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": false, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": null}}', '1795669178.0180368'),
	(1234567890, 3000019, 'Phone', '4805553036', NULL, '{"doNotText": false, "phoneNumber": "4805553036"}', '2021-12-01 18:17:29.756+00', '2021-09-25 15:00:00.983365+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}', 2000005, true, '2026-11-26 04:59:37.392705+00', NULL, '{"id": 3000019, "memo": null, "type": "Phone", "value": "4805553036", "active": true, "createdOn": "2021-09-25T15:00:00.9833652Z", "locationId": 2000005, "modifiedOn": "2021-12-01T18:17:29.756Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": "4805553036"}}', '1795669178.0180368'),
	(1234567890, 3000034, 'MobilePhone', '6235556786', NULL, '{"doNotText": false, "phoneNumber": "6235556786"}', '2022-04-09 23:10:19.815057+00', '2021-12-26 07:00:00.431966+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}', 2000009, true, '2026-11-26 04:59:37.392705+00', NULL, '{"id": 3000034, "memo": null, "type": "MobilePhone", "value": "6235556786", "active": true, "createdOn": "2021-12-26T07:00:00.4319665Z", "locationId": 2000009, "modifiedOn": "2022-04-09T23:10:19.8150571Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": "6235556786"}}', '1795669178.0180368'),
	(1234567890, 3000031, 'Phone', '4805559365', NULL, '{"doNotText": true, "phoneNumber": "4805559365"}', '2022-04-22 02:17:45.158161+00', '2021-12-26 07:00:00.431966+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}', 2000009, true, '2026-11-26 04:59:37.392705+00', NULL, '{"id": 3000031, "memo": null, "type": "Phone", "value": "4805559365", "active": true, "createdOn": "2021-12-26T07:00:00.4319665Z", "locationId": 2000009, "modifiedOn": "2022-04-22T02:17:45.1581615Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": true, "phoneNumber": "4805559365"}}', '1795669178.0180368'),
	(1234567890, 3000049, 'MobilePhone', '6025554218', 'ask for the manager', '{"doNotText": false, "phoneNumber": "6025554218"}', '2023-04-06 04:06:03.610779+00', '2022-06-27 15:00:00.248994+00', '{"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}', 2000017, true, '2026-11-26 04:59:37.392705+00', NULL, '{"id": 3000049, "memo": "ask for the manager", "type": "MobilePhone", "value": "6025554218", "active": true, "createdOn": "2022-06-27T15:00:00.248994Z", "locationId": 2000017, "modifiedOn": "2023-04-06T04:06:03.6107799Z", "preferences": {"jobRemindersEnabled": true, "marketingUpdatesEnabled": true, "invoiceStatementNotification": false}, "phoneSettings": {"doNotText": false, "phoneNumber": "6025554218"}}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_locations VALUES
	(1234567890, 2000001, 1000001, true, 'Robert Carter', '{"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}', '[]', '2021-06-25 23:00:00.09514+00', 507, '2021-06-25 23:00:00.09514+00', NULL, 208, false, '[]', '[]', 801, '2026-11-26 04:59:37.505929+00', NULL, '{"id": 2000001, "name": "Robert Carter", "active": true, "zoneId": 208, "address": {"zip": "85254", "city": "Scottsdale", "unit": "Apt 319", "state": "AZ", "street": "12359 E Desert Willow Ct", "country": "USA", "latitude": 33.489584, "longitude": -111.961826}, "createdOn": "2021-06-25T23:00:00.0951407Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000001, "mergedToId": null, "modifiedOn": "2021-06-25T23:00:00.0951407Z", "tagTypeIds": [], "createdById": 507, "customFields": [], "externalData": []}', '1795669178.0180368'),
	(1234567890, 2000005, 1000005, true, 'Amir Begay', '{"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}', '[]', '2021-09-25 15:00:00.983365+00', 503, '2021-11-19 20:49:26.118861+00', NULL, 205, false, '[]', '[]', 801, '2026-11-26 04:59:37.505929+00', NULL, '{"id": 2000005, "name": "Amir Begay", "active": true, "zoneId": 205, "address": {"zip": "85018", "city": "Phoenix", "unit": "Apt 70", "state": "AZ", "street": "16617 W Alma School Rd", "country": "USA", "latitude": 33.465535, "longitude": -112.073021}, "createdOn": "2021-09-25T15:00:00.9833652Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000005, "mergedToId": null, "modifiedOn": "2021-11-19T20:49:26.1188619Z", "tagTypeIds": [], "createdById": 503, "customFields": [], "externalData": []}', '1795669178.0180368'),
	(1234567890, 2000009, 1000009, true, 'Elena Clark', '{"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}', '[]', '2021-12-26 07:00:00.431966+00', 503, '2022-01-02 16:09:16.907589+00', NULL, 208, false, '[]', '[{"key": "crmId", "value": "EXT-2000009"}]', 801, '2026-11-26 04:59:37.505929+00', NULL, '{"id": 2000009, "name": "Elena Clark", "active": true, "zoneId": 208, "address": {"zip": "85304", "city": "Glendale", "unit": null, "state": "AZ", "street": "1132 S Camelback Rd", "country": "USA", "latitude": 33.542632, "longitude": -112.189333}, "createdOn": "2021-12-26T07:00:00.4319665Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000009, "mergedToId": null, "modifiedOn": "2022-01-02T16:09:16.9075898Z", "tagTypeIds": [], "createdById": 503, "customFields": [], "externalData": [{"key": "crmId", "value": "EXT-2000009"}]}', '1795669178.0180368'),
	(1234567890, 2000017, 1000017, true, 'Copper Church', '{"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}', '[{"name": "Preferred time", "value": "6861", "typeId": 72}, {"name": "Square footage", "value": "6168", "typeId": 73}, {"name": "Año / Größe 📐", "value": "8439", "typeId": 75}, {"name": "Gate code", "value": "8306", "typeId": 76}]', '2022-06-27 15:00:00.248994+00', 503, '2022-10-29 09:34:44.053+00', NULL, 207, false, '[]', '[]', 801, '2026-11-26 04:59:37.505929+00', NULL, '{"id": 2000017, "name": "Copper Church", "active": true, "zoneId": 207, "address": {"zip": "85302", "city": "Glendale", "unit": null, "state": "AZ", "street": "10627 E Cactus Rd", "country": "USA", "latitude": 33.533442, "longitude": -112.188611}, "createdOn": "2022-06-27T15:00:00.248994Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000017, "mergedToId": null, "modifiedOn": "2022-10-29T09:34:44.053Z", "tagTypeIds": [], "createdById": 503, "customFields": [{"name": "Preferred time", "value": "6861", "typeId": 72}, {"name": "Square footage", "value": "6168", "typeId": 73}, {"name": "Año / Größe 📐", "value": "8439", "typeId": 75}, {"name": "Gate code", "value": "8306", "typeId": 76}], "externalData": []}', '1795669178.0180368'),
	(1234567890, 2000013, 1000013, true, 'David Anderson', '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}', '[]', '2022-03-27 23:00:00.404826+00', 508, '2022-12-10 18:47:07.924811+00', NULL, 203, false, '[102, 104, 109]', '[]', 801, '2026-11-26 04:59:37.505929+00', NULL, '{"id": 2000013, "name": "David Anderson", "active": true, "zoneId": 203, "address": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "18128 W Cholla St", "country": "USA", "latitude": 33.580716, "longitude": -112.196703}, "createdOn": "2022-03-27T23:00:00.4048263Z", "taxExempt": false, "taxZoneId": 801, "customerId": 1000013, "mergedToId": null, "modifiedOn": "2022-12-10T18:47:07.9248113Z", "tagTypeIds": [102, 104, 109], "createdById": 508, "customFields": [], "externalData": []}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_payments VALUES
	(1234567890, 60000001, true, '[{"appliedBy": "system", "appliedId": 70000002, "appliedOn": "2024-08-22T06:37:15.6605583Z", "appliedTo": 40000004, "appliedAmount": "1014.00", "appliedToReferenceNumber": "10000004"}]', NULL, NULL, '{"id": 305, "name": "Plumbing - Install"}', NULL, 'system', '2024-08-22 06:37:15.660558+00', '{"id": 1000045, "name": "Tony Brown"}', '[]', NULL, NULL, '2024-08-22 06:37:15.660558+00', 'PMT60000001', NULL, 'Pending', '5', 1014.00, 0.00, '2024-08-22 00:00:00+00', 'Financing', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', 1000045, 305, 40000004, '2026-11-26 04:59:37.31158+00', NULL, '{"id": 60000001, "date": "2024-08-22T00:00:00Z", "memo": null, "type": "Financing", "batch": null, "total": "1014.00", "active": true, "typeId": "5", "deposit": null, "authCode": null, "customer": {"id": 1000045, "name": "Tony Brown"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000002, "appliedOn": "2024-08-22T06:37:15.6605583Z", "appliedTo": 40000004, "appliedAmount": "1014.00", "appliedToReferenceNumber": "10000004"}], "createdBy": "system", "createdOn": "2024-08-22T06:37:15.6605583Z", "modifiedOn": "2024-08-22T06:37:15.6605583Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 305, "name": "Plumbing - Install"}, "customFields": [], "referenceNumber": "PMT60000001", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}', '1795669178.0180368'),
	(1234567890, 60000002, true, '[{"appliedBy": "system", "appliedId": 70000003, "appliedOn": "2024-09-16T13:59:50Z", "appliedTo": 40000006, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000006"}]', '000000', NULL, '{"id": 303, "name": "HVAC - Maintenance"}', NULL, 'system', '2024-09-16 13:59:50+00', '{"id": 1000001, "name": "Robert Carter"}', '[]', NULL, NULL, '2024-09-16 13:59:50+00', 'PMT60000002', NULL, 'Pending', '3', 462.00, 0.00, '2024-09-16 00:00:00+00', 'Credit Card', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', 1000001, 303, 40000006, '2026-11-26 04:59:37.31158+00', NULL, '{"id": 60000002, "date": "2024-09-16T00:00:00Z", "memo": null, "type": "Credit Card", "batch": null, "total": "462.00", "active": true, "typeId": "3", "deposit": null, "authCode": "000000", "customer": {"id": 1000001, "name": "Robert Carter"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000003, "appliedOn": "2024-09-16T13:59:50Z", "appliedTo": 40000006, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000006"}], "createdBy": "system", "createdOn": "2024-09-16T13:59:50Z", "modifiedOn": "2024-09-16T13:59:50Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 303, "name": "HVAC - Maintenance"}, "customFields": [], "referenceNumber": "PMT60000002", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}', '1795669178.0180368'),
	(1234567890, 60000003, false, '[{"appliedBy": "system", "appliedId": 70000004, "appliedOn": "2024-10-27T18:36:30.4489357Z", "appliedTo": 40000010, "appliedAmount": "399.51", "appliedToReferenceNumber": "10000010"}]', NULL, NULL, '{"id": 304, "name": "Plumbing - Service"}', NULL, 'system', '2024-10-27 18:36:30.448935+00', '{"id": 1000045, "name": "Tony Brown"}', '[]', NULL, NULL, '2024-10-27 18:36:30.448935+00', 'PMT60000003', NULL, 'Pending', '5', 399.51, 0.00, '2024-10-27 00:00:00+00', 'Financing', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', 1000045, 304, 40000010, '2026-11-26 04:59:37.31158+00', NULL, '{"id": 60000003, "date": "2024-10-27T00:00:00Z", "memo": null, "type": "Financing", "batch": null, "total": "399.51", "active": false, "typeId": "5", "deposit": null, "authCode": null, "customer": {"id": 1000045, "name": "Tony Brown"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000004, "appliedOn": "2024-10-27T18:36:30.4489357Z", "appliedTo": 40000010, "appliedAmount": "399.51", "appliedToReferenceNumber": "10000010"}], "createdBy": "system", "createdOn": "2024-10-27T18:36:30.4489357Z", "modifiedOn": "2024-10-27T18:36:30.4489357Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 304, "name": "Plumbing - Service"}, "customFields": [], "referenceNumber": "PMT60000003", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}', '1795669178.0180368'),
	(1234567890, 60000004, true, '[{"appliedBy": "system", "appliedId": 70000005, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000001, "appliedAmount": "515.52", "appliedToReferenceNumber": "10000001"}, {"appliedBy": "system", "appliedId": 70000006, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000007, "appliedAmount": "1248.00", "appliedToReferenceNumber": "10000007"}, {"appliedBy": "system", "appliedId": 70000007, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000012, "appliedAmount": "115.00", "appliedToReferenceNumber": "10000012"}]', NULL, NULL, '{"id": 302, "name": "HVAC - Install"}', '4671', 'system', '2024-11-23 15:35:20.969601+00', '{"id": 1000025, "name": "Mesa Verde Auto Repair"}', '[]', NULL, NULL, '2024-11-23 15:35:20.969601+00', 'PMT60000004', NULL, 'Pending', '2', 1878.52, 0.00, '2024-11-23 00:00:00+00', 'Check', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', 1000025, 302, 40000001, '2026-11-26 04:59:37.31158+00', NULL, '{"id": 60000004, "date": "2024-11-23T00:00:00Z", "memo": null, "type": "Check", "batch": null, "total": "1878.52", "active": true, "typeId": "2", "deposit": null, "authCode": null, "customer": {"id": 1000025, "name": "Mesa Verde Auto Repair"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000005, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000001, "appliedAmount": "515.52", "appliedToReferenceNumber": "10000001"}, {"appliedBy": "system", "appliedId": 70000006, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000007, "appliedAmount": "1248.00", "appliedToReferenceNumber": "10000007"}, {"appliedBy": "system", "appliedId": 70000007, "appliedOn": "2024-11-23T15:35:20.9696016Z", "appliedTo": 40000012, "appliedAmount": "115.00", "appliedToReferenceNumber": "10000012"}], "createdBy": "system", "createdOn": "2024-11-23T15:35:20.9696016Z", "modifiedOn": "2024-11-23T15:35:20.9696016Z", "syncStatus": "Pending", "checkNumber": "4671", "businessUnit": {"id": 302, "name": "HVAC - Install"}, "customFields": [], "referenceNumber": "PMT60000004", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}', '1795669178.0180368'),
	(1234567890, 60000005, true, '[{"appliedBy": "system", "appliedId": 70000008, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000003, "appliedAmount": "4100.92", "appliedToReferenceNumber": "10000003"}, {"appliedBy": "system", "appliedId": 70000009, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000005, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000005"}, {"appliedBy": "system", "appliedId": 70000010, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000009, "appliedAmount": "5200.00", "appliedToReferenceNumber": "10000009"}, {"appliedBy": "system", "appliedId": 70000011, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000014, "appliedAmount": "319.71", "appliedToReferenceNumber": "10000014"}]', NULL, NULL, '{"id": 306, "name": "Electrical - Service"}', NULL, 'system', '2024-12-13 22:03:12.426595+00', '{"id": 1000033, "name": "Sunrise Church"}', '[]', NULL, NULL, '2024-12-13 22:03:12.426595+00', 'PMT60000005', NULL, 'Pending', '1', 10082.63, 0.00, '2024-12-13 00:00:00+00', 'Cash', '{"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}', 1000033, 306, 40000003, '2026-11-26 04:59:37.31158+00', NULL, '{"id": 60000005, "date": "2024-12-13T00:00:00Z", "memo": null, "type": "Cash", "batch": null, "total": "10082.63", "active": true, "typeId": "1", "deposit": null, "authCode": null, "customer": {"id": 1000033, "name": "Sunrise Church"}, "appliedTo": [{"appliedBy": "system", "appliedId": 70000008, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000003, "appliedAmount": "4100.92", "appliedToReferenceNumber": "10000003"}, {"appliedBy": "system", "appliedId": 70000009, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000005, "appliedAmount": "462.00", "appliedToReferenceNumber": "10000005"}, {"appliedBy": "system", "appliedId": 70000010, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000009, "appliedAmount": "5200.00", "appliedToReferenceNumber": "10000009"}, {"appliedBy": "system", "appliedId": 70000011, "appliedOn": "2024-12-13T22:03:12.4265951Z", "appliedTo": 40000014, "appliedAmount": "319.71", "appliedToReferenceNumber": "10000014"}], "createdBy": "system", "createdOn": "2024-12-13T22:03:12.4265951Z", "modifiedOn": "2024-12-13T22:03:12.4265951Z", "syncStatus": "Pending", "checkNumber": null, "businessUnit": {"id": 306, "name": "Electrical - Service"}, "customFields": [], "referenceNumber": "PMT60000005", "unappliedAmount": "0.00", "refundedPaymentId": null, "generalLedgerAccount": {"id": 952, "name": "Undeposited Funds", "type": "Asset", "number": "1200", "detailType": "Bank"}}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_pricebook_categories VALUES
	(1234567890, 5001, 'HVAC Services', true, 'All of hvac services', NULL, NULL, 0, 'Services', '[{"id": 5002, "name": "HVAC Repair", "image": null, "active": true, "source": null, "parentId": 5001, "position": 0, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5003, "name": "HVAC Install", "image": null, "active": true, "source": null, "parentId": 5001, "position": 1, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5004, "name": "HVAC Maintenance", "image": null, "active": true, "source": null, "parentId": 5001, "position": 2, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}]', '[]', '[]', NULL, NULL, NULL, false, '2021-12-03 16:54:42.582931+00', '2023-11-13 12:45:20.022891+00', '2026-11-26 04:59:37.423806+00', NULL, '{"id": 5001, "name": "HVAC Services", "image": null, "active": true, "source": null, "parentId": null, "position": 0, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": "All of hvac services", "categoryType": "Services", "hideInMobile": false, "subcategories": [{"id": 5002, "name": "HVAC Repair", "image": null, "active": true, "source": null, "parentId": 5001, "position": 0, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5003, "name": "HVAC Install", "image": null, "active": true, "source": null, "parentId": 5001, "position": 1, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5004, "name": "HVAC Maintenance", "image": null, "active": true, "source": null, "parentId": 5001, "position": 2, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}], "businessUnitIds": []}', '1795669178.0180368'),
	(1234567890, 5002, 'HVAC Repair', true, NULL, NULL, 5001, 0, 'Services', '[]', '[]', '[]', NULL, NULL, NULL, false, '2021-12-03 16:54:42.582931+00', '2023-11-13 12:45:20.022891+00', '2026-11-26 04:59:37.423806+00', NULL, '{"id": 5002, "name": "HVAC Repair", "image": null, "active": true, "source": null, "parentId": 5001, "position": 0, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}', '1795669178.0180368'),
	(1234567890, 5003, 'HVAC Install', true, NULL, NULL, 5001, 1, 'Services', '[]', '[]', '[]', NULL, NULL, NULL, false, '2021-12-03 16:54:42.582931+00', '2023-11-13 12:45:20.022891+00', '2026-11-26 04:59:37.423806+00', NULL, '{"id": 5003, "name": "HVAC Install", "image": null, "active": true, "source": null, "parentId": 5001, "position": 1, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}', '1795669178.0180368'),
	(1234567890, 5004, 'HVAC Maintenance', true, NULL, NULL, 5001, 2, 'Services', '[]', '[]', '[]', NULL, NULL, NULL, false, '2021-12-03 16:54:42.582931+00', '2023-11-13 12:45:20.022891+00', '2026-11-26 04:59:37.423806+00', NULL, '{"id": 5004, "name": "HVAC Maintenance", "image": null, "active": true, "source": null, "parentId": 5001, "position": 2, "createdOn": "2021-12-03T16:54:42.5829313Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2023-11-13T12:45:20.0228917Z", "description": null, "categoryType": "Services", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}', '1795669178.0180368'),
	(1234567890, 5011, 'HVAC Materials', true, 'All of hvac materials', NULL, NULL, 0, 'Materials', '[{"id": 5012, "name": "HVAC Repair", "image": null, "active": true, "source": null, "parentId": 5011, "position": 0, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5013, "name": "HVAC Install", "image": null, "active": true, "source": null, "parentId": 5011, "position": 1, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5014, "name": "HVAC Maintenance", "image": null, "active": true, "source": null, "parentId": 5011, "position": 2, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}]', '[]', '[]', NULL, NULL, NULL, false, '2022-11-03 14:25:37.674268+00', '2026-05-21 20:00:00.123456+00', '2026-11-26 04:59:37.423806+00', NULL, '{"id": 5011, "name": "HVAC Materials", "image": null, "active": true, "source": null, "parentId": null, "position": 0, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": "All of hvac materials", "categoryType": "Materials", "hideInMobile": false, "subcategories": [{"id": 5012, "name": "HVAC Repair", "image": null, "active": true, "source": null, "parentId": 5011, "position": 0, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5013, "name": "HVAC Install", "image": null, "active": true, "source": null, "parentId": 5011, "position": 1, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}, {"id": 5014, "name": "HVAC Maintenance", "image": null, "active": true, "source": null, "parentId": 5011, "position": 2, "createdOn": "2022-11-03T14:25:37.6742688Z", "skuImages": [], "skuVideos": null, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": null, "categoryType": "Materials", "hideInMobile": false, "subcategories": [], "businessUnitIds": []}], "businessUnitIds": []}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_pricebook_equipment VALUES
	(1234567890, 8004, 'E1003', 'Rheem Heat pump 3 ton', '<p>Rheem Heat pump 3 ton</p>', true, 5220.00, 4698.00, 4437.00, 4176.00, 'Rheem', 'HV5220', '{"duration": 120, "description": "Ten years, parts"}', '[5012]', '[]', '[]', '[]', '[]', NULL, '[]', 'Sales', 'Cost of Goods Sold', 'Inventory', NULL, true, 6.00, 0.05, 2.00, true, 2871.00, 'Each', true, '2021-03-09 07:11:20.546512+00', NULL, NULL, '[]', false, NULL, 51, false, NULL, '2020-08-15 11:13:18.581569+00', NULL, '{"depth": 29.00, "width": 29.00, "height": 36.50}', NULL, NULL, '{"duration": 12, "description": "One year, labor"}', '2026-11-26 04:59:37.343065+00', NULL, '{"id": 8004, "code": "E1003", "cost": 2871.00, "bonus": 6.00, "hours": 2.00, "model": "HV5220", "price": 5220.00, "active": true, "assets": [], "source": null, "typeId": 51, "account": "Sales", "taxable": true, "upgrades": [], "createdOn": "2020-08-15T11:13:18.5815696Z", "addOnPrice": 4437.00, "categories": [5012], "dimensions": {"depth": 29.00, "width": 29.00, "height": 36.50}, "externalId": null, "modifiedOn": "2021-03-09T07:11:20.5465124Z", "description": "<p>Rheem Heat pump 3 ton</p>", "displayName": "Rheem Heat pump 3 ton", "isInventory": true, "memberPrice": 4698.00, "assetAccount": "Inventory", "externalData": [], "manufacturer": "Rheem", "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.05, "defaultAssetUrl": null, "displayInAmount": false, "recommendations": [], "addOnMemberPrice": 4176.00, "costOfSaleAccount": "Cost of Goods Sold", "equipmentMaterials": [], "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"}, "generalLedgerAccountId": null, "isConfigurableEquipment": false, "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"}, "variationsOrConfigurableEquipment": null}', '1795669178.0180368'),
	(1234567890, 8005, 'E1004', 'Trane Heat pump 4 ton', '<p>Trane Heat pump 4 ton</p>', true, 5640.00, 5076.00, 4794.00, 4512.00, 'Trane', 'HV5640', '{"duration": 120, "description": "Ten years, parts"}', '[5012]', '[]', '[]', '[]', '[]', NULL, '[]', 'Sales', 'Cost of Goods Sold', 'Inventory', NULL, true, 8.00, 0.02, 2.00, true, 3102.00, 'Each', true, '2021-10-01 23:20:27.092354+00', NULL, NULL, '[]', false, NULL, 51, false, NULL, '2021-10-01 23:20:27.092354+00', NULL, '{"depth": 29.00, "width": 29.00, "height": 36.50}', NULL, NULL, '{"duration": 12, "description": "One year, labor"}', '2026-11-26 04:59:37.343065+00', NULL, '{"id": 8005, "code": "E1004", "cost": 3102.00, "bonus": 8.00, "hours": 2.00, "model": "HV5640", "price": 5640.00, "active": true, "assets": [], "source": null, "typeId": 51, "account": "Sales", "taxable": true, "upgrades": [], "createdOn": "2021-10-01T23:20:27.0923546Z", "addOnPrice": 4794.00, "categories": [5012], "dimensions": {"depth": 29.00, "width": 29.00, "height": 36.50}, "externalId": null, "modifiedOn": "2021-10-01T23:20:27.0923546Z", "description": "<p>Trane Heat pump 4 ton</p>", "displayName": "Trane Heat pump 4 ton", "isInventory": true, "memberPrice": 5076.00, "assetAccount": "Inventory", "externalData": [], "manufacturer": "Trane", "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.02, "defaultAssetUrl": null, "displayInAmount": false, "recommendations": [], "addOnMemberPrice": 4512.00, "costOfSaleAccount": "Cost of Goods Sold", "equipmentMaterials": [], "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"}, "generalLedgerAccountId": null, "isConfigurableEquipment": false, "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"}, "variationsOrConfigurableEquipment": null}', '1795669178.0180368'),
	(1234567890, 8001, 'E1000', 'Trane Heat pump 3 ton', '<p>Trane Heat pump 3 ton</p>', true, 4890.00, 4401.00, 4156.50, 3912.00, 'Trane', 'HV4890', '{"duration": 120, "description": "Ten years, parts"}', '[5012]', '[]', '[]', '[]', '[]', NULL, '[]', 'Sales', 'Cost of Goods Sold', 'Inventory', NULL, false, 4.00, 0.03, 2.00, true, 2689.50, 'Each', true, '2025-12-01 21:56:09.07599+00', NULL, NULL, '[]', false, NULL, 51, false, NULL, '2022-06-16 18:28:15.31948+00', NULL, '{"depth": 29.00, "width": 29.00, "height": 36.50}', NULL, NULL, '{"duration": 12, "description": "One year, labor"}', '2026-11-26 04:59:37.343065+00', NULL, '{"id": 8001, "code": "E1000", "cost": 2689.50, "bonus": 4.00, "hours": 2.00, "model": "HV4890", "price": 4890.00, "active": true, "assets": [], "source": null, "typeId": 51, "account": "Sales", "taxable": true, "upgrades": [], "createdOn": "2022-06-16T18:28:15.3194805Z", "addOnPrice": 4156.50, "categories": [5012], "dimensions": {"depth": 29.00, "width": 29.00, "height": 36.50}, "externalId": null, "modifiedOn": "2025-12-01T21:56:09.0759904Z", "description": "<p>Trane Heat pump 3 ton</p>", "displayName": "Trane Heat pump 3 ton", "isInventory": true, "memberPrice": 4401.00, "assetAccount": "Inventory", "externalData": [], "manufacturer": "Trane", "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "crossSaleGroup": null, "paysCommission": false, "commissionBonus": 0.03, "defaultAssetUrl": null, "displayInAmount": false, "recommendations": [], "addOnMemberPrice": 3912.00, "costOfSaleAccount": "Cost of Goods Sold", "equipmentMaterials": [], "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"}, "generalLedgerAccountId": null, "isConfigurableEquipment": false, "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"}, "variationsOrConfigurableEquipment": null}', '1795669178.0180368'),
	(1234567890, 8003, 'E1002', 'Lennox Heat pump 3 ton', '<p>Lennox Heat pump 3 ton</p>', true, 5110.00, 4599.00, 4343.50, 4088.00, 'Lennox', 'HV5110', '{"duration": 120, "description": "Ten years, parts"}', '[5012]', '[]', '[]', '[]', '[]', NULL, '[]', 'Sales', 'Cost of Goods Sold', 'Inventory', NULL, true, 13.00, 0.06, 2.00, true, 2810.50, 'Each', true, '2026-05-14 11:10:47.874352+00', NULL, NULL, '[]', false, NULL, 51, false, NULL, '2023-04-01 03:00:23.227491+00', NULL, '{"depth": 29.00, "width": 29.00, "height": 36.50}', NULL, NULL, '{"duration": 12, "description": "One year, labor"}', '2026-11-26 04:59:37.343065+00', NULL, '{"id": 8003, "code": "E1002", "cost": 2810.50, "bonus": 13.00, "hours": 2.00, "model": "HV5110", "price": 5110.00, "active": true, "assets": [], "source": null, "typeId": 51, "account": "Sales", "taxable": true, "upgrades": [], "createdOn": "2023-04-01T03:00:23.2274918Z", "addOnPrice": 4343.50, "categories": [5012], "dimensions": {"depth": 29.00, "width": 29.00, "height": 36.50}, "externalId": null, "modifiedOn": "2026-05-14T11:10:47.8743522Z", "description": "<p>Lennox Heat pump 3 ton</p>", "displayName": "Lennox Heat pump 3 ton", "isInventory": true, "memberPrice": 4599.00, "assetAccount": "Inventory", "externalData": [], "manufacturer": "Lennox", "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.06, "defaultAssetUrl": null, "displayInAmount": false, "recommendations": [], "addOnMemberPrice": 4088.00, "costOfSaleAccount": "Cost of Goods Sold", "equipmentMaterials": [], "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"}, "generalLedgerAccountId": null, "isConfigurableEquipment": false, "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"}, "variationsOrConfigurableEquipment": null}', '1795669178.0180368'),
	(1234567890, 8002, 'E1001', 'Carrier Heat pump 3 ton', '<p>Carrier Heat pump 3 ton</p>', true, 5000.00, 4500.00, 4250.00, 4000.00, 'Carrier', 'HV5000', '{"duration": 120, "description": "Ten years, parts"}', '[5012]', '[]', '[]', '[]', '[]', NULL, '[]', 'Sales', 'Cost of Goods Sold', 'Inventory', NULL, true, 8.00, 0.07, 2.00, true, 2750.00, 'Each', true, '2026-05-21 20:00:00.123456+00', NULL, NULL, '[]', false, NULL, 51, false, NULL, '2022-04-30 02:48:30.510982+00', NULL, '{"depth": 29.00, "width": 29.00, "height": 36.50}', NULL, NULL, '{"duration": 12, "description": "One year, labor"}', '2026-11-26 04:59:37.343065+00', NULL, '{"id": 8002, "code": "E1001", "cost": 2750.00, "bonus": 8.00, "hours": 2.00, "model": "HV5000", "price": 5000.00, "active": true, "assets": [], "source": null, "typeId": 51, "account": "Sales", "taxable": true, "upgrades": [], "createdOn": "2022-04-30T02:48:30.5109822Z", "addOnPrice": 4250.00, "categories": [5012], "dimensions": {"depth": 29.00, "width": 29.00, "height": 36.50}, "externalId": null, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "description": "<p>Carrier Heat pump 3 ton</p>", "displayName": "Carrier Heat pump 3 ton", "isInventory": true, "memberPrice": 4500.00, "assetAccount": "Inventory", "externalData": [], "manufacturer": "Carrier", "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.07, "defaultAssetUrl": null, "displayInAmount": false, "recommendations": [], "addOnMemberPrice": 4000.00, "costOfSaleAccount": "Cost of Goods Sold", "equipmentMaterials": [], "manufacturerWarranty": {"duration": 120, "description": "Ten years, parts"}, "generalLedgerAccountId": null, "isConfigurableEquipment": false, "serviceProviderWarranty": {"duration": 12, "description": "One year, labor"}, "variationsOrConfigurableEquipment": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_pricebook_materials VALUES
	(1234567890, 7001, 'M1000', 'Capacitor 45/5, std', 'Capacitor 45/5, std', 20.90, true, 38.00, 34.20, 32.30, 30.40, 0.00, 0.00, 0.01, false, true, 'Each', true, 'Sales', 'Cost of Goods Sold', 'Inventory', true, NULL, '[]', '[5011]', '[]', '2023-07-10 10:14:28.585268+00', NULL, NULL, '[]', false, true, '[]', NULL, 501, '2023-07-10 10:14:28.585268+00', false, NULL, false, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.472642+00', NULL, '{"id": 7001, "code": "M1000", "cost": 20.90, "bonus": 0.00, "hours": 0.00, "price": 38.00, "active": true, "assets": [], "source": null, "account": "Sales", "taxable": true, "createdOn": "2023-07-10T10:14:28.585268Z", "addOnPrice": 32.30, "categories": [5011], "costTypeId": null, "externalId": null, "modifiedOn": "2023-07-10T10:14:28.585268Z", "createdById": 501, "description": "Capacitor 45/5, std", "displayName": "Capacitor 45/5, std", "isInventory": true, "memberPrice": 34.20, "assetAccount": "Inventory", "externalData": [], "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "paysCommission": false, "commissionBonus": 0.01, "deductAsJobCost": true, "defaultAssetUrl": null, "displayInAmount": false, "addOnMemberPrice": 30.40, "costOfSaleAccount": "Cost of Goods Sold", "isOtherDirectCost": false, "chargeableByDefault": true, "generalLedgerAccountId": null, "isConfigurableMaterial": false, "variationsOrConfigurableMaterials": []}', '1795669178.0180368'),
	(1234567890, 7004, 'M1003', 'Contactor 2 pole, std', 'Contactor 2 pole, std', 28.60, true, 52.00, 46.80, 44.20, 41.60, 0.00, 4.00, 0.02, true, true, 'Each', true, 'Sales', 'Cost of Goods Sold', 'Inventory', true, NULL, '[]', '[5011]', '[]', '2023-09-22 11:06:41.871259+00', NULL, NULL, '[]', false, true, '[]', NULL, 501, '2022-07-26 21:10:02.687736+00', false, NULL, false, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.472642+00', NULL, '{"id": 7004, "code": "M1003", "cost": 28.60, "bonus": 4.00, "hours": 0.00, "price": 52.00, "active": true, "assets": [], "source": null, "account": "Sales", "taxable": true, "createdOn": "2022-07-26T21:10:02.6877362Z", "addOnPrice": 44.20, "categories": [5011], "costTypeId": null, "externalId": null, "modifiedOn": "2023-09-22T11:06:41.8712593Z", "createdById": 501, "description": "Contactor 2 pole, std", "displayName": "Contactor 2 pole, std", "isInventory": true, "memberPrice": 46.80, "assetAccount": "Inventory", "externalData": [], "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "paysCommission": true, "commissionBonus": 0.02, "deductAsJobCost": true, "defaultAssetUrl": null, "displayInAmount": false, "addOnMemberPrice": 41.60, "costOfSaleAccount": "Cost of Goods Sold", "isOtherDirectCost": false, "chargeableByDefault": true, "generalLedgerAccountId": null, "isConfigurableMaterial": false, "variationsOrConfigurableMaterials": []}', '1795669178.0180368'),
	(1234567890, 7002, 'M1001', 'Capacitor 45/5, pro', 'Capacitor 45/5, pro', 22.55, true, 41.00, 36.90, 34.85, 32.80, 0.00, 11.00, 0.04, true, true, 'Each', true, 'Sales', 'Cost of Goods Sold', 'Inventory', true, '{"id": 31, "cost": 22.55, "memo": null, "active": true, "vendorId": 1, "vendorName": "Copper State Supply", "vendorPart": "CS-41", "otherSubAccounts": [], "primarySubAccount": null}', '[]', '[5011]', '[]', '2023-10-30 12:49:24.095564+00', NULL, NULL, '[]', false, true, '[]', NULL, 501, '2022-03-21 07:20:53.171+00', false, NULL, false, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.472642+00', NULL, '{"id": 7002, "code": "M1001", "cost": 22.55, "bonus": 11.00, "hours": 0.00, "price": 41.00, "active": true, "assets": [], "source": null, "account": "Sales", "taxable": true, "createdOn": "2022-03-21T07:20:53.171Z", "addOnPrice": 34.85, "categories": [5011], "costTypeId": null, "externalId": null, "modifiedOn": "2023-10-30T12:49:24.0955642Z", "createdById": 501, "description": "Capacitor 45/5, pro", "displayName": "Capacitor 45/5, pro", "isInventory": true, "memberPrice": 36.90, "assetAccount": "Inventory", "externalData": [], "otherVendors": [], "primaryVendor": {"id": 31, "cost": 22.55, "memo": null, "active": true, "vendorId": 1, "vendorName": "Copper State Supply", "vendorPart": "CS-41", "otherSubAccounts": [], "primarySubAccount": null}, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "paysCommission": true, "commissionBonus": 0.04, "deductAsJobCost": true, "defaultAssetUrl": null, "displayInAmount": false, "addOnMemberPrice": 32.80, "costOfSaleAccount": "Cost of Goods Sold", "isOtherDirectCost": false, "chargeableByDefault": true, "generalLedgerAccountId": null, "isConfigurableMaterial": false, "variationsOrConfigurableMaterials": []}', '1795669178.0180368'),
	(1234567890, 7003, 'M1002', 'Capacitor 45/5, oem', 'Capacitor 45/5, oem', 24.20, true, 44.00, 39.60, 37.40, 35.20, 0.00, 6.00, 0.03, true, true, 'Each', true, 'Sales', 'Cost of Goods Sold', 'Inventory', true, NULL, '[]', '[5011]', '[]', '2024-03-11 20:39:17.301237+00', NULL, NULL, '[]', false, true, '[]', NULL, 501, '2024-03-11 20:39:17.301237+00', false, NULL, false, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.472642+00', NULL, '{"id": 7003, "code": "M1002", "cost": 24.20, "bonus": 6.00, "hours": 0.00, "price": 44.00, "active": true, "assets": [], "source": null, "account": "Sales", "taxable": true, "createdOn": "2024-03-11T20:39:17.3012374Z", "addOnPrice": 37.40, "categories": [5011], "costTypeId": null, "externalId": null, "modifiedOn": "2024-03-11T20:39:17.3012374Z", "createdById": 501, "description": "Capacitor 45/5, oem", "displayName": "Capacitor 45/5, oem", "isInventory": true, "memberPrice": 39.60, "assetAccount": "Inventory", "externalData": [], "otherVendors": [], "primaryVendor": null, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "paysCommission": true, "commissionBonus": 0.03, "deductAsJobCost": true, "defaultAssetUrl": null, "displayInAmount": false, "addOnMemberPrice": 35.20, "costOfSaleAccount": "Cost of Goods Sold", "isOtherDirectCost": false, "chargeableByDefault": true, "generalLedgerAccountId": null, "isConfigurableMaterial": false, "variationsOrConfigurableMaterials": []}', '1795669178.0180368'),
	(1234567890, 7005, 'M1004', 'Contactor 2 pole, pro', 'Contactor 2 pole, pro', 30.25, true, 55.00, 49.50, 46.75, 44.00, 0.00, 4.00, 0.08, true, true, 'Each', true, 'Sales', 'Cost of Goods Sold', 'Inventory', true, '{"id": 31, "cost": 30.25, "memo": null, "active": true, "vendorId": 1, "vendorName": "Copper State Supply", "vendorPart": "CS-55", "otherSubAccounts": [], "primarySubAccount": null}', '[]', '[5011]', '[]', '2026-04-06 21:26:56.869635+00', NULL, NULL, '[]', false, true, '[]', NULL, 501, '2024-01-01 07:30:19+00', false, NULL, false, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.472642+00', NULL, '{"id": 7005, "code": "M1004", "cost": 30.25, "bonus": 4.00, "hours": 0.00, "price": 55.00, "active": true, "assets": [], "source": null, "account": "Sales", "taxable": true, "createdOn": "2024-01-01T07:30:19Z", "addOnPrice": 46.75, "categories": [5011], "costTypeId": null, "externalId": null, "modifiedOn": "2026-04-06T21:26:56.8696351Z", "createdById": 501, "description": "Contactor 2 pole, pro", "displayName": "Contactor 2 pole, pro", "isInventory": true, "memberPrice": 49.50, "assetAccount": "Inventory", "externalData": [], "otherVendors": [], "primaryVendor": {"id": 31, "cost": 30.25, "memo": null, "active": true, "vendorId": 1, "vendorName": "Copper State Supply", "vendorPart": "CS-55", "otherSubAccounts": [], "primarySubAccount": null}, "unitOfMeasure": "Each", "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "paysCommission": true, "commissionBonus": 0.08, "deductAsJobCost": true, "defaultAssetUrl": null, "displayInAmount": false, "addOnMemberPrice": 44.00, "costOfSaleAccount": "Cost of Goods Sold", "isOtherDirectCost": false, "chargeableByDefault": true, "generalLedgerAccountId": null, "isConfigurableMaterial": false, "variationsOrConfigurableMaterials": []}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_pricebook_services VALUES
	(1234567890, 6003, 'S1002', 'Diagnostic - After hours', '<p>Diagnostic - After hours &ndash; HVAC</p>', NULL, '[{"id": 5001, "name": "HVAC Services", "active": true}]', 142.00, 127.80, 120.70, 113.60, false, 'HVAC Income', 1.00, false, '[]', '[]', '[]', '[{"skuId": 7001, "quantity": 1.50}]', '[]', true, NULL, true, 5.00, 0.00, '2022-05-04 08:31:54.495096+00', NULL, NULL, NULL, NULL, 28.40, '2020-10-24 15:39:29.392755+00', 0.00, NULL, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.523635+00', NULL, '{"id": 6003, "code": "S1002", "cost": 28.40, "bonus": 5.00, "hours": 1.00, "price": 142.00, "active": true, "assets": [], "source": null, "account": "HVAC Income", "isLabor": false, "taxable": false, "upgrades": [], "warranty": null, "createdOn": "2020-10-24T15:39:29.3927558Z", "addOnPrice": 120.70, "categories": [{"id": 5001, "name": "HVAC Services", "active": true}], "externalId": null, "modifiedOn": "2022-05-04T08:31:54.4950968Z", "description": "<p>Diagnostic - After hours &ndash; HVAC</p>", "displayName": "Diagnostic - After hours", "memberPrice": 127.80, "externalData": null, "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.00, "defaultAssetUrl": null, "recommendations": [], "addOnMemberPrice": 113.60, "serviceEquipment": [], "serviceMaterials": [{"skuId": 7001, "quantity": 1.50}], "soldByCommission": 0.00}', '1795669178.0180368'),
	(1234567890, 6001, 'S1000', 'Diagnostic - Standard', '<p>Diagnostic - Standard &ndash; HVAC</p>', NULL, '[{"id": 5001, "name": "HVAC Services", "active": true}]', 89.00, 80.10, 75.65, 71.20, false, 'HVAC Income', 1.00, false, '[]', '[]', '[]', '[{"skuId": 7001, "quantity": 1.50}]', '[]', true, NULL, true, 17.00, 0.01, '2022-09-04 17:35:04.174159+00', NULL, NULL, NULL, NULL, 17.80, '2022-09-04 17:35:04.174159+00', 0.00, NULL, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.523635+00', NULL, '{"id": 6001, "code": "S1000", "cost": 17.80, "bonus": 17.00, "hours": 1.00, "price": 89.00, "active": true, "assets": [], "source": null, "account": "HVAC Income", "isLabor": false, "taxable": false, "upgrades": [], "warranty": null, "createdOn": "2022-09-04T17:35:04.1741593Z", "addOnPrice": 75.65, "categories": [{"id": 5001, "name": "HVAC Services", "active": true}], "externalId": null, "modifiedOn": "2022-09-04T17:35:04.1741593Z", "description": "<p>Diagnostic - Standard &ndash; HVAC</p>", "displayName": "Diagnostic - Standard", "memberPrice": 80.10, "externalData": null, "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.01, "defaultAssetUrl": null, "recommendations": [], "addOnMemberPrice": 71.20, "serviceEquipment": [], "serviceMaterials": [{"skuId": 7001, "quantity": 1.50}], "soldByCommission": 0.00}', '1795669178.0180368'),
	(1234567890, 6005, 'S1004', 'Capacitor replacement - Premium', '<p>Capacitor replacement - Premium &ndash; HVAC</p>', NULL, '[{"id": 5001, "name": "HVAC Services", "active": true}]', 375.00, 337.50, 318.75, 300.00, false, 'HVAC Income', 1.00, false, '[]', '[]', '[]', '[{"skuId": 7001, "quantity": 1.50}]', '[]', true, NULL, true, 4.00, 0.00, '2023-02-22 07:05:02.93+00', NULL, NULL, NULL, NULL, 75.00, '2022-07-22 09:17:23.44965+00', 0.00, NULL, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.523635+00', NULL, '{"id": 6005, "code": "S1004", "cost": 75.00, "bonus": 4.00, "hours": 1.00, "price": 375.00, "active": true, "assets": [], "source": null, "account": "HVAC Income", "isLabor": false, "taxable": false, "upgrades": [], "warranty": null, "createdOn": "2022-07-22T09:17:23.4496505Z", "addOnPrice": 318.75, "categories": [{"id": 5001, "name": "HVAC Services", "active": true}], "externalId": null, "modifiedOn": "2023-02-22T07:05:02.93Z", "description": "<p>Capacitor replacement - Premium &ndash; HVAC</p>", "displayName": "Capacitor replacement - Premium", "memberPrice": 337.50, "externalData": null, "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.00, "defaultAssetUrl": null, "recommendations": [], "addOnMemberPrice": 300.00, "serviceEquipment": [], "serviceMaterials": [{"skuId": 7001, "quantity": 1.50}], "soldByCommission": 0.00}', '1795669178.0180368'),
	(1234567890, 6002, 'S1001', 'Diagnostic - Premium', '<p>Diagnostic - Premium &ndash; HVAC</p>', NULL, '[{"id": 5001, "name": "HVAC Services", "active": true}]', 115.00, 103.50, 97.75, 92.00, false, 'HVAC Income', 1.00, false, '[]', '[]', '[]', '[{"skuId": 7001, "quantity": 1.50}]', '[]', true, NULL, true, 2.00, 0.01, '2025-02-24 08:18:39.071815+00', NULL, NULL, NULL, NULL, 23.00, '2022-08-30 03:20:35.198081+00', 0.00, NULL, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.523635+00', NULL, '{"id": 6002, "code": "S1001", "cost": 23.00, "bonus": 2.00, "hours": 1.00, "price": 115.00, "active": true, "assets": [], "source": null, "account": "HVAC Income", "isLabor": false, "taxable": false, "upgrades": [], "warranty": null, "createdOn": "2022-08-30T03:20:35.1980813Z", "addOnPrice": 97.75, "categories": [{"id": 5001, "name": "HVAC Services", "active": true}], "externalId": null, "modifiedOn": "2025-02-24T08:18:39.0718159Z", "description": "<p>Diagnostic - Premium &ndash; HVAC</p>", "displayName": "Diagnostic - Premium", "memberPrice": 103.50, "externalData": null, "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.01, "defaultAssetUrl": null, "recommendations": [], "addOnMemberPrice": 92.00, "serviceEquipment": [], "serviceMaterials": [{"skuId": 7001, "quantity": 1.50}], "soldByCommission": 0.00}', '1795669178.0180368'),
	(1234567890, 6004, 'S1003', 'Capacitor replacement - Standard', '<p>Capacitor replacement - Standard &ndash; HVAC</p>', NULL, '[{"id": 5001, "name": "HVAC Services", "active": true}]', 289.00, 260.10, 245.65, 231.20, false, 'HVAC Income', 1.00, false, '[]', '[]', '[]', '[{"skuId": 7001, "quantity": 1.50}]', '[]', true, NULL, true, 4.00, 0.07, '2025-03-14 03:55:38.746+00', NULL, NULL, NULL, NULL, 57.80, '2022-08-11 18:04:42.219432+00', 0.00, NULL, NULL, NULL, NULL, NULL, '2026-11-26 04:59:37.523635+00', NULL, '{"id": 6004, "code": "S1003", "cost": 57.80, "bonus": 4.00, "hours": 1.00, "price": 289.00, "active": true, "assets": [], "source": null, "account": "HVAC Income", "isLabor": false, "taxable": false, "upgrades": [], "warranty": null, "createdOn": "2022-08-11T18:04:42.219432Z", "addOnPrice": 245.65, "categories": [{"id": 5001, "name": "HVAC Services", "active": true}], "externalId": null, "modifiedOn": "2025-03-14T03:55:38.746Z", "description": "<p>Capacitor replacement - Standard &ndash; HVAC</p>", "displayName": "Capacitor replacement - Standard", "memberPrice": 260.10, "externalData": null, "budgetCostCode": null, "budgetCostType": null, "businessUnitId": null, "crossSaleGroup": null, "paysCommission": true, "commissionBonus": 0.07, "defaultAssetUrl": null, "recommendations": [], "addOnMemberPrice": 231.20, "serviceEquipment": [], "serviceMaterials": [{"skuId": 7001, "quantity": 1.50}], "soldByCommission": 0.00}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_tag_types VALUES
	(1234567890, 103, 'Pets in home', '#152797', 'PIH', NULL, false, false, true, true, '2019-07-08 03:43:06.550475+00', '2019-07-08 03:43:06.550475+00', '2026-11-26 04:59:37.32744+00', NULL, '{"id": 103, "code": "PIH", "name": "Pets in home", "color": "#152797", "active": true, "createdOn": "2019-07-08T03:43:06.5504759Z", "importance": null, "modifiedOn": "2019-07-08T03:43:06.5504759Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}', '1795669178.0180368'),
	(1234567890, 104, 'Gate code', '#be30dc', 'GC', 'Medium', false, false, false, true, '2019-05-17 19:01:56+00', '2023-12-04 06:30:34.954013+00', '2026-11-26 04:59:37.32744+00', NULL, '{"id": 104, "code": "GC", "name": "Gate code", "color": "#be30dc", "active": true, "createdOn": "2019-05-17T19:01:56Z", "importance": "Medium", "modifiedOn": "2023-12-04T06:30:34.9540137Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": false, "allowToUseOnTimesheetActivity": false}', '1795669178.0180368'),
	(1234567890, 105, 'Do not text', '#046e81', 'DNT', 'High', true, false, true, true, '2020-12-17 17:34:38.900747+00', '2023-12-31 17:16:05.832639+00', '2026-11-26 04:59:37.32744+00', NULL, '{"id": 105, "code": "DNT", "name": "Do not text", "color": "#046e81", "active": true, "createdOn": "2020-12-17T17:34:38.9007474Z", "importance": "High", "modifiedOn": "2023-12-31T17:16:05.8326396Z", "isConversionOpportunity": true, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}', '1795669178.0180368'),
	(1234567890, 102, 'Member', '#fe142c', 'M', 'High', false, false, false, true, '2022-03-24 02:56:48.966748+00', '2024-05-08 03:13:00.278689+00', '2026-11-26 04:59:37.32744+00', NULL, '{"id": 102, "code": "M", "name": "Member", "color": "#fe142c", "active": true, "createdOn": "2022-03-24T02:56:48.9667489Z", "importance": "High", "modifiedOn": "2024-05-08T03:13:00.2786893Z", "isConversionOpportunity": false, "isVisibleOnDispatchBoard": false, "allowToUseOnTimesheetActivity": false}', '1795669178.0180368'),
	(1234567890, 101, 'VIP', '#bb1b37', 'V', 'Medium', true, false, true, true, '2022-05-21 11:24:52.121762+00', '2025-06-08 03:51:11.302633+00', '2026-11-26 04:59:37.32744+00', NULL, '{"id": 101, "code": "V", "name": "VIP", "color": "#bb1b37", "active": true, "createdOn": "2022-05-21T11:24:52.1217629Z", "importance": "Medium", "modifiedOn": "2025-06-08T03:51:11.3026333Z", "isConversionOpportunity": true, "isVisibleOnDispatchBoard": true, "allowToUseOnTimesheetActivity": false}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_teams VALUES
	(1234567890, 251, true, 'Red', NULL, '2022-05-10 14:47:48.459762+00', '2023-03-31 04:35:38.928268+00', '2026-11-26 04:59:37.37631+00', NULL, '{"id": 251, "name": "Red", "active": true, "createdBy": null, "createdOn": "2022-05-10T14:47:48.4597623Z", "modifiedOn": "2023-03-31T04:35:38.9282685Z"}', '1795669178.0180368'),
	(1234567890, 252, true, 'Blue', 501, '2021-08-30 22:06:30.249367+00', '2021-08-30 22:06:30.249367+00', '2026-11-26 04:59:37.37631+00', NULL, '{"id": 252, "name": "Blue", "active": true, "createdBy": 501, "createdOn": "2021-08-30T22:06:30.249367Z", "modifiedOn": "2021-08-30T22:06:30.249367Z"}', '1795669178.0180368'),
	(1234567890, 253, true, 'Install Crew', 501, '2020-01-21 19:41:21.861+00', '2023-11-27 05:25:58.462482+00', '2026-11-26 04:59:37.37631+00', NULL, '{"id": 253, "name": "Install Crew", "active": true, "createdBy": 501, "createdOn": "2020-01-21T19:41:21.861Z", "modifiedOn": "2023-11-27T05:25:58.4624824Z"}', '1795669178.0180368'),
	(1234567890, 254, true, 'Plumbing Crew', 501, '2023-02-04 23:17:03.045721+00', '2024-07-01 02:46:35.507+00', '2026-11-26 04:59:37.37631+00', NULL, '{"id": 254, "name": "Plumbing Crew", "active": true, "createdBy": 501, "createdOn": "2023-02-04T23:17:03.0457219Z", "modifiedOn": "2024-07-01T02:46:35.507Z"}', '1795669178.0180368'),
	(1234567890, 255, true, 'Sales', 501, '2022-03-29 07:38:01.610502+00', '2022-08-15 17:49:53.331142+00', '2026-11-26 04:59:37.37631+00', NULL, '{"id": 255, "name": "Sales", "active": true, "createdBy": 501, "createdOn": "2022-03-29T07:38:01.6105029Z", "modifiedOn": "2022-08-15T17:49:53.3311421Z"}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_technicians VALUES
	(1234567890, 602, 90602, 'Sofia Walker', '[12]', 305, NULL, '[202, 205]', '2019-11-04 14:46:41.959+00', '2021-12-19 00:43:15.807862+00', 'sofia.walker339@example.com', 'tech602', '{"zip": "85283", "city": "Tempe", "unit": null, "state": "AZ", "street": "2867 E Sunburst Ln", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2867 E Sunburst Ln"}', 1300.00, true, 'ManagedTech', '[]', true, NULL, 3.03, 'Blue', 'AllScheduledDispatchedWorking', '[]', false, 0.07, NULL, 'Sofia', 'Walker', 34.68, NULL, '6025558342', NULL, 'P602', NULL, NULL, '08:00:00', '17:00:00', 0.00, '2019-11-04 14:46:41.959+00', 'Dispatched', '[{"id": 41, "name": "Diagnostics"}]', '["Service"]', NULL, NULL, NULL, '6235554409', '2026-11-26 04:59:37.272404+00', NULL, '{"id": 602, "bio": null, "home": {"zip": "85283", "city": "Tempe", "unit": null, "state": "AZ", "street": "2867 E Sunburst Ln", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2867 E Sunburst Ln"}, "memo": null, "name": "Sofia Walker", "team": "Blue", "email": "sofia.walker339@example.com", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Dispatched", "userId": 90602, "roleIds": [12], "zoneIds": [202, 205], "lastName": "Walker", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2019-11-04T14:46:41.959Z", "dailyGoal": 1300.00, "firstName": "Sofia", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech602", "payrollId": "P602", "positions": ["Service"], "startDate": "2019-11-04T14:46:41.959Z", "burdenRate": 3.03, "hourlyRate": 34.68, "mainZoneId": null, "modifiedOn": "2021-12-19T00:43:15.8078623Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6025558342", "permissions": [], "phoneNumber": "6235554409", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 305, "commissionRate": 0.07, "outboundCallerId": null, "payrollProfileId": null}', '1795669178.0180368'),
	(1234567890, 605, 90605, 'Patricia Clark', '[12]', 304, NULL, '[203, 208]', '2019-06-22 09:55:36.577846+00', '2022-07-03 08:35:22.950817+00', 'patricia.clark624@example.net', 'tech605', '{"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "7560 W Lantana Dr", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "7560 W Lantana Dr"}', 2500.00, true, 'ManagedTech', '[]', true, NULL, 8.64, 'Night Shift', 'AllScheduledDispatchedWorking', '[]', false, 0.11, NULL, 'Patricia', 'Clark', 25.63, NULL, '4805558052', NULL, 'P605', NULL, NULL, '08:00:00', '17:00:00', 0.00, '2019-06-22 09:55:36.577846+00', 'Dispatched', '[{"id": 41, "name": "Diagnostics"}]', '["Service"]', NULL, '<p>Patricia loves the desert.</p>', NULL, '6235555643', '2026-11-26 04:59:37.272404+00', NULL, '{"id": 605, "bio": "<p>Patricia loves the desert.</p>", "home": {"zip": "85301", "city": "Glendale", "unit": null, "state": "AZ", "street": "7560 W Lantana Dr", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "7560 W Lantana Dr"}, "memo": null, "name": "Patricia Clark", "team": "Night Shift", "email": "patricia.clark624@example.net", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Dispatched", "userId": 90605, "roleIds": [12], "zoneIds": [203, 208], "lastName": "Clark", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2019-06-22T09:55:36.5778467Z", "dailyGoal": 2500.00, "firstName": "Patricia", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech605", "payrollId": "P605", "positions": ["Service"], "startDate": "2019-06-22T09:55:36.5778467Z", "burdenRate": 8.64, "hourlyRate": 25.63, "mainZoneId": null, "modifiedOn": "2022-07-03T08:35:22.950817Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "4805558052", "permissions": [], "phoneNumber": "6235555643", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 304, "commissionRate": 0.11, "outboundCallerId": null, "payrollProfileId": null}', '1795669178.0180368'),
	(1234567890, 604, 90604, 'Wei King', '[12]', 303, 202, '[205, 206, 209]', '2022-07-19 15:51:19.068+00', '2023-04-24 08:29:28.596274+00', 'wei.king420@example.org', 'tech604', '{"zip": "85234", "city": "Gilbert", "unit": null, "state": "AZ", "street": "2445 W Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2445 W Ocotillo Ave"}', 1900.00, true, 'ManagedTech', '[]', true, NULL, 6.72, 'Night Shift', 'AllScheduledDispatchedWorking', '[]', false, 0.07, NULL, 'Wei', 'King', 36.01, NULL, '6235558532', NULL, 'P604', NULL, NULL, '08:00:00', '17:00:00', 0.00, '2022-07-19 15:51:19.068+00', 'Working', '[{"id": 41, "name": "Diagnostics"}]', '["Service"]', NULL, NULL, NULL, '6235553781', '2026-11-26 04:59:37.272404+00', NULL, '{"id": 604, "bio": null, "home": {"zip": "85234", "city": "Gilbert", "unit": null, "state": "AZ", "street": "2445 W Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "2445 W Ocotillo Ave"}, "memo": null, "name": "Wei King", "team": "Night Shift", "email": "wei.king420@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Working", "userId": 90604, "roleIds": [12], "zoneIds": [205, 206, 209], "lastName": "King", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-07-19T15:51:19.068Z", "dailyGoal": 1900.00, "firstName": "Wei", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech604", "payrollId": "P604", "positions": ["Service"], "startDate": "2022-07-19T15:51:19.068Z", "burdenRate": 6.72, "hourlyRate": 36.01, "mainZoneId": 202, "modifiedOn": "2023-04-24T08:29:28.5962746Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6235558532", "permissions": [], "phoneNumber": "6235553781", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 303, "commissionRate": 0.07, "outboundCallerId": null, "payrollProfileId": null}', '1795669178.0180368'),
	(1234567890, 601, 90601, 'Nancy Hill', '[12]', 303, 204, '[202, 204]', '2022-06-22 02:57:57.539079+00', '2025-12-22 20:49:15.506927+00', 'nancy.hill264@example.org', 'tech601', '{"zip": "85257", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "489 N Desert Willow Ct", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "489 N Desert Willow Ct"}', 2600.00, true, 'ManagedTech', '[]', true, NULL, 7.88, 'Night Shift', 'AllScheduledDispatchedWorking', '[]', false, 0.03, NULL, 'Nancy', 'Hill', 35.93, NULL, '6025554691', NULL, 'P601', NULL, NULL, '08:00:00', '17:00:00', 0.00, '2022-06-22 02:57:57.539079+00', 'Idle', '[{"id": 41, "name": "Diagnostics"}]', '["Service"]', NULL, '<p>Nancy loves the desert.</p>', NULL, '6025551474', '2026-11-26 04:59:37.272404+00', NULL, '{"id": 601, "bio": "<p>Nancy loves the desert.</p>", "home": {"zip": "85257", "city": "Scottsdale", "unit": null, "state": "AZ", "street": "489 N Desert Willow Ct", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "489 N Desert Willow Ct"}, "memo": null, "name": "Nancy Hill", "team": "Night Shift", "email": "nancy.hill264@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Idle", "userId": 90601, "roleIds": [12], "zoneIds": [202, 204], "lastName": "Hill", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-06-22T02:57:57.5390797Z", "dailyGoal": 2600.00, "firstName": "Nancy", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech601", "payrollId": "P601", "positions": ["Service"], "startDate": "2022-06-22T02:57:57.5390797Z", "burdenRate": 7.88, "hourlyRate": 35.93, "mainZoneId": 204, "modifiedOn": "2025-12-22T20:49:15.5069274Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6025554691", "permissions": [], "phoneNumber": "6025551474", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 303, "commissionRate": 0.03, "outboundCallerId": null, "payrollProfileId": null}', '1795669178.0180368'),
	(1234567890, 603, 90603, 'Carlos Hernandez', '[12]', 306, 203, '[202, 204]', '2022-08-31 10:55:48.503784+00', '2026-05-21 20:00:00.123456+00', 'carlos.hernandez560@example.org', 'tech603', '{"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "15226 N Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "15226 N Ocotillo Ave"}', 2500.00, true, 'ManagedTech', '[]', true, NULL, 4.78, NULL, 'AllScheduledDispatchedWorking', '[]', false, 0.11, NULL, 'Carlos', 'Hernandez', 42.54, NULL, '6235553313', NULL, 'P603', NULL, NULL, '08:00:00', '17:00:00', 0.00, '2022-08-31 10:55:48.503784+00', 'Working', '[{"id": 41, "name": "Diagnostics"}]', '["Service"]', NULL, NULL, NULL, '6235552358', '2026-11-26 04:59:37.272404+00', NULL, '{"id": 603, "bio": null, "home": {"zip": "85282", "city": "Tempe", "unit": null, "state": "AZ", "street": "15226 N Ocotillo Ave", "country": "USA", "latitude": 33.45, "longitude": -112.07, "streetAddress": "15226 N Ocotillo Ave"}, "memo": null, "name": "Carlos Hernandez", "team": null, "email": "carlos.hernandez560@example.org", "jobId": null, "active": true, "skills": [{"id": 41, "name": "Diagnostics"}], "status": "Working", "userId": 90603, "roleIds": [12], "zoneIds": [202, 204], "lastName": "Hernandez", "location": null, "shiftEnd": "17:00:00", "aadUserId": null, "createdOn": "2022-08-31T10:55:48.5037843Z", "dailyGoal": 2500.00, "firstName": "Carlos", "jobFilter": "AllScheduledDispatchedWorking", "loginName": "tech603", "payrollId": "P603", "positions": ["Service"], "startDate": "2022-08-31T10:55:48.5037843Z", "burdenRate": 4.78, "hourlyRate": 42.54, "mainZoneId": 203, "modifiedOn": "2026-05-21T20:00:00.1234567Z", "shiftStart": "08:00:00", "soldByRate": 0.00, "licenseType": "ManagedTech", "mobilePhone": "6235553313", "permissions": [], "phoneNumber": "6235552358", "appoitmentId": null, "currentValue": null, "customFields": [], "accountLocked": false, "isManagedTech": true, "businessUnitId": 306, "commissionRate": 0.11, "outboundCallerId": null, "payrollProfileId": null}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_st_zones VALUES
	(1234567890, 201, true, 'Phoenix 1', '["85003", "85008", "85016", "85018", "85032", "85044"]', '["Phoenix"]', '[]', NULL, 501, '2020-11-14 03:24:12.327789+00', '2025-07-22 15:17:41.73441+00', true, '["Monday", "Wednesday"]', '[301, 302, 303]', '[]', '2026-11-26 04:59:37.606383+00', NULL, '{"id": 201, "name": "Phoenix 1", "zips": ["85003", "85008", "85016", "85018", "85032", "85044"], "active": true, "cities": ["Phoenix"], "createdBy": 501, "createdOn": "2020-11-14T03:24:12.3277894Z", "modifiedOn": "2025-07-22T15:17:41.7344106Z", "locnNumbers": null, "serviceDays": ["Monday", "Wednesday"], "technicians": [], "businessUnits": [301, 302, 303], "territoryNumbers": [], "serviceDaysEnabled": true}', '1795669178.0180368'),
	(1234567890, 202, true, 'Phoenix 2', '["85021", "85022", "85028", "85050", "85083"]', '["Phoenix"]', '[]', NULL, 501, '2019-01-23 00:54:40.126981+00', '2019-01-23 00:54:40.126981+00', false, '[]', '[301, 302, 303]', '[]', '2026-11-26 04:59:37.606383+00', NULL, '{"id": 202, "name": "Phoenix 2", "zips": ["85021", "85022", "85028", "85050", "85083"], "active": true, "cities": ["Phoenix"], "createdBy": 501, "createdOn": "2019-01-23T00:54:40.1269815Z", "modifiedOn": "2019-01-23T00:54:40.1269815Z", "locnNumbers": null, "serviceDays": [], "technicians": [], "businessUnits": [301, 302, 303], "territoryNumbers": [], "serviceDaysEnabled": false}', '1795669178.0180368'),
	(1234567890, 203, true, 'Scottsdale 3', '["85251", "85254", "85255", "85257", "85260"]', '["Scottsdale"]', '[]', NULL, 501, '2019-07-28 12:18:40.597901+00', '2023-06-16 04:56:06.233+00', true, '["Monday", "Wednesday"]', '[301, 302, 303]', '[]', '2026-11-26 04:59:37.606383+00', NULL, '{"id": 203, "name": "Scottsdale 3", "zips": ["85251", "85254", "85255", "85257", "85260"], "active": true, "cities": ["Scottsdale"], "createdBy": 501, "createdOn": "2019-07-28T12:18:40.5979016Z", "modifiedOn": "2023-06-16T04:56:06.233Z", "locnNumbers": null, "serviceDays": ["Monday", "Wednesday"], "technicians": [], "businessUnits": [301, 302, 303], "territoryNumbers": [], "serviceDaysEnabled": true}', '1795669178.0180368'),
	(1234567890, 204, true, 'Mesa 4', '["85201", "85203", "85204", "85206", "85213"]', '["Mesa"]', '[]', NULL, 501, '2022-10-19 05:06:45.555648+00', '2022-10-19 05:06:45.555648+00', false, '[]', '[301, 302, 303]', '[]', '2026-11-26 04:59:37.606383+00', NULL, '{"id": 204, "name": "Mesa 4", "zips": ["85201", "85203", "85204", "85206", "85213"], "active": true, "cities": ["Mesa"], "createdBy": 501, "createdOn": "2022-10-19T05:06:45.5556484Z", "modifiedOn": "2022-10-19T05:06:45.5556484Z", "locnNumbers": null, "serviceDays": [], "technicians": [], "businessUnits": [301, 302, 303], "territoryNumbers": [], "serviceDaysEnabled": false}', '1795669178.0180368'),
	(1234567890, 205, true, 'Tempe 5', '["85281", "85282", "85283", "85284"]', '["Tempe"]', '[]', NULL, 501, '2020-02-17 01:11:03.684177+00', '2025-05-28 05:46:25.641+00', true, '["Monday", "Wednesday"]', '[301, 302, 303]', '[]', '2026-11-26 04:59:37.606383+00', NULL, '{"id": 205, "name": "Tempe 5", "zips": ["85281", "85282", "85283", "85284"], "active": true, "cities": ["Tempe"], "createdBy": 501, "createdOn": "2020-02-17T01:11:03.6841774Z", "modifiedOn": "2025-05-28T05:46:25.641Z", "locnNumbers": null, "serviceDays": ["Monday", "Wednesday"], "technicians": [], "businessUnits": [301, 302, 303], "territoryNumbers": [], "serviceDaysEnabled": true}', '1795669178.0180368');
INSERT INTO servicetitan_raw.raw_sync_state VALUES
	(1234567890, 'raw_st_job_types', 'jpm/job-types', 'completed', '2026-11-26 04:59:39.067278+00', NULL, '2026-05-21 20:00:00.123456+00', 20, 20, 1, NULL, '{}', '2026-11-26 04:59:39.067278+00'),
	(1234567890, 'raw_st_jobs', 'jpm/jobs', 'completed', '2026-11-26 04:59:39.071406+00', NULL, '2026-06-30 22:56:33.095461+00', 60, 60, 1, NULL, '{}', '2026-11-26 04:59:39.071406+00'),
	(1234567890, 'raw_st_location_contacts', 'crm/locations/contacts', 'completed', '2026-11-26 04:59:39.071818+00', NULL, '2026-06-30 10:04:01.295+00', 35, 35, 1, NULL, '{}', '2026-11-26 04:59:39.071818+00'),
	(1234567890, 'raw_st_locations', 'crm/locations', 'completed', '2026-11-26 04:59:39.07222+00', NULL, '2026-06-12 02:41:52.429409+00', 30, 30, 1, NULL, '{}', '2026-11-26 04:59:39.07222+00'),
	(1234567890, 'raw_st_payments', 'accounting/payments', 'completed', '2026-11-26 04:59:39.072605+00', NULL, '2026-06-09 17:02:18.766+00', 34, 34, 1, NULL, '{}', '2026-11-26 04:59:39.072605+00'),
	(1234567890, 'raw_st_pricebook_categories', 'pricebook/categories', 'completed', '2026-11-26 04:59:39.072979+00', NULL, '2026-05-21 20:00:00.123456+00', 24, 24, 1, NULL, '{}', '2026-11-26 04:59:39.072979+00'),
	(1234567890, 'raw_st_pricebook_equipment', 'pricebook/equipment', 'completed', '2026-11-26 04:59:39.073415+00', NULL, '2026-05-21 20:00:00.123456+00', 44, 44, 1, NULL, '{}', '2026-11-26 04:59:39.073415+00'),
	(1234567890, 'raw_st_pricebook_materials', 'pricebook/materials', 'completed', '2026-11-26 04:59:39.073803+00', NULL, '2026-05-21 20:00:00.123456+00', 51, 51, 1, NULL, '{}', '2026-11-26 04:59:39.073803+00'),
	(1234567890, 'raw_st_pricebook_services', 'pricebook/services', 'completed', '2026-11-26 04:59:39.074169+00', NULL, '2026-05-21 20:00:00.123456+00', 66, 66, 1, NULL, '{}', '2026-11-26 04:59:39.074169+00'),
	(1234567890, 'raw_st_tag_types', 'settings/tag-types', 'completed', '2026-11-26 04:59:39.074612+00', NULL, '2026-06-27 03:17:50.804578+00', 18, 18, 1, NULL, '{}', '2026-11-26 04:59:39.074612+00'),
	(1234567890, 'raw_st_teams', 'dispatch/teams', 'completed', '2026-11-26 04:59:39.07502+00', NULL, '2026-05-21 20:00:00.123456+00', 6, 6, 1, NULL, '{}', '2026-11-26 04:59:39.07502+00'),
	(1234567890, 'raw_st_technicians', 'settings/technicians', 'completed', '2026-11-26 04:59:39.075589+00', NULL, '2026-05-21 20:00:00.123456+00', 9, 9, 1, NULL, '{}', '2026-11-26 04:59:39.075589+00'),
	(1234567890, 'raw_st_appointment_assignments', 'dispatch/appointment-assignments', 'completed', '2026-11-26 04:59:39.056896+00', NULL, '2026-06-30 22:56:03.852008+00', 84, 84, 1, NULL, '{}', '2026-11-26 04:59:39.056896+00'),
	(1234567890, 'raw_st_appointments', 'jpm/appointments', 'completed', '2026-11-26 04:59:39.060366+00', NULL, '2026-06-30 22:54:39.589037+00', 72, 72, 1, NULL, '{}', '2026-11-26 04:59:39.060366+00'),
	(1234567890, 'raw_st_business_units', 'settings/business-units', 'completed', '2026-11-26 04:59:39.060908+00', NULL, '2025-11-22 05:00:47.678278+00', 8, 8, 1, NULL, '{}', '2026-11-26 04:59:39.060908+00'),
	(1234567890, 'raw_st_call_reasons', 'jbce/call-reasons', 'completed', '2026-11-26 04:59:39.061399+00', NULL, '2025-09-20 00:52:00.032248+00', 12, 12, 1, NULL, '{}', '2026-11-26 04:59:39.061399+00'),
	(1234567890, 'raw_st_campaigns', 'marketing/campaigns', 'completed', '2026-11-26 04:59:39.061858+00', NULL, '2025-11-05 01:40:14.217141+00', 14, 14, 1, NULL, '{}', '2026-11-26 04:59:39.061858+00'),
	(1234567890, 'raw_st_custom_field_types', 'accounting/ap-bills/custom-fields accounting/ap-credits/custom-fields accounting/ap-payments/custom-fields accounting/credit-memos/custom-fields crm/customers/custom-fields equipmentsystems/installed-equipment/custom-field-types accounting/inventory-bills/custom-fields accounting/invoices/custom-fields jpm/jobs/custom-fields crm/locations/custom-fields memberships/memberships/custom-fields accounting/payments/custom-fields jpm/projects/custom-fields inventory/vendors/custom-fields', 'completed', '2026-11-26 04:59:39.063113+00', NULL, '2026-06-30 23:00:00+00', 84, 84, 14, NULL, '{}', '2026-11-26 04:59:39.063113+00'),
	(1234567890, 'raw_st_customer_contacts', 'crm/customers/contacts', 'completed', '2026-11-26 04:59:39.063588+00', NULL, '2026-05-30 17:13:37.001207+00', 45, 45, 1, NULL, '{}', '2026-11-26 04:59:39.063588+00'),
	(1234567890, 'raw_st_customers', 'crm/customers', 'completed', '2026-11-26 04:59:39.063989+00', NULL, '2026-06-21 05:35:56.133124+00', 20, 20, 1, NULL, '{}', '2026-11-26 04:59:39.063989+00'),
	(1234567890, 'raw_st_employees', 'settings/employees', 'completed', '2026-11-26 04:59:39.065558+00', NULL, '2026-05-21 20:00:00.123456+00', 10, 10, 1, NULL, '{}', '2026-11-26 04:59:39.065558+00'),
	(1234567890, 'raw_st_estimates', 'sales/estimates', 'completed', '2026-11-26 04:59:39.065966+00', NULL, '2026-06-28 18:50:59.984742+00', 25, 25, 1, NULL, '{}', '2026-11-26 04:59:39.065966+00'),
	(1234567890, 'raw_st_installed_equipment', 'equipmentsystems/installed-equipment', 'completed', '2026-11-26 04:59:39.066388+00', NULL, '2026-06-30 13:34:30.722098+00', 37, 37, 1, NULL, '{}', '2026-11-26 04:59:39.066388+00'),
	(1234567890, 'raw_st_invoices', 'accounting/invoices', 'completed', '2026-11-26 04:59:39.066801+00', NULL, '2026-06-30 22:32:11.26125+00', 61, 61, 1, NULL, '{}', '2026-11-26 04:59:39.066801+00'),
	(1234567890, 'raw_st_zones', 'dispatch/zones', 'completed', '2026-11-26 04:59:39.075967+00', NULL, '2026-05-21 20:00:00.123456+00', 9, 9, 1, NULL, '{}', '2026-11-26 04:59:39.075967+00');
INSERT INTO servicetitan_raw_landing_1234567890._dlt_loads VALUES
	('1795669178.0180368', 'servicetitan', 0, '2026-11-26 04:59:38.754894+00', 'L+15r+yKFcPcMErFDXlmdQ7VFTQwy1o1tUWnPZSI1lg=');
INSERT INTO servicetitan_raw_landing_1234567890._dlt_pipeline_state VALUES
	(1, 4, 'servicetitan_1234567890', 'eNq1WWtvo0gW/S/+OgHXk5c0H7xj9yirBk80ROrsaoUwrnawMXgBtw2j/u9zy0kMOGBsT9JKKzhVcKpO3XvuufivgZflfi68HyLNwiQeWPju7U8iXoRxbYTdDeZ+7mci92J/LQbWIBPpjzAQeZj7sZf6Oy/y43kYLzxMKOOabphocDfIgmex9g/3ZAPrv427Bv+7G2zCjYgkUttTG0+ai+/+Nsq92hNP5h8mZXkY+zms2cuLjZwRJf5cpOrr6tQg2RRvH7xNkuWLFFbWvPPl2fE2ioCPVwq8Zz97loDag6B+4pf8y+/7wvnybbP6ZpD/fAv/NMzZbP6vf3+xZ39M9qEfGr/K/SfbNJBb/6u5VPgMuNWgJDDLPX+zScI4X4sYrrMsXMTy8jAj2KZZkh4u52G28fPgeVibrpxOT9abSOSwjzzdijv4HMP+tsL7niZr2IddjkpnbJd2Odk5Idt9XT6VU3fCnPEjmbpwPX4s7PGI2b8xZu9gJ+tkHn4PxdyT4TAgiGgK0hSKXEIsrlmIqgYnCBm/IGQheWBRkqxg+swPVm83YKwQzUXM4qZFdZVwTgx2vCHbpsLbwjKjSwB+/vx510LbKVfLzXr4briPm+UjdcoVtsuA2X+ecDMOuOMuuD22KfBG7VEfN8yipsohiKl+DTcmNRm6iJv3AHVuZtsM8ivL4O7wHTuQz7DzRTZ8m6VUs3pJmnBnOSnt8QIfA2i84na5QM74gTpLIE/+Dxlpo4gfdkxcxGHFFtNVSHSiXxM+mk4p7g6f8wB1igI/irxU+FkSvwufWSCGclypj59Q07I3ZCoEuQDFCaCpiBLC2qHXGx/y9hR37acrIY9m2JzRjwybRtxF2GLIwkwlWMcMtyFvszxZe3B3ND9o5ekS/CBIJJ2wBn+jzMIoyoYvNymHmy5bEAQqVwh2iVyApOJF1N8WdHcCE6RiDgF4AxBwrisUu9iwiHnICN3klHcBbfzioAe3IcEPIOkWMyysqRyEjOutSC/7UdZindwCxRRMFKK7CKJIlzHPNEoYq6CCdP36WChTN+0FADCXe4GQAdYMgk1OKgDx/224OTBVZLlYZ8MwBocQRWKuHIcauEoVSxfExouI0ZfYaGUwjH8ARJIWN4fg4bwwfa0jHITApFjTutASKNK3nRXsBhGXQOphC3HVwFKUKxhZipbJ7OYsQoaLscUhrbFKQfsM3IyDKAkO/uVGACyzB2kgGqCvKtJNndYWDxE8gxB7DjfZsH59E0+6grVDyGkWoarGDI23J+o/yNJe4ZHHsUmTpQjymxl7VQFuYaLqDFSeVs8/Bu4Qfs+T9EYQoMuUNQxqHtEhPcECoU45F6kn67QfvKv0J0JRn9TvhsD9LKCYPxRO5YawUz4yezyh4BL39nJEnd8YcrrcEJd5DlRhKlUMIUzQNW6Ica6ZZ53iGYA2ms7Sc5l/lrtf7WwXdl/5Z7A9E/DPj8R2wVu79wjG9tNujwgBCmdL4Xg1FYOdIewaA0RNg2rnPWInQJ0VAXtNCiE67WFzQh817j0B9wdu8GlvF0dq0NRd7ZzxCCi7L6WVdgrGB1dn7iXEUBBerSdcuqWhTgw0hWvoh98R40dQI5qjvazYJTQVyHEfdk7FCqTVEwc2OKQYckpIsYIVzpmAMaTDgSIAGm0aTGfkCl4kLUeJ6gqYLoA6L0cT4B1NwAlDl/iGy2gbAWUQLO7T3mn0YvcltBc7p7yHPnXFQH1K52yfKpUBWiWk6qCh5jWNBrg7E/f3qe0ATdpe3EW3027M6KHGcYMd5BSHTox9XY62ztLmtowi9xFa10kBUlQ47qgAyvY9TSol0lQQDROOrpFlhpB2UQPfAlAnBmxRaw/yapmu85QX5ra0Yu1wl75AwdPxI4LSt5ueviRwV9AXr7ADCghjpP8lgWZRqiKTMw1fE5iyABgXvkA5Bahz8WYdz7mHmr28xj24qz04BVkPd813KZOds3wA57DCtiwKkL/nacKwagZdikpMXnmgi8qBSXTE+/O3FaCNprP0XOapQPTLe/mWidSKAZmO7xn8LkDdoCiMODBWnFE1TGRnCN0GJyojJkPmNcGDuEnM86x0AtRZeTPp3arWmNGnamWwt6VzGE/KStWeiC3fNZULMFhPOxkwX5c26iQGLLNsL0B0DFXXtCvDBUPj1vPqrROgQUwKUj4DPA9CQyySNHwncMcpw5Mp/WVxD2wUoEK7Ho/FPsdjMUINpH2Ax6pY6vISFUlXWQdIov3UtcEeBLI5OcdR4Sw+yYkyijT+oSxJx5mGftQdSs0Z/XVsJ1/2O+WITftYevikWNKJVjOyH8HS67ct3SQ1JvRwNB2D7rjyC5OHfaVJD+DZR+il/bXBdT1R4K74HIY4oRr9iDjK/UWr0zq2ejCh2269Dx5oWFyoYcsnUnfnEDQU0g4CS7r3gIEJYt0tje4iaoGccqQaiPGrvgSgRGd935N0AjSIEf6684u2avDj/Gcuguc4DEI/7j6Lkyl9grcMMLBdAOvF+TC1PydKiU4Y+oi+u0xi0XkY1eA/Pgz5729wQIUn', '2026-11-26 04:59:38.119795+00', 's6Qe3aoaz5FGxyNFXpkX82ZXiS89bbdBJFMbPExiai8=', '1795669178.0180368', 'a3uy1tmwGWYkAw');
INSERT INTO servicetitan_raw_landing_1234567890._dlt_version VALUES
	(2, 11, '2026-11-26 04:59:38.386791+00', 'servicetitan', 'L+15r+yKFcPcMErFDXlmdQ7VFTQwy1o1tUWnPZSI1lg=', '{"version":2,"version_hash":"L+15r+yKFcPcMErFDXlmdQ7VFTQwy1o1tUWnPZSI1lg=","engine_version":11,"name":"servicetitan","tables":{"_dlt_version":{"name":"_dlt_version","columns":{"version":{"name":"version","data_type":"bigint","nullable":false,"description":"Numeric version of the schema, incremented on each schema change"},"engine_version":{"name":"engine_version","data_type":"bigint","nullable":false,"description":"Version of the dlt schema engine that created this schema"},"inserted_at":{"name":"inserted_at","data_type":"timestamp","nullable":false,"description":"Timestamp when this schema version was stored"},"schema_name":{"name":"schema_name","data_type":"text","nullable":false,"description":"Name of the schema"},"version_hash":{"name":"version_hash","data_type":"text","nullable":false,"description":"Unique hash of the schema content, used to detect changes"},"schema":{"name":"schema","data_type":"text","nullable":false,"description":"JSON representation of the complete schema definition"}},"write_disposition":"skip","resource":"_dlt_version","description":"Created by DLT. Tracks schema updates"},"_dlt_loads":{"name":"_dlt_loads","columns":{"load_id":{"name":"load_id","data_type":"text","nullable":false,"precision":64,"description":"Unique identifier of the load operation"},"schema_name":{"name":"schema_name","data_type":"text","nullable":true,"description":"Name of the schema associated with this load"},"status":{"name":"status","data_type":"bigint","nullable":false,"description":"Status of the load operation (0 = success)"},"inserted_at":{"name":"inserted_at","data_type":"timestamp","nullable":false,"description":"Timestamp when the load was completed"},"schema_version_hash":{"name":"schema_version_hash","data_type":"text","nullable":true,"description":"Hash of the schema version used during this load"}},"write_disposition":"skip","resource":"_dlt_loads","description":"Created by DLT. Tracks completed loads"},"raw_st_appointment_assignments":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_appointment_assignments","resource":"raw_st_appointment_assignments","x-normalizer":{"seen-data":true}},"raw_st_appointments":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_appointments","resource":"raw_st_appointments","x-normalizer":{"seen-data":true}},"raw_st_business_units":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_business_units","resource":"raw_st_business_units","x-normalizer":{"seen-data":true}},"raw_st_call_reasons":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_call_reasons","resource":"raw_st_call_reasons","x-normalizer":{"seen-data":true}},"raw_st_campaigns":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_campaigns","resource":"raw_st_campaigns","x-normalizer":{"seen-data":true}},"raw_st_custom_field_types":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_custom_field_types","resource":"raw_st_custom_field_types","x-normalizer":{"seen-data":true}},"raw_st_customer_contacts":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_customer_contacts","resource":"raw_st_customer_contacts","x-normalizer":{"seen-data":true}},"raw_st_customers":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_customers","resource":"raw_st_customers","x-normalizer":{"seen-data":true}},"raw_st_employees":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_employees","resource":"raw_st_employees","x-normalizer":{"seen-data":true}},"raw_st_estimates":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_estimates","resource":"raw_st_estimates","x-normalizer":{"seen-data":true}},"raw_st_installed_equipment":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_installed_equipment","resource":"raw_st_installed_equipment","x-normalizer":{"seen-data":true}},"raw_st_invoices":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_invoices","resource":"raw_st_invoices","x-normalizer":{"seen-data":true}},"raw_st_job_types":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_job_types","resource":"raw_st_job_types","x-normalizer":{"seen-data":true}},"raw_st_jobs":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_jobs","resource":"raw_st_jobs","x-normalizer":{"seen-data":true}},"raw_st_location_contacts":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_location_contacts","resource":"raw_st_location_contacts","x-normalizer":{"seen-data":true}},"raw_st_locations":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_locations","resource":"raw_st_locations","x-normalizer":{"seen-data":true}},"raw_st_payments":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_payments","resource":"raw_st_payments","x-normalizer":{"seen-data":true}},"raw_st_pricebook_categories":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_pricebook_categories","resource":"raw_st_pricebook_categories","x-normalizer":{"seen-data":true}},"raw_st_pricebook_equipment":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_pricebook_equipment","resource":"raw_st_pricebook_equipment","x-normalizer":{"seen-data":true}},"raw_st_pricebook_materials":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_pricebook_materials","resource":"raw_st_pricebook_materials","x-normalizer":{"seen-data":true}},"raw_st_pricebook_services":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_pricebook_services","resource":"raw_st_pricebook_services","x-normalizer":{"seen-data":true}},"raw_st_tag_types":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_tag_types","resource":"raw_st_tag_types","x-normalizer":{"seen-data":true}},"raw_st_teams":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_teams","resource":"raw_st_teams","x-normalizer":{"seen-data":true}},"raw_st_technicians":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_technicians","resource":"raw_st_technicians","x-normalizer":{"seen-data":true}},"raw_st_zones":{"columns":{"seq":{"name":"seq","data_type":"bigint","nullable":false},"fetched_at":{"name":"fetched_at","data_type":"timestamp","nullable":false},"source":{"name":"source","data_type":"text","nullable":false},"listed":{"name":"listed","data_type":"bool","nullable":false},"record":{"name":"record","data_type":"text","nullable":false}},"write_disposition":"append","file_format":"csv","name":"raw_st_zones","resource":"raw_st_zones","x-normalizer":{"seen-data":true}},"_dlt_pipeline_state":{"columns":{"version":{"name":"version","data_type":"bigint","nullable":false,"description":"Numeric version of the pipeline state"},"engine_version":{"name":"engine_version","data_type":"bigint","nullable":false,"description":"Version of the dlt state engine"},"pipeline_name":{"name":"pipeline_name","data_type":"text","nullable":false,"description":"Name of the pipeline this state belongs to"},"state":{"name":"state","data_type":"text","nullable":false,"description":"Compressed JSON representation of the pipeline state"},"created_at":{"name":"created_at","data_type":"timestamp","nullable":false,"description":"Timestamp when this state was created"},"version_hash":{"name":"version_hash","data_type":"text","nullable":true,"description":"Hash of the state content, used to detect changes"},"_dlt_load_id":{"name":"_dlt_load_id","data_type":"text","nullable":false,"precision":64,"description":"Load identifier linking this row to its load operation"},"_dlt_id":{"name":"_dlt_id","data_type":"text","nullable":false,"unique":true,"row_key":true}},"write_disposition":"append","file_format":"preferred","name":"_dlt_pipeline_state","resource":"_dlt_pipeline_state","x-normalizer":{"seen-data":true}}},"settings":{"detections":["iso_timestamp"],"default_hints":{"not_null":["_dlt_id","_dlt_root_id","_dlt_parent_id","_dlt_list_idx","_dlt_load_id"],"parent_key":["_dlt_parent_id"],"root_key":["_dlt_root_id"],"unique":["_dlt_id"],"row_key":["_dlt_id"]}},"normalizers":{"names":"snake_case","json":{"module":"dlt.common.normalizers.json.relational","config":{"max_nesting":0}}},"previous_hashes":["viDtqsa4YaDvNyQ08bMtKh8g6hYg0jIssDE/kcv+8CA=","8dpKlATsau4YIj9ZQRuJxNcxX4QzVTzp6gQ1/TeQy4I="]}');
SELECT pg_catalog.setval('servicetitan_raw.raw_loads_arrival_number_seq', 25, true);
ALTER TABLE ONLY servicetitan.st_appointments
    ADD CONSTRAINT st_appointments__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_business_units
    ADD CONSTRAINT st_business_units__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_call_reasons
    ADD CONSTRAINT st_call_reasons__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_campaigns
    ADD CONSTRAINT st_campaigns__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_custom_fields
    ADD CONSTRAINT st_custom_fields__dbt_tmp_pkey PRIMARY KEY (tenant_id, entity_type, st_id);
ALTER TABLE ONLY servicetitan.st_customers
    ADD CONSTRAINT st_customers__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_employees
    ADD CONSTRAINT st_employees__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_estimates
    ADD CONSTRAINT st_estimates__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_installed_equipment
    ADD CONSTRAINT st_installed_equipment__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_invoices
    ADD CONSTRAINT st_invoices__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_job_types
    ADD CONSTRAINT st_job_types__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_jobs
    ADD CONSTRAINT st_jobs__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_locations
    ADD CONSTRAINT st_locations__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_payments
    ADD CONSTRAINT st_payments__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_tag_types
    ADD CONSTRAINT st_tag_types__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.st_technicians
    ADD CONSTRAINT st_technicians__dbt_tmp_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan.transform_loads
    ADD CONSTRAINT transform_loads_pkey PRIMARY KEY (tenant_id, table_name, load_id);
ALTER TABLE ONLY servicetitan.transform_progress
    ADD CONSTRAINT transform_progress_pkey PRIMARY KEY (model_name);
ALTER TABLE ONLY servicetitan_raw.raw_loads
    ADD CONSTRAINT raw_loads_pkey PRIMARY KEY (tenant_id, table_name, load_id);
ALTER TABLE ONLY servicetitan_raw.raw_rejected
    ADD CONSTRAINT raw_rejected_pkey PRIMARY KEY (tenant_id, table_name, record_key);
ALTER TABLE ONLY servicetitan_raw.raw_st_appointment_assignments
    ADD CONSTRAINT raw_st_appointment_assignments_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_appointments
    ADD CONSTRAINT raw_st_appointments_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_business_units
    ADD CONSTRAINT raw_st_business_units_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_call_reasons
    ADD CONSTRAINT raw_st_call_reasons_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_campaigns
    ADD CONSTRAINT raw_st_campaigns_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_custom_field_types
    ADD CONSTRAINT raw_st_custom_field_types_pkey PRIMARY KEY (tenant_id, entity_type, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_customer_contacts
    ADD CONSTRAINT raw_st_customer_contacts_pkey PRIMARY KEY (tenant_id, st_id, customer_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_customers
    ADD CONSTRAINT raw_st_customers_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_employees
    ADD CONSTRAINT raw_st_employees_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_estimates
    ADD CONSTRAINT raw_st_estimates_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_installed_equipment
    ADD CONSTRAINT raw_st_installed_equipment_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_invoices
    ADD CONSTRAINT raw_st_invoices_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_job_types
    ADD CONSTRAINT raw_st_job_types_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_jobs
    ADD CONSTRAINT raw_st_jobs_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_location_contacts
    ADD CONSTRAINT raw_st_location_contacts_pkey PRIMARY KEY (tenant_id, st_id, location_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_locations
    ADD CONSTRAINT raw_st_locations_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_payments
    ADD CONSTRAINT raw_st_payments_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_pricebook_categories
    ADD CONSTRAINT raw_st_pricebook_categories_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_pricebook_equipment
    ADD CONSTRAINT raw_st_pricebook_equipment_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_pricebook_materials
    ADD CONSTRAINT raw_st_pricebook_materials_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_pricebook_services
    ADD CONSTRAINT raw_st_pricebook_services_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_tag_types
    ADD CONSTRAINT raw_st_tag_types_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_teams
    ADD CONSTRAINT raw_st_teams_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_technicians
    ADD CONSTRAINT raw_st_technicians_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_st_zones
    ADD CONSTRAINT raw_st_zones_pkey PRIMARY KEY (tenant_id, st_id);
ALTER TABLE ONLY servicetitan_raw.raw_sync_state
    ADD CONSTRAINT raw_sync_state_pkey PRIMARY KEY (tenant_id, table_name);
ALTER TABLE ONLY servicetitan_raw_landing_1234567890._dlt_pipeline_state
    ADD CONSTRAINT _dlt_pipeline_state__dlt_id_key UNIQUE (_dlt_id);
CREATE INDEX "035a5107d7c9cb9ecb4edc19752ebebe" ON servicetitan.st_customers USING btree (tenant_id, merged_to_id);
CREATE INDEX "05ad43e16ddd4c906cef3a736db5409e" ON servicetitan.st_invoices USING btree (tenant_id, business_unit_id);
CREATE INDEX "067b7d4768aee06f8f4e5e83e1e5c513" ON servicetitan.st_customers USING btree (tenant_id, st_created_on);
CREATE INDEX "068fa84824110e98c9281112072723c0" ON servicetitan.st_estimates USING btree (tenant_id, st_created_on);
CREATE INDEX "069f3399c134ba6b3a2502f55e631498" ON servicetitan.st_estimates USING btree (tenant_id, sold_on);
CREATE INDEX "071d1f713fc8fe82b0d8d651cd4d7f1c" ON servicetitan.st_jobs USING gin (tag_type_ids) WITH (fastupdate=off);
CREATE INDEX "0755df0cdb04c2f26f9e582664109749" ON servicetitan.st_jobs USING btree (tenant_id, scheduled_start);
CREATE INDEX "0759b36f48a69679adeb641b99e82181" ON servicetitan.st_jobs USING gin (technician_ids) WITH (fastupdate=off);
CREATE INDEX "085af4a00043fb6bd5762e2d6cafebcf" ON servicetitan.st_installed_equipment USING btree (tenant_id, under_warranty_until);
CREATE INDEX "11208c9e354b9c089d5036d68f524340" ON servicetitan.st_appointments USING btree (tenant_id, st_created_on);
CREATE INDEX "1309ce14badbf21228eb7490d79fb6a2" ON servicetitan.st_appointments USING gin (technician_ids) WITH (fastupdate=off);
CREATE INDEX "13d2f0a044661cf8635bab1025213800" ON servicetitan.st_jobs USING btree (tenant_id, business_unit_id);
CREATE INDEX "14a0b55f392e3917224685d83fb8f034" ON servicetitan.st_estimates USING btree (tenant_id, status);
CREATE INDEX "163c156cc76d669595cb82446c5666a3" ON servicetitan.st_payments USING gin (invoice_ids) WITH (fastupdate=off);
CREATE INDEX "1b7ca72616ac0b3caddaf5351ad82339" ON servicetitan.st_estimates USING btree (tenant_id, project_id);
CREATE INDEX "2c49fbe9e720ce57b5beeefffafe1ab0" ON servicetitan.st_customers USING gin (tag_type_ids) WITH (fastupdate=off);
CREATE INDEX "334396d0250065042e08e801cd18f2b3" ON servicetitan.st_jobs USING btree (tenant_id, customer_id);
CREATE INDEX "34738e2ac08e38a348a3575f6045bd0a" ON servicetitan.st_installed_equipment USING btree (tenant_id, location_id);
CREATE INDEX "3569372d05622b7091083918074ba8e3" ON servicetitan.st_invoices USING btree (tenant_id, invoice_number);
CREATE INDEX "3aa42f5f5aa10d09c158a5c77acca6ad" ON servicetitan.st_employees USING btree (tenant_id, business_unit_id);
CREATE INDEX "3ade575008b4bd28a5a56ec3cd6e293d" ON servicetitan.st_estimates USING btree (tenant_id, location_id);
CREATE INDEX "3d1d5f1fd9e7e8321567e651904a8514" ON servicetitan.st_appointments USING gin (assignment_ids) WITH (fastupdate=off);
CREATE INDEX "43585530416f1894d047ec71375b4628" ON servicetitan.st_jobs USING btree (tenant_id, location_id);
CREATE INDEX "43a2eef18137f6d7042c14f72735e296" ON servicetitan.st_jobs USING btree (tenant_id, job_type_id);
CREATE INDEX "45399ff07da8e59f50c0f5ba1c6a0ed2" ON servicetitan.st_jobs USING gin (appointment_ids) WITH (fastupdate=off);
CREATE INDEX "553dfc41dc6543bd3da3a5528939fe8c" ON servicetitan.st_locations USING btree (tenant_id, zone_id);
CREATE INDEX "588a62b34cabdc65eb43b0e4696dadb5" ON servicetitan.st_invoices USING btree (tenant_id, st_created_on);
CREATE INDEX "6281cfd3a67954aaceff3f0aec197f56" ON servicetitan.st_appointments USING btree (tenant_id, status);
CREATE INDEX "683ef433332afe3ca42f4a10565d8c92" ON servicetitan.st_estimates USING btree (tenant_id, job_id);
CREATE INDEX "69266e5051753fa8e60e8e4c3e2f89ac" ON servicetitan.st_jobs USING btree (tenant_id, completed_on);
CREATE INDEX "707d9a94b3971f80049ca2fa113bfdef" ON servicetitan.st_payments USING btree (tenant_id, customer_id);
CREATE INDEX "71254ad167f4d0bb0bae941f9d7fac55" ON servicetitan.st_payments USING btree (tenant_id, business_unit_id);
CREATE INDEX "7625600f4f1439abb8ce4151816b551a" ON servicetitan.st_appointments USING btree (tenant_id, start_time);
CREATE INDEX "76f19d1ec0fbee59ed330a5adc1265c0" ON servicetitan.st_appointments USING btree (tenant_id, job_type_id);
CREATE INDEX "781c751ed9cb5b8d59f5c04a3c4ca3ca" ON servicetitan.st_locations USING btree (tenant_id, st_created_on);
CREATE INDEX "893bb14b71f3574c2f6b0423ed3b6e9d" ON servicetitan.st_estimates USING btree (tenant_id, customer_id);
CREATE INDEX "8a6bc72bcc2f4bbd0904eca0e4c47d9c" ON servicetitan.st_invoices USING btree (tenant_id, location_id);
CREATE INDEX "91b3f71cedb6feaa97dfbf16ff181968" ON servicetitan.st_invoices USING gin (payment_ids) WITH (fastupdate=off);
CREATE INDEX "9825f597d86f00f89b99a0f1989f865c" ON servicetitan.st_jobs USING btree (tenant_id, job_status);
CREATE INDEX "9a4932ba962dee633c9d41d71df298cd" ON servicetitan.st_installed_equipment USING btree (tenant_id, customer_id);
CREATE INDEX "9abc944ab45ca6a38e2f481ba975ca51" ON servicetitan.st_appointments USING btree (tenant_id, location_id);
CREATE INDEX a409e56c3ad10689dedf605a38b5d0a0 ON servicetitan.st_customers USING gin (location_ids) WITH (fastupdate=off);
CREATE INDEX a47ec2a437fa17fde274e4455a3885e2 ON servicetitan.st_appointments USING btree (tenant_id, job_id);
CREATE INDEX a645e52077c996254abc46378ed2189e ON servicetitan.st_installed_equipment USING btree (tenant_id, st_created_on);
CREATE INDEX a85a5b78d86fd615d05b23f9b2207bcb ON servicetitan.st_invoices USING btree (tenant_id, paid_on);
CREATE INDEX a88f10b7272ad6e801a1901d884a6aff ON servicetitan.st_payments USING btree (tenant_id, payment_date);
CREATE INDEX ad85e637acad0503bb4b708e4b296cf1 ON servicetitan.st_invoices USING btree (tenant_id, job_id);
CREATE INDEX b103dfbfbe83a2ec205e5b6b373892d6 ON servicetitan.st_locations USING btree (tenant_id, customer_id);
CREATE INDEX b23bbf5caf96fb26eb728f05d8e4748e ON servicetitan.st_jobs USING gin (assignment_ids) WITH (fastupdate=off);
CREATE INDEX b55c59b5f8ebf6344b9822f3c9676e2e ON servicetitan.st_installed_equipment USING btree (tenant_id, predicted_replacement_date);
CREATE INDEX b6a37d3733aa8a0e7ce382714feec38b ON servicetitan.st_customers USING btree (tenant_id, name);
CREATE INDEX b7a264c60b520cf05b17c9e9e09771db ON servicetitan.st_estimates USING btree (tenant_id, sold_by);
CREATE INDEX b94be37b4fff10c34e277a5e15dc158d ON servicetitan.st_technicians USING btree (tenant_id, business_unit_id);
CREATE INDEX baa8add64e6cee9b2247500bcd02c0a8 ON servicetitan.st_appointments USING btree (tenant_id, business_unit_id);
CREATE INDEX bbfbb256fb5adfd7114adc168046331b ON servicetitan.st_jobs USING gin (invoice_ids) WITH (fastupdate=off);
CREATE INDEX c148d5d3f9fa04fe8c4e5233eda85216 ON servicetitan.st_invoices USING btree (tenant_id, due_date);
CREATE INDEX c1daa39156347236f57a1c60a62caabd ON servicetitan.st_appointments USING btree (tenant_id, customer_id);
CREATE INDEX c2d5c3c823273bc2496efbcc1880dc45 ON servicetitan.st_invoices USING btree (tenant_id, customer_id);
CREATE INDEX c5db803f55451459077afa5641775510 ON servicetitan.st_jobs USING btree (tenant_id, job_number);
CREATE INDEX c6102423192fcc51ab751a9f32380dab ON servicetitan.st_locations USING btree (tenant_id, merged_to_id);
CREATE INDEX cd6272dd08476040b8a04c07503b113b ON servicetitan.st_technicians USING btree (tenant_id, main_zone_id);
CREATE INDEX cf7cea4a08bb5d238c1b3b6526d5e8a8 ON servicetitan.st_locations USING gin (tag_type_ids) WITH (fastupdate=off);
CREATE INDEX d0485fd6a6b3a132dd932590715c80ae ON servicetitan.st_locations USING btree (tenant_id, zip);
CREATE INDEX d27e8f4606e87aa1c004bd114d4b4b3c ON servicetitan.st_payments USING btree (tenant_id, st_created_on);
CREATE INDEX d644272a23a41afd5b2bf987e9fef92d ON servicetitan.st_estimates USING btree (tenant_id, business_unit_id);
CREATE INDEX d78ed26fc6d855d839d45a1ac0c95723 ON servicetitan.st_installed_equipment USING btree (tenant_id, installed_on);
CREATE INDEX d7f6eaedcc520ab83c35e924d1500d13 ON servicetitan.st_jobs USING btree (tenant_id, st_created_on);
CREATE INDEX de27bcc312d56d661a79ba4d7996dc93 ON servicetitan.st_jobs USING btree (tenant_id, campaign_id);
CREATE INDEX df7ecddb0ed8ad7d2f3bc4492c2628d3 ON servicetitan.st_invoices USING btree (tenant_id, invoice_date);
CREATE INDEX e067cdf269b0d65f4d867e816af8b148 ON servicetitan.st_job_types USING gin (business_unit_ids) WITH (fastupdate=off);
CREATE INDEX f739dd39147089235a6a710e4a6679bb ON servicetitan.st_payments USING btree (tenant_id, invoice_id);
CREATE INDEX fefe160ee81a49d982b3bc2d6a035af4 ON servicetitan.st_installed_equipment USING btree (tenant_id, equipment_id);
CREATE INDEX transform_loads_load_number ON servicetitan.transform_loads USING btree (load_number);
CREATE INDEX raw_loads__applied_at ON servicetitan_raw.raw_loads USING btree (applied_at);
CREATE INDEX raw_loads__arrival_number ON servicetitan_raw.raw_loads USING btree (tenant_id, table_name, arrival_number);
CREATE INDEX raw_st_appointment_assignments__appointment_id ON servicetitan_raw.raw_st_appointment_assignments USING btree (tenant_id, appointment_id);
CREATE INDEX raw_st_appointment_assignments__dlt_load_id ON servicetitan_raw.raw_st_appointment_assignments USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_appointment_assignments__job_id ON servicetitan_raw.raw_st_appointment_assignments USING btree (tenant_id, job_id);
CREATE INDEX raw_st_appointments__dlt_load_id ON servicetitan_raw.raw_st_appointments USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_appointments__job_id ON servicetitan_raw.raw_st_appointments USING btree (tenant_id, job_id);
CREATE INDEX raw_st_business_units__dlt_load_id ON servicetitan_raw.raw_st_business_units USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_call_reasons__dlt_load_id ON servicetitan_raw.raw_st_call_reasons USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_campaigns__dlt_load_id ON servicetitan_raw.raw_st_campaigns USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_custom_field_types__dlt_load_id ON servicetitan_raw.raw_st_custom_field_types USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_customer_contacts__customer_id ON servicetitan_raw.raw_st_customer_contacts USING btree (tenant_id, customer_id);
CREATE INDEX raw_st_customer_contacts__dlt_load_id ON servicetitan_raw.raw_st_customer_contacts USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_customers__dlt_load_id ON servicetitan_raw.raw_st_customers USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_employees__dlt_load_id ON servicetitan_raw.raw_st_employees USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_estimates__dlt_load_id ON servicetitan_raw.raw_st_estimates USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_installed_equipment__dlt_load_id ON servicetitan_raw.raw_st_installed_equipment USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_invoices__dlt_load_id ON servicetitan_raw.raw_st_invoices USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_invoices__job_id ON servicetitan_raw.raw_st_invoices USING btree (tenant_id, job_id);
CREATE INDEX raw_st_job_types__dlt_load_id ON servicetitan_raw.raw_st_job_types USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_jobs__dlt_load_id ON servicetitan_raw.raw_st_jobs USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_location_contacts__dlt_load_id ON servicetitan_raw.raw_st_location_contacts USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_location_contacts__location_id ON servicetitan_raw.raw_st_location_contacts USING btree (tenant_id, location_id);
CREATE INDEX raw_st_locations__customer_id ON servicetitan_raw.raw_st_locations USING btree (tenant_id, customer_id);
CREATE INDEX raw_st_locations__dlt_load_id ON servicetitan_raw.raw_st_locations USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_payments__applied_to ON servicetitan_raw.raw_st_payments USING gin (applied_to jsonb_path_ops) WITH (fastupdate=off);
CREATE INDEX raw_st_payments__dlt_load_id ON servicetitan_raw.raw_st_payments USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_pricebook_categories__dlt_load_id ON servicetitan_raw.raw_st_pricebook_categories USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_pricebook_equipment__dlt_load_id ON servicetitan_raw.raw_st_pricebook_equipment USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_pricebook_materials__dlt_load_id ON servicetitan_raw.raw_st_pricebook_materials USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_pricebook_services__dlt_load_id ON servicetitan_raw.raw_st_pricebook_services USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_tag_types__dlt_load_id ON servicetitan_raw.raw_st_tag_types USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_teams__dlt_load_id ON servicetitan_raw.raw_st_teams USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_technicians__dlt_load_id ON servicetitan_raw.raw_st_technicians USING btree (tenant_id, _dlt_load_id);
CREATE INDEX raw_st_zones__dlt_load_id ON servicetitan_raw.raw_st_zones USING btree (tenant_id, _dlt_load_id);
