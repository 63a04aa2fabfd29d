-- A manager's open deals, what should come of each first: those with own customers, and, of those whose
-- customer nobody knows, the own ones.
-- use: asked
-- grain: source, deal_id
-- reads: asked_owners, deal_book, manager_members
select
    cast(deal_book.source as varchar) as source,
    cast(deal_book.deal_id as varchar) as deal_id,
    cast(deal_book.deal as varchar) as deal,
    cast(deal_book.customer_id as varchar) as customer_id,
    cast(deal_book.customer as varchar) as customer,
    cast(deal_book.pipeline as varchar) as pipeline,
    cast(deal_book.stage as varchar) as stage,
    cast(deal_book.amount as decimal(18, 2)) as amount,
    cast(deal_book.win_chance as double) as win_chance,
    cast(deal_book.expected as decimal(18, 2)) as expected,
    cast(deal_book.expected_on as date) as expected_on,
    cast(deal_book.age_days as bigint) as age_days,
    cast(deal_book.stalled as boolean) as stalled
from deal_book
left join manager_members on deal_book.customer_id = manager_members.customer_id
left join asked_owners on deal_book.owner = asked_owners.owner
where manager_members.customer_id is not null or (deal_book.customer_id is null and asked_owners.owner is not null)
order by expected desc nulls last, amount desc nulls last, source, deal_id
