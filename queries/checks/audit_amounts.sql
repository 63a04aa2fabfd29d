-- Files in which more than one amount in a hundred cannot be read: their rows are rejected, and
-- how much money is missing cannot be known.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: loads
select
    cast('more than one amount in a hundred cannot be read' as varchar) as problem,
    cast(concat(source, ': ', source_file, ' (', entity, ')') as varchar) as subject,
    cast(unreadable_amounts as bigint) as lines,
    cast(rows_read as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(null as varchar) as example,
    cast('mend the export, or say how its numbers are written (decimal:)' as varchar) as remedy
from loads
where unreadable_amounts * 100 > rows_read
order by problem, subject
