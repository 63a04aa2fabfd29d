-- The open deals with their names, their customers and what should come of each; who has the customer is told
-- beside who has the deal.
-- use: asked
-- grain: source, deal_id
-- reads: customers, deal_lines, deal_open
select
    cast(deal_open.source as varchar) as source,
    cast(deal_open.deal_id as varchar) as deal_id,
    cast(deal_lines.deal as varchar) as deal,
    cast(deal_lines.customer_id as varchar) as customer_id,
    cast(customers.customer as varchar) as customer,
    cast(nullif(deal_open.owner, '') as varchar) as owner,
    cast(nullif(deal_open.pipeline, '') as varchar) as pipeline,
    cast(nullif(deal_open.stage, '') as varchar) as stage,
    cast(deal_open.amount as decimal(18, 2)) as amount,
    cast(deal_open.win_chance as double) as win_chance,
    cast(deal_open.expected as decimal(18, 2)) as expected,
    cast(deal_open.expected_on as date) as expected_on,
    cast(deal_open.age_days as bigint) as age_days,
    cast(deal_open.stalled as boolean) as stalled
from deal_open
inner join deal_lines
    on deal_open.source = deal_lines.source
    and deal_open.deal_id = deal_lines.deal_id
left join customers on deal_lines.customer_id = customers.customer_id
order by source, deal_id
