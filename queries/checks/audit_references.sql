-- Records that name a deal or a campaign that is in no file, although files of the same namespace
-- bring deals or campaigns: an export that is older than the other, or a filter.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: campaign_members, campaigns, deal_stages, deals, events, purchases, sources
with
links as (
    select 'deal_stages name a deal that is not there' as problem, 'deal' as kind, source, deal_id as id, source_file, source_row
    from deal_stages
    where excluded is null
    union all
    select 'purchases name a deal that is not there' as problem, 'deal' as kind, source, deal_id as id, source_file, source_row
    from purchases
    where excluded is null and deal_id is not null
    union all
    select 'campaign_members name a campaign that is not there' as problem, 'campaign' as kind, source, campaign_id as id, source_file, source_row
    from campaign_members
    where excluded is null
    union all
    select 'events name a campaign that is not there' as problem, 'campaign' as kind, source, campaign_id as id, source_file, source_row
    from events
    where excluded is null and campaign_id is not null
),
named as (
    select links.*, coalesce(sources.namespace, links.source) as namespace
    from links
    left join sources on links.source = sources.source
),
known as (
    select distinct 'deal' as kind, coalesce(sources.namespace, deals.source) as namespace, deals.deal_id as id
    from deals
    left join sources on deals.source = sources.source
    union
    select distinct 'campaign' as kind, coalesce(sources.namespace, campaigns.source) as namespace, campaigns.campaign_id as id
    from campaigns
    left join sources on campaigns.source = sources.source
),
kinds as (
    select distinct kind, namespace from known
),
found as (
    select named.*, known.id is null as is_missing
    from named
    inner join kinds
        on named.kind = kinds.kind
        and named.namespace = kinds.namespace
    left join known
        on named.kind = known.kind
        and named.namespace = known.namespace
        and named.id = known.id
)
select
    cast(problem as varchar) as problem,
    cast(source as varchar) as subject,
    cast(count(*) filter (where is_missing) as bigint) as lines,
    cast(count(*) as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(concat(source_file, ', row ', cast(source_row as varchar), ': ', id)) filter (where is_missing) as varchar) as example,
    cast('export both over the same period' as varchar) as remedy
from found
group by problem, source
having max(case when is_missing then 1 else 0 end) = 1
order by problem, subject
