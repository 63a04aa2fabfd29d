-- How many records were typed in each month, and how many of them have something to mend: lacking as in
-- quality_people, telephones that reach nobody, and those of a customer who was there already. Records without
-- a day, and of days behind the report's, are left out.
-- grain: entity, month
-- reads: typed_records
-- param: as_of DATE
select
    cast(entity as varchar) as entity,
    cast(date_trunc('month', entered_on) as date) as month,
    cast(count(*) as bigint) as records,
    cast(count(*) filter (
        where not coalesce(has_name, true) or not coalesce(has_customer, true) or not coalesce(is_priced, true)
            or entity = 'contacts' and coalesce(telephone, 'missing') <> 'usable' and not coalesce(has_email, false)
    ) as bigint) as lacking,
    cast(count(*) filter (where telephone in ('invented', 'unreadable')) as bigint) as wrong_phones,
    cast(count(same_as) as bigint) as duplicates
from typed_records
where entered_on <= cast($as_of as date)
group by entity, date_trunc('month', entered_on)
order by entity, month
