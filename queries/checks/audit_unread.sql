-- Files of which no row could be loaded or was left out by a rule: all that was read is rejected,
-- so what the file holds is missing from every figure. A file with nothing but a header is fine.
-- use: audit
-- severity: stop
-- rows: new
-- grain: problem, subject
-- reads: loads, rejects
with
reasons as (
    select
        source,
        source_file,
        column_name,
        reason,
        count(*) as reject_rows,
        min(source_row) as example_row,
        min_by(value, source_row) as example_value
    from rejects
    group by source, source_file, column_name, reason
),
most as (
    select
        *,
        row_number() over (partition by source, source_file order by reject_rows desc, example_row, column_name, reason) as place
    from reasons
)
select
    cast('no row of a file could be read' as varchar) as problem,
    cast(concat(loads.source, ': ', loads.source_file, ' (', loads.entity, ')') as varchar) as subject,
    cast(loads.rows_rejected as bigint) as lines,
    cast(loads.rows_read as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(
        concat(
            'row ', cast(most.example_row as varchar), ': ', case when most.column_name <> '' then concat(most.column_name, ' ') else '' end,
            '"', coalesce(most.example_value, ''), '" ', most.reason
        ) as varchar
    ) as example,
    cast('look whether the columns and the notation of its source are those of the file (dates:, decimal:, columns:), or take it out' as varchar) as remedy
from loads
left join most
    on loads.source = most.source
    and loads.source_file = most.source_file
    and most.place = 1
where loads.rows_read > 0 and loads.rows_loaded = 0 and loads.rows_excluded = 0
order by problem, subject
