-- The campaigns, each once: as the file says in which it stands last, later by the day in its name, or,
-- where no day stands there, by its newest change; among equals the name decides, and in one file the
-- later row. One that only lists of members name is there too. It begins on the day that is written, else
-- with its first touch (`is_dated` tells); where no end is written ended_on is NULL. Money is in the
-- reporting currency, by the rate that holds on the first day; where there is none it is NULL and
-- lacks_rate says why.
-- grain: campaign_id
-- reads: campaign_identities, campaign_members, campaign_people, campaigns, rate_spans, sources
-- param: currency VARCHAR
-- param: zone VARCHAR
with
written as (
    select
        campaigns.*,
        campaign_identities.campaign_id as known_as,
        coalesce(file_day(campaigns.source_file), cast(max(coalesce(campaigns.updated_at, campaigns.started_at)) over (partition by campaigns.source, campaigns.source_file) as date), date '0001-01-01') as written_on
    from campaigns
    left join sources on campaigns.source = sources.source
    inner join campaign_identities
        on coalesce(sources.namespace, campaigns.source) = campaign_identities.namespace
        and campaigns.campaign_id = campaign_identities.id
),
ranked as (
    select
        written.*,
        cast(at_timezone(with_timezone(started_at, 'UTC'), cast($zone as varchar)) as date) as started_on,
        cast(at_timezone(with_timezone(ended_at, 'UTC'), cast($zone as varchar)) as date) as ended_on,
        row_number() over (partition by known_as order by written_on desc, source_file desc, source desc, source_row desc) as place
    from written
),
touches as (
    select campaign_id, min(touched_on) as touched_on
    from campaign_people
    group by campaign_id
),
only_listed as (
    select campaign_identities.campaign_id as known_as, min(campaign_members.source) as source
    from campaign_members
    left join sources on campaign_members.source = sources.source
    inner join campaign_identities
        on coalesce(sources.namespace, campaign_members.source) = campaign_identities.namespace
        and campaign_members.campaign_id = campaign_identities.id
    where campaign_members.excluded is null
    group by campaign_identities.campaign_id
),
all_of_them as (
    select
        coalesce(ranked.known_as, only_listed.known_as) as campaign_id,
        coalesce(ranked.source, only_listed.source) as source,
        ranked.campaign,
        ranked.channel,
        ranked.offer,
        ranked.started_on as written_start,
        ranked.ended_on,
        ranked.cost,
        ranked.contact_cost,
        ranked.response_cost,
        ranked.currency,
        ranked.planned_audience,
        ranked.control_percent,
        ranked.margin_percent,
        ranked.excluded
    from (select * from ranked where place = 1) as ranked
    full outer join only_listed on ranked.known_as = only_listed.known_as
),
dated as (
    select
        all_of_them.*,
        coalesce(all_of_them.written_start, touches.touched_on) as started_on,
        coalesce(all_of_them.currency <> cast($currency as varchar), false) as is_foreign
    from all_of_them
    left join touches on all_of_them.campaign_id = touches.campaign_id
    where all_of_them.excluded is null
),
converted as (
    select dated.*, rate_spans.rate, dated.is_foreign and rate_spans.rate is null as lacks_rate
    from dated
    left join rate_spans
        on dated.currency = rate_spans.currency
        and dated.is_foreign
        and dated.started_on >= rate_spans.from_on
        and dated.started_on < rate_spans.until_on
)
select
    cast(source as varchar) as source,
    cast(campaign_id as varchar) as campaign_id,
    cast(coalesce(nullif(trim(campaign), ''), campaign_id) as varchar) as campaign,
    cast(trim(channel) as varchar) as channel,
    cast(trim(offer) as varchar) as offer,
    cast(started_on as date) as started_on,
    cast(ended_on as date) as ended_on,
    cast(case when not lacks_rate then converted_money(cost, rate) end as decimal(18, 4)) as cost,
    cast(case when not lacks_rate then converted_money(contact_cost, rate) end as decimal(18, 4)) as contact_cost,
    cast(case when not lacks_rate then converted_money(response_cost, rate) end as decimal(18, 4)) as response_cost,
    cast(currency as varchar) as currency,
    cast(lacks_rate as boolean) as lacks_rate,
    cast(written_start is not null as boolean) as is_dated,
    cast(planned_audience as bigint) as planned_audience,
    cast(control_percent as double) / 100 as control_share,
    cast(margin_percent as double) / 100 as margin_share
from converted
