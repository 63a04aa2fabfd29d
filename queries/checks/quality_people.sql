-- How complete the records are that each person typed, by kind of record: those who look after a record count
-- where nobody says who typed it (by_owner), and where neither is written the person is NULL. Shares are of
-- records whose source has such a field (phone_records, email_records). Lacking is a record without what
-- nobody can work without: a contact without a name, or that can be neither called nor written to; a deal, an
-- event, an order without a customer; a deal that was won without an amount. Every record counts once, so that
-- the people add up to all.
-- grain: entity, person
-- reads: typed_records
with judged as (
    select
        *,
        not coalesce(has_name, true) or not coalesce(has_customer, true) or not coalesce(is_priced, true)
            or entity = 'contacts' and coalesce(telephone, 'missing') <> 'usable' and not coalesce(has_email, false) as is_lacking
    from typed_records
)
select
    cast(entity as varchar) as entity,
    cast(person as varchar) as person,
    cast(count(*) as bigint) as records,
    cast(count(*) filter (where by_owner) as bigint) as by_owner,
    cast(min(entered_on) as date) as first_on,
    cast(max(entered_on) as date) as last_on,
    cast(count(has_name) as bigint) as name_records,
    cast(count(*) filter (where has_name) as bigint) as with_name,
    cast(count(telephone) as bigint) as phone_records,
    cast(count(*) filter (where telephone = 'usable') as bigint) as with_phone,
    cast(count(has_email) as bigint) as email_records,
    cast(count(*) filter (where has_email) as bigint) as with_email,
    cast(count(*) filter (where telephone = 'invented') as bigint) as invented_phones,
    cast(count(*) filter (where telephone = 'unreadable') as bigint) as unreadable_phones,
    cast(count(same_as) as bigint) as duplicates,
    cast(count(*) filter (where is_late) as bigint) as late,
    cast(count(*) filter (where is_lacking) as bigint) as lacking
from judged
group by entity, person
order by entity, person
