-- Since when members of campaigns are known otherwise than as members: the first day of a purchase, an
-- event or a contract, and of a contact or a deal the day on which it was made; one without such a day
-- was always there. Who is known only since a campaign began may be known because of it.
-- use: asked
-- grain: customer_id
-- reads: campaign_arms, contact_identities, contacts, contracts, customer_identities, deals, events, orders, sources
-- param: zone VARCHAR
with
member_ids as (
    select distinct customer_identities.namespace, customer_identities.id, customer_identities.customer_id
    from customer_identities
    inner join campaign_arms on customer_identities.customer_id = campaign_arms.customer_id
),
sightings as (
    select customer_id, min(ordered_on) as known_on
    from orders
    where customer_id is not null
    group by customer_id
    union all
    select member_ids.customer_id, min(cast(at_timezone(with_timezone(coalesce(contacts.created_at, timestamp '0002-01-01 00:00:00'), 'UTC'), cast($zone as varchar)) as date)) as known_on
    from contacts
    inner join contact_identities
        on contacts.source = contact_identities.source
        and contacts.source_id = contact_identities.source_id
    inner join member_ids
        on contact_identities.namespace = member_ids.namespace
        and contact_identities.id = member_ids.id
    where contacts.excluded is null
    group by member_ids.customer_id
    union all
    select member_ids.customer_id, min(cast(at_timezone(with_timezone(events.event_at, 'UTC'), cast($zone as varchar)) as date)) as known_on
    from events
    left join sources on events.source = sources.source
    inner join member_ids
        on coalesce(sources.namespace, events.source) = member_ids.namespace
        and written_identity(events.customer, events.customer_email, events.customer_phone, null, events.customer_name) = member_ids.id
    where events.excluded is null
    group by member_ids.customer_id
    union all
    select member_ids.customer_id, min(cast(at_timezone(with_timezone(coalesce(deals.created_at, timestamp '0002-01-01 00:00:00'), 'UTC'), cast($zone as varchar)) as date)) as known_on
    from deals
    left join sources on deals.source = sources.source
    inner join member_ids
        on coalesce(sources.namespace, deals.source) = member_ids.namespace
        and written_identity(deals.customer, deals.customer_email, deals.customer_phone, null, deals.customer_name) = member_ids.id
    where deals.excluded is null
    group by member_ids.customer_id
    union all
    select member_ids.customer_id, min(cast(at_timezone(with_timezone(contracts.started_at, 'UTC'), cast($zone as varchar)) as date)) as known_on
    from contracts
    left join sources on contracts.source = sources.source
    inner join member_ids
        on coalesce(sources.namespace, contracts.source) = member_ids.namespace
        and written_identity(contracts.customer, contracts.customer_email, contracts.customer_phone, contracts.customer_tax_id, contracts.customer_name) = member_ids.id
    where contracts.excluded is null
    group by member_ids.customer_id
)
select
    cast(sightings.customer_id as varchar) as customer_id,
    cast(min(sightings.known_on) as date) as known_on
from sightings
inner join (select distinct customer_id from member_ids) as members on sightings.customer_id = members.customer_id
group by sightings.customer_id
order by customer_id
