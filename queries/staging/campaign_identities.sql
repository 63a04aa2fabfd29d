-- What each id of a campaign is called: as it is written, since the system that sends a mailing bears the
-- id that the list was made under. Only where systems with namespaces of their own list different
-- campaigns under one id does the namespace stand before it.
-- grain: namespace, id
-- reads: campaign_members, campaigns, events, sources
with
mentions as (
    select source, campaign_id, true as is_listed
    from campaigns
    where excluded is null
    union
    select source, campaign_id, false as is_listed
    from campaign_members
    where excluded is null
    union
    select source, campaign_id, false as is_listed
    from events
    where excluded is null and campaign_id is not null
),
named as (
    select coalesce(sources.namespace, mentions.source) as namespace, mentions.campaign_id as id, max(case when mentions.is_listed then 1 else 0 end) as listed
    from mentions
    left join sources on mentions.source = sources.source
    group by 1, 2
),
counted as (
    select namespace, id, sum(listed) over (partition by id) as lists
    from named
)
select
    cast(namespace as varchar) as namespace,
    cast(id as varchar) as id,
    cast(case when lists > 1 then qualified_id(namespace, id) else id end as varchar) as campaign_id
from counted
