-- Every record as it counts now, with what can be said of how it was typed: contacts and deals as the file
-- has them in which they stand last, events, and orders. The person is whoever typed it (entered_by), else
-- who looks after it (owner, and `by_owner` tells), NULL where neither is written. Days are the company's.
-- `same_as` is the first record of the source that is the same customer, where the record is not that one
-- itself; companies and people are told apart. What an entity has no field for, or none that its source ever
-- fills, is NULL. Late is a deal that was entered after it had been closed.
-- grain: entity, source, source_file, source_row, record_id
-- reads: contact_identities, contact_sources, contacts, customer_identities, deal_sources, deals, events, purchase_sources, purchases
-- param: zone VARCHAR
with
fields as (
    select
        source,
        max(case when coalesce(trim(full_name), trim(first_name), trim(last_name), trim(company), '') <> '' then 1 else 0 end) = 1 as has_names,
        max(case when coalesce(trim(phone), '') <> '' then 1 else 0 end) = 1 as has_phones,
        max(case when coalesce(trim(email), '') <> '' then 1 else 0 end) = 1 as has_emails
    from contacts
    group by source
),
event_files as (
    select source, source_file, coalesce(file_day(source_file), cast(max(event_at) as date)) as written_on
    from events
    group by source, source_file
),
known_events as (
    select
        events.*,
        rank() over (partition by events.source, events.event_id order by event_files.written_on desc, events.source_file desc) as place
    from events
    inner join event_files
        on events.source = event_files.source
        and events.source_file = event_files.source_file
),
known_contacts as (
    select
        contacts.*,
        fields.has_names,
        fields.has_phones,
        fields.has_emails,
        coalesce(
            nullif(trim(contacts.full_name), ''), nullif(trim(concat_ws(' ', contacts.first_name, contacts.last_name)), ''), nullif(trim(contacts.company), '')
        ) as name,
        customer_identities.customer_id,
        row_number() over (
            partition by contacts.source, coalesce(contacts.kind, ''), customer_identities.customer_id
            order by contacts.created_at nulls last, contacts.source_file, contacts.source_row, contacts.source_id
        ) as place,
        first_value(contacts.source_id) over (
            partition by contacts.source, coalesce(contacts.kind, ''), customer_identities.customer_id
            order by contacts.created_at nulls last, contacts.source_file, contacts.source_row, contacts.source_id
        ) as first_id
    from contacts
    inner join contact_sources
        on contacts.source = contact_sources.source
        and contacts.source_id = contact_sources.source_id
        and contacts.source_file = contact_sources.source_file
    inner join fields on contacts.source = fields.source
    left join contact_identities
        on contacts.source = contact_identities.source
        and contacts.source_id = contact_identities.source_id
    left join customer_identities
        on contact_identities.namespace = customer_identities.namespace
        and contact_identities.id = customer_identities.id
    where contacts.excluded is null
),
first_lines as (
    select
        purchases.source,
        purchases.source_file,
        min(purchases.source_row) as source_row,
        purchases.order_id,
        min(purchases.entered_by) as entered_by,
        min(purchases.owner) as owner,
        min(purchases.purchased_at) as purchased_at,
        max(case when written_identity(purchases.customer, purchases.customer_email, purchases.customer_phone, purchases.customer_tax_id, purchases.customer_name) is not null then 1 else 0 end) = 1 as has_customer
    from purchases
    inner join purchase_sources
        on purchases.source = purchase_sources.source
        and purchases.order_id = purchase_sources.order_id
        and purchases.source_file = purchase_sources.source_file
    where purchases.excluded is null
    group by purchases.source, purchases.source_file, purchases.order_id
),
records as (
    select
        'contacts' as entity, source, source_file, source_row, source_id as record_id, name as record, entered_by, owner, created_at as entered_at,
        case when has_names then name is not null end as has_name,
        phone,
        case when has_phones then coalesce(telephone_kind(phone), 'missing') end as telephone,
        case when has_emails then coalesce(email like '%_@_%._%', false) end as has_email,
        case when customer_id is not null and place > 1 then first_id end as same_as,
        cast(null as boolean) as has_customer,
        cast(null as boolean) as is_priced,
        cast(null as boolean) as is_late
    from known_contacts
    union all
    select
        'deals' as entity, deals.source, deals.source_file, deals.source_row, deals.deal_id as record_id, deals.deal as record, cast(null as varchar) as entered_by, deals.owner, deals.created_at as entered_at,
        cast(null as boolean) as has_name,
        cast(null as varchar) as phone,
        cast(null as varchar) as telephone,
        cast(null as boolean) as has_email,
        cast(null as varchar) as same_as,
        written_identity(deals.customer, deals.customer_email, deals.customer_phone, null, deals.customer_name) is not null as has_customer,
        case when coalesce(deals.outcome, deal_outcome(deals.status), deal_outcome(deals.stage)) = 'won' then deals.amount is not null end as is_priced,
        coalesce(deals.created_at > deals.closed_at, false) as is_late
    from deals
    inner join deal_sources
        on deals.source = deal_sources.source
        and deals.deal_id = deal_sources.deal_id
        and deals.source_file = deal_sources.source_file
    where deals.excluded is null
    union all
    select
        'events' as entity, source, source_file, source_row, event_id as record_id, coalesce(nullif(trim(subject), ''), event_type) as record, entered_by, owner, event_at as entered_at,
        cast(null as boolean) as has_name,
        cast(null as varchar) as phone,
        cast(null as varchar) as telephone,
        cast(null as boolean) as has_email,
        cast(null as varchar) as same_as,
        written_identity(customer, customer_email, customer_phone, null, customer_name) is not null as has_customer,
        cast(null as boolean) as is_priced,
        cast(null as boolean) as is_late
    from known_events
    where place = 1 and excluded is null
    union all
    select
        'orders' as entity, source, source_file, source_row, order_id as record_id, order_id as record, entered_by, owner, purchased_at as entered_at,
        cast(null as boolean) as has_name,
        cast(null as varchar) as phone,
        cast(null as varchar) as telephone,
        cast(null as boolean) as has_email,
        cast(null as varchar) as same_as,
        has_customer,
        cast(null as boolean) as is_priced,
        cast(null as boolean) as is_late
    from first_lines
)
select
    cast(entity as varchar) as entity,
    cast(source as varchar) as source,
    cast(source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(record_id as varchar) as record_id,
    cast(record as varchar) as record,
    cast(coalesce(nullif(trim(entered_by), ''), nullif(trim(owner), '')) as varchar) as person,
    cast(coalesce(trim(entered_by), '') = '' and coalesce(trim(owner), '') <> '' as boolean) as by_owner,
    cast(at_timezone(with_timezone(entered_at, 'UTC'), cast($zone as varchar)) as date) as entered_on,
    cast(has_name as boolean) as has_name,
    cast(phone as varchar) as phone,
    cast(telephone as varchar) as telephone,
    cast(has_email as boolean) as has_email,
    cast(same_as as varchar) as same_as,
    cast(has_customer as boolean) as has_customer,
    cast(is_priced as boolean) as is_priced,
    cast(is_late as boolean) as is_late
from records
