-- Whom each campaign was for: a row for each customer, and for each member whom no other record knows
-- and who is therefore no customer (customer_id is NULL; member_id tells them apart), from lists of
-- members and from events that belong to a campaign. Of a list the rows count that stand in the last
-- file of their source in which the member stands. Who is written as held out is of the control group,
-- everybody else is treated; `both` is one customer under two ids in two arms. Days are the company's,
-- the first of several. The same touch may stand in a list and in events: the greater of the two
-- numbers is how often the customer was addressed.
-- grain: campaign_id, member_id
-- reads: campaign_identities, campaign_members, customer_identities, events, sources
-- param: zone VARCHAR
with
files as (
    select
        source,
        source_file,
        coalesce(
            file_day(source_file),
            cast(max(greatest(
                coalesce(touched_at, timestamp '0001-01-01 00:00:00'),
                coalesce(opened_at, timestamp '0001-01-01 00:00:00'),
                coalesce(clicked_at, timestamp '0001-01-01 00:00:00'),
                coalesce(responded_at, timestamp '0001-01-01 00:00:00')
            )) as date)
        ) as written_on
    from campaign_members
    group by source, source_file
),
listed as (
    select
        coalesce(sources.namespace, campaign_members.source) as namespace,
        written_identity(campaign_members.customer, campaign_members.customer_email, campaign_members.customer_phone, null, campaign_members.customer_name) as id,
        campaign_members.campaign_id as campaign,
        campaign_members.held_out,
        campaign_members.segment,
        campaign_members.delivered,
        campaign_members.touched_at,
        cast(at_timezone(with_timezone(campaign_members.touched_at, 'UTC'), cast($zone as varchar)) as date) as touched_on,
        cast(at_timezone(with_timezone(campaign_members.opened_at, 'UTC'), cast($zone as varchar)) as date) as opened_on,
        cast(at_timezone(with_timezone(campaign_members.clicked_at, 'UTC'), cast($zone as varchar)) as date) as clicked_on,
        cast(at_timezone(with_timezone(campaign_members.responded_at, 'UTC'), cast($zone as varchar)) as date) as responded_on,
        campaign_members.source,
        campaign_members.excluded,
        files.written_on,
        campaign_members.source_file
    from campaign_members
    inner join files
        on campaign_members.source = files.source
        and campaign_members.source_file = files.source_file
    left join sources on campaign_members.source = sources.source
),
ranked as (
    select
        listed.*,
        rank() over (partition by source, campaign, id order by written_on desc, source_file desc) as place
    from listed
),
from_lists as (
    select distinct namespace, id, campaign, held_out, segment, delivered, touched_at, touched_on, opened_on, clicked_on, responded_on
    from ranked
    where place = 1 and excluded is null
),
happened as (
    select distinct
        coalesce(sources.namespace, events.source) as namespace,
        written_identity(events.customer, events.customer_email, events.customer_phone, null, events.customer_name) as id,
        events.campaign_id as campaign,
        touch_kind(events.event_type) as kind,
        events.event_id,
        cast(at_timezone(with_timezone(events.event_at, 'UTC'), cast($zone as varchar)) as date) as event_on
    from events
    left join sources on events.source = sources.source
    where events.excluded is null and events.campaign_id is not null
),
rows_of_both as (
    select
        namespace, id, campaign, held_out, segment, delivered, touched_on, opened_on, clicked_on, responded_on,
        case when touched_on is not null then 1 else 0 end as listed_touch,
        0 as sent_touch,
        0 as arrived_touch
    from from_lists
    union all
    select
        namespace, id, campaign,
        cast(null as boolean) as held_out,
        cast(null as varchar) as segment,
        case when kind = 'bounced' then false when kind in ('delivered', 'opened', 'clicked') then true end as delivered,
        case when kind in ('touched', 'delivered') then event_on end as touched_on,
        case when kind = 'opened' then event_on end as opened_on,
        case when kind = 'clicked' then event_on end as clicked_on,
        case when kind = 'responded' then event_on end as responded_on,
        0 as listed_touch,
        case when kind = 'touched' then 1 else 0 end as sent_touch,
        case when kind = 'delivered' then 1 else 0 end as arrived_touch
    from happened
),
known as (
    select
        rows_of_both.*,
        campaign_identities.campaign_id,
        customer_identities.customer_id,
        coalesce(customer_identities.customer_id, concat(rows_of_both.namespace, ' ', rows_of_both.id)) as member_id
    from rows_of_both
    inner join campaign_identities
        on rows_of_both.namespace = campaign_identities.namespace
        and rows_of_both.campaign = campaign_identities.id
    left join customer_identities
        on rows_of_both.namespace = customer_identities.namespace
        and rows_of_both.id = customer_identities.id
    where rows_of_both.id is not null
)
select
    cast(campaign_id as varchar) as campaign_id,
    cast(member_id as varchar) as member_id,
    cast(max(customer_id) as varchar) as customer_id,
    cast(case
        when max(case when held_out then 1 else 0 end) = 0 then 'treated'
        when max(case when not held_out then 1 else 0 end) = 0 then 'control'
        else 'both'
    end as varchar) as arm,
    cast(min(segment) as varchar) as segment,
    cast(min(touched_on) as date) as touched_on,
    cast(case when max(case when delivered then 1 else 0 end) = 1 then true when max(case when not delivered then 1 else 0 end) = 1 then false end as boolean) as delivered,
    cast(min(opened_on) as date) as opened_on,
    cast(min(clicked_on) as date) as clicked_on,
    cast(min(responded_on) as date) as responded_on,
    cast(greatest(sum(listed_touch), sum(sent_touch), sum(arrived_touch)) as integer) as touches
from known
group by campaign_id, member_id
