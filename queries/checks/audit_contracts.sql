-- Contracts that end before they begin: their dates are of other things, or day and month are
-- exchanged. They count nowhere.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: contracts
select
    cast('contracts end before they begin' as varchar) as problem,
    cast(source as varchar) as subject,
    cast(count(*) filter (where ended_at < started_at) as bigint) as lines,
    cast(count(*) as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(concat(source_file, ', row ', cast(source_row as varchar), ': ', contract_id)) filter (where ended_at < started_at) as varchar) as example,
    cast('look whether started_at and ended_at are the right columns' as varchar) as remedy
from contracts
where excluded is null
group by source
having max(case when ended_at < started_at then 1 else 0 end) = 1
order by problem, subject
