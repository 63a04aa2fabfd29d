-- What was done with each customer, an event a row, as the file says in which it stands last: later by
-- the day in the file's name, or, where none stands there, by its newest event; among equals the name
-- decides, and in one file the later row. The day is the company's. Events of nobody known are left out.
-- grain: source, event_id
-- reads: campaign_identities, customer_identities, events, sources
-- param: zone VARCHAR
with
files as (
    select source, source_file, coalesce(file_day(source_file), cast(max(event_at) as date)) as written_on
    from events
    group by source, source_file
),
ranked as (
    select
        events.*,
        coalesce(sources.namespace, events.source) as namespace,
        written_identity(events.customer, events.customer_email, events.customer_phone, null, events.customer_name) as id,
        row_number() over (partition by events.source, events.event_id order by files.written_on desc, events.source_file desc, events.source_row desc) as place
    from events
    inner join files
        on events.source = files.source
        and events.source_file = files.source_file
    left join sources on events.source = sources.source
)
select
    cast(ranked.source as varchar) as source,
    cast(ranked.event_id as varchar) as event_id,
    cast(customer_identities.customer_id as varchar) as customer_id,
    cast(at_timezone(with_timezone(ranked.event_at, 'UTC'), cast($zone as varchar)) as date) as event_on,
    cast(trim(ranked.event_type) as varchar) as event_type,
    cast(ranked.subject as varchar) as subject,
    cast(ranked.owner as varchar) as owner,
    cast(ranked.status as varchar) as status,
    cast(campaign_identities.campaign_id as varchar) as campaign_id
from ranked
inner join customer_identities
    on ranked.namespace = customer_identities.namespace
    and ranked.id = customer_identities.id
left join campaign_identities
    on ranked.namespace = campaign_identities.namespace
    and ranked.campaign_id = campaign_identities.id
where ranked.place = 1 and ranked.excluded is null
