-- Records that stand twice in one file under the same key: which of them holds cannot be known.
-- Purchases have an audit of their own; what a later file brings again is no duplicate.
-- use: audit
-- severity: warn
-- grain: problem, subject
-- reads: campaign_members, campaigns, contacts, contracts, deal_stages, deals, events, prices, products, rates, targets, traffic
with
keys as (
    select 'contacts' as entity, source, source_file, source_id as id, count(*) as lines, max(source_row) as source_row
    from contacts
    where excluded is null
    group by source, source_file, source_id
    union all
    select 'products' as entity, source, source_file, product_id as id, count(*) as lines, max(source_row) as source_row
    from products
    where excluded is null
    group by source, source_file, product_id
    union all
    select 'events' as entity, source, source_file, event_id as id, count(*) as lines, max(source_row) as source_row
    from events
    where excluded is null
    group by source, source_file, event_id
    union all
    select 'deals' as entity, source, source_file, deal_id as id, count(*) as lines, max(source_row) as source_row
    from deals
    where excluded is null
    group by source, source_file, deal_id
    union all
    select 'deal_stages' as entity, source, source_file, concat(deal_id, ', ', cast(entered_at as varchar)) as id, count(*) as lines, max(source_row) as source_row
    from deal_stages
    where excluded is null
    group by source, source_file, deal_id, entered_at
    union all
    select 'campaigns' as entity, source, source_file, campaign_id as id, count(*) as lines, max(source_row) as source_row
    from campaigns
    where excluded is null
    group by source, source_file, campaign_id
    union all
    select 'campaign_members' as entity, source, source_file, concat(campaign_id, ', ', written_identity(customer, customer_email, customer_phone, null, customer_name)) as id, count(*) as lines, max(source_row) as source_row
    from campaign_members
    where excluded is null
    group by source, source_file, campaign_id, written_identity(customer, customer_email, customer_phone, null, customer_name), touched_at
    union all
    select 'targets' as entity, source, source_file, concat(metric, ', ', cast(month as varchar), ', ', scope, ', ', scope_value) as id, count(*) as lines, max(source_row) as source_row
    from targets
    where excluded is null
    group by source, source_file, metric, month, scope, scope_value
    union all
    select 'prices' as entity, source, source_file, concat(product_id, ', ', competitor, ', ', cast(seen_at as varchar)) as id, count(*) as lines, max(source_row) as source_row
    from prices
    where excluded is null
    group by source, source_file, product_id, competitor, seen_at
    union all
    select 'rates' as entity, source, source_file, concat(currency, ', ', cast(rate_on as varchar)) as id, count(*) as lines, max(source_row) as source_row
    from rates
    where excluded is null
    group by source, source_file, currency, rate_on
    union all
    select 'traffic' as entity, source, source_file, concat(report, ', ', dimension_value, ', ', cast(started_at as varchar)) as id, count(*) as lines, max(source_row) as source_row
    from traffic
    where excluded is null
    group by source, source_file, report, dimension_value, started_at, ended_at
    union all
    select 'contracts' as entity, source, source_file, contract_id as id, count(*) as lines, max(source_row) as source_row
    from contracts
    where excluded is null
    group by source, source_file, contract_id
)
select
    cast('records of one file have the same key' as varchar) as problem,
    cast(concat(entity, ' of ', source) as varchar) as subject,
    cast(sum(lines) filter (where lines > 1) as bigint) as lines,
    cast(sum(lines) as bigint) as of_lines,
    cast(null as decimal(18, 4)) as amount,
    cast(null as varchar) as currency,
    cast(min(concat(source_file, ', row ', cast(source_row as varchar), ': ', id)) filter (where lines > 1) as varchar) as example,
    cast('look whether the column of the key is the right one' as varchar) as remedy
from keys
group by entity, source
having max(lines) > 1
order by problem, subject
