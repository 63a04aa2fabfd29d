-- Last purchases that come long after all others: a year or a month mistyped, and the figures are
-- told for the day of the last purchase. They are at most five rows, or one in a thousand, behind
-- days without a purchase that are more than 31, and more than ten times the days between one day
-- with purchases and the next that only one in a hundred exceeds; ten such must be there to know
-- what is usual. until is the day that was asked for: what lies behind it moves no figure.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: purchases
-- param: until DATE
-- param: zone VARCHAR
with
dated as (
    select source, source_file, source_row, purchased_at, cast(date_trunc('day', purchased_at) as date) as day
    from purchases
    where excluded is null and purchased_at < cast($until as date) + interval '1' day
),
days as (
    select day, count(*) as lines
    from dated
    group by day
),
counted as (
    select
        day,
        date_diff('day', lag(day) over (order by day), day) as since,
        sum(lines) over (order by day desc) as lines_from,
        sum(lines) over () as lines
    from days
),
placed as (
    select day, since, lines_from <= 5 or lines_from * 1000 <= lines as is_last
    from counted
),
ranked as (
    select
        since,
        row_number() over (order by since desc) as place,
        count(*) over () as gaps
    from placed
    where not is_last and since is not null
),
usual as (
    -- What one gap in a hundred exceeds.
    select since as days
    from ranked
    where gaps >= 10 and (place - 1) * 100 <= gaps and place * 100 > gaps
),
apart as (
    select min(placed.day) as day
    from placed
    cross join usual
    where placed.is_last and placed.since > greatest(31, 10 * usual.days)
),
last_lines as (
    select
        dated.source,
        concat(dated.source_file, ', row ', cast(dated.source_row as varchar), ': ', cast(cast(at_timezone(with_timezone(dated.purchased_at, 'UTC'), cast($zone as varchar)) as date) as varchar)) as example
    from dated
    inner join apart on dated.day >= apart.day
)
select
    cast('the last purchases come long after all others, and the figures are told for their day' as varchar) as problem,
    cast(source as varchar) as subject,
    cast(count(*) as bigint) as lines,
    cast(null as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(max(example) as varchar) as example,
    cast('if the date is a slip, mend the export, or name the last day that counts (as_of: in the config, --as-of)' as varchar) as remedy
from last_lines
group by source
order by problem, subject
