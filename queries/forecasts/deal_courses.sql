-- What the model of deals learns from: each deal once, as it stood on the day, numbered in an order that
-- does not depend on files. A deal that was closed later was still open, at a stage and for an amount
-- that nobody knows any more; one that was opened later was not there yet. A closed one without a day of closing, or with one before it was opened, has no course:
-- it is told apart (fault), and so is one whose opening is not known.
-- grain: deal
-- reads: deal_lines
-- param: as_of DATE
with
known as (
    select
        deal_lines.*,
        case when outcome <> 'open' and (closed_on is null or closed_on <= cast($as_of as date)) then outcome else 'open' end as outcome_then
    from deal_lines
    where opened_on is null or opened_on <= cast($as_of as date)
)
select
    cast(row_number() over (order by opened_on nulls last, source, deal_id) as bigint) as deal,
    cast(source as varchar) as source,
    cast(deal_id as varchar) as deal_id,
    cast(pipeline as varchar) as pipeline,
    cast(case when outcome = outcome_then then stage else '' end as varchar) as stage,
    cast(outcome_then as varchar) as outcome,
    cast(owner as varchar) as owner,
    cast(case when outcome = outcome_then then amount end as decimal(18, 2)) as amount,
    cast(lacks_rate as boolean) as lacks_rate,
    cast(case when outcome = outcome_then then probability end as decimal(18, 2)) as probability,
    cast(opened_on as date) as opened_on,
    cast(case when outcome_then <> 'open' then closed_on end as date) as closed_on,
    cast(expected_on as date) as expected_on,
    cast(case
        when outcome_then <> 'open' and closed_on is null then 'no day of closing'
        when opened_on is null then 'no day of opening'
        when outcome_then <> 'open' and closed_on < opened_on then 'closed before opened'
    end as varchar) as fault
from known
order by deal
