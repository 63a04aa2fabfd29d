-- Contracts that end before they begin: their dates are of other things, or day and month are
-- exchanged. They count nowhere. And contracts of which nothing but a name, or nothing, says whose
-- they are: they join nobody's purchases.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: contracts
with told as (
    select
        source,
        started_at is not null and ended_at < started_at as backwards,
        coalesce(customer, customer_email, customer_phone, customer_tax_id) is null as nobodys,
        concat(source_file, ', row ', cast(source_row as varchar), ': ', contract_id) as place
    from contracts
    where excluded is null
),

problems as (
    select
        'contracts end before they begin' as problem,
        source,
        count(*) filter (where backwards) as lines,
        count(*) as of_lines,
        min(place) filter (where backwards) as example,
        'look whether started_at and ended_at are the right columns' as remedy
    from told
    group by source

    union all

    select
        'contracts have no known customer',
        source,
        count(*) filter (where nobodys),
        count(*),
        min(place) filter (where nobodys),
        'name the column with the customer''s number, e-mail or telephone in the config'
    from told
    group by source
)

select
    cast(problem as varchar) as problem,
    cast(source as varchar) as subject,
    cast(lines as bigint) as lines,
    cast(of_lines as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(example as varchar) as example,
    cast(remedy as varchar) as remedy
from problems
where lines > 0
order by problem, subject
