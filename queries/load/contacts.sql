-- The rows of one file as contacts, each with what is wrong with it.
-- grain: source_row
-- reads: raw
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: day_order VARCHAR
-- param: zone VARCHAR
with
parsed as (
    select
        raw.*,
        parse_timestamp(raw.created_at, $day_order, $zone) as parsed_created_at,
        parse_timestamp(raw.updated_at, $day_order, $zone) as parsed_updated_at,
        parse_boolean(raw.email_consent) as parsed_email_consent
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('source_id', source_id),
                problem_unread('created_at', created_at, parsed_created_at, 'is no date'),
                problem_unread('updated_at', updated_at, parsed_updated_at, 'is no date'),
                problem_unread('email_consent', email_consent, parsed_email_consent, 'is neither yes nor no')
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(source_id as varchar) as source_id,
    cast(full_name as varchar) as full_name,
    cast(first_name as varchar) as first_name,
    cast(last_name as varchar) as last_name,
    cast(email as varchar) as email,
    cast(phone as varchar) as phone,
    cast(company as varchar) as company,
    cast(tax_id as varchar) as tax_id,
    cast(country as varchar) as country,
    cast(city as varchar) as city,
    cast(owner as varchar) as owner,
    cast(entered_by as varchar) as entered_by,
    cast(parsed_created_at as timestamp) as created_at,
    cast(parsed_updated_at as timestamp) as updated_at,
    cast(parsed_email_consent as boolean) as email_consent,
    cast(tags as varchar) as tags,
    cast(customer as varchar) as customer,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then 'all' end as varchar) as partition_month,
    cast(null as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
