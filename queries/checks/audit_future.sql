-- Files with days more than 31 days later than the day in their own name: a month read for a day,
-- or a year mistyped. A file without a day in its name cannot be judged. Tasks may be planned for
-- months ahead, so only purchases count.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: loads
with files as (
    select source, source_file, last_at, file_day(source_file) as written_on
    from loads
    where entity = 'purchases'
)
select
    cast('a file has days more than 31 days later than the day in its name' as varchar) as problem,
    cast(source as varchar) as subject,
    cast(count(*) as bigint) as lines,
    cast(null as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(concat(source_file, ': ', cast(last_at as varchar))) as varchar) as example,
    cast('look whether the order of day and month is right (dates:)' as varchar) as remedy
from files
where last_at >= written_on + interval '32' day
group by source
order by problem, subject
