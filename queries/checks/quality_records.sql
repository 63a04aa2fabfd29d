-- Records that somebody can mend, with file and row: what is wrong with each, what stands there, and who typed
-- it. Of each problem the latest five hundred, and how many there are in all. Orders without a customer are not
-- here: a till knows nobody.
-- grain: problem, source, source_file, source_row, record_id
-- reads: typed_records
with
problems as (
    select 1 as position, 'unreachable' as problem, * from typed_records where entity = 'contacts' and coalesce(telephone, 'missing') <> 'usable' and not coalesce(has_email, false)
    union all
    select 2 as position, 'no name' as problem, * from typed_records where entity = 'contacts' and not has_name
    union all
    select 3 as position, 'same customer' as problem, * from typed_records where same_as is not null
    union all
    select 4 as position, 'invented telephone' as problem, * from typed_records where telephone = 'invented'
    union all
    select 5 as position, 'unreadable telephone' as problem, * from typed_records where telephone = 'unreadable'
    union all
    select 6 as position, 'deal without customer' as problem, * from typed_records where entity = 'deals' and not has_customer
    union all
    select 7 as position, 'won without amount' as problem, * from typed_records where not is_priced
    union all
    select 8 as position, 'entered late' as problem, * from typed_records where is_late
    union all
    select 9 as position, 'event without customer' as problem, * from typed_records where entity = 'events' and not has_customer
),
placed as (
    select
        *,
        row_number() over (partition by problem order by entered_on desc nulls last, source, source_file, source_row, record_id) as place,
        count(*) over (partition by problem) as of_records
    from problems
)
select
    cast(position as bigint) as position,
    cast(problem as varchar) as problem,
    cast(entity as varchar) as entity,
    cast(source as varchar) as source,
    cast(source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(record_id as varchar) as record_id,
    cast(record as varchar) as record,
    cast(person as varchar) as person,
    cast(entered_on as date) as entered_on,
    cast(case when problem = 'same customer' then same_as when problem in ('invented telephone', 'unreadable telephone') then phone end as varchar) as what,
    cast(of_records as bigint) as of_records
from placed
where place <= 500
order by position, place, source, source_file, source_row, record_id
