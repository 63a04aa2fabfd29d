-- The deals that count, each once: not excluded, of the file in which they stand last, with their days
-- on the company's calendar and the customer behind the source's id. A deal that stands twice in that
-- file is as the row says that was changed last, else the last row. It is won, lost or open as the
-- source's rules say (outcome), else as its status says, else its stage, else open. The day on which an
-- open deal is closed is the one on which it should be. Money is in the reporting currency, by the rate
-- that holds on the day on which the deal was closed, or for an open one on which its file was
-- written; where there is none, amount is NULL and lacks_rate says why.
-- grain: source, deal_id
-- reads: customer_identities, deal_sources, deals, rate_spans, sources
-- param: currency VARCHAR
-- param: zone VARCHAR
with
ranked as (
    select
        deals.*,
        deal_sources.written_on,
        coalesce(sources.namespace, deals.source) as namespace,
        written_identity(deals.customer, deals.customer_email, deals.customer_phone, null, deals.customer_name) as id,
        coalesce(deal_outcome(deals.outcome), deal_outcome(deals.status), deal_outcome(deals.stage), 'open') as ending,
        cast(at_timezone(with_timezone(deals.created_at, 'UTC'), cast($zone as varchar)) as date) as opened_on,
        cast(at_timezone(with_timezone(deals.closed_at, 'UTC'), cast($zone as varchar)) as date) as closed_on,
        cast(at_timezone(with_timezone(deals.expected_close_at, 'UTC'), cast($zone as varchar)) as date) as expected_on,
        row_number() over (
            partition by deals.source, deals.deal_id
            order by coalesce(deals.updated_at, deals.closed_at, deals.created_at) desc nulls last, deals.source_row desc
        ) as place
    from deals
    inner join deal_sources
        on deals.source = deal_sources.source
        and deals.deal_id = deal_sources.deal_id
        and deals.source_file = deal_sources.source_file
    left join sources on deals.source = sources.source
    where deals.excluded is null
),
priced as (
    select
        ranked.*,
        case when ending <> 'open' and closed_on is not null then closed_on else written_on end as priced_on
    from ranked
    where place = 1
),
converted as (
    select
        priced.*,
        rate_spans.rate as rate,
        coalesce(priced.currency <> cast($currency as varchar), false) as is_foreign
    from priced
    left join rate_spans
        on priced.currency = rate_spans.currency
        and priced.priced_on >= rate_spans.from_on
        and priced.priced_on < rate_spans.until_on
)
select
    cast(converted.source as varchar) as source,
    cast(converted.deal_id as varchar) as deal_id,
    cast(converted.deal as varchar) as deal,
    cast(customer_identities.customer_id as varchar) as customer_id,
    cast(coalesce(trim(converted.pipeline), '') as varchar) as pipeline,
    cast(coalesce(trim(converted.stage), '') as varchar) as stage,
    cast(converted.ending as varchar) as outcome,
    cast(case
        when not converted.is_foreign then converted.amount
        when converted.rate is not null then converted_money(converted.amount, converted.rate)
    end as decimal(18, 2)) as amount,
    cast(converted.is_foreign and converted.rate is null as boolean) as lacks_rate,
    cast(converted.currency as varchar) as currency,
    cast(converted.probability as decimal(18, 2)) as probability,
    cast(coalesce(trim(converted.owner), '') as varchar) as owner,
    cast(converted.opened_on as date) as opened_on,
    cast(case when converted.ending <> 'open' then converted.closed_on end as date) as closed_on,
    cast(case when converted.ending = 'open' then coalesce(converted.expected_on, converted.closed_on) else converted.expected_on end as date) as expected_on,
    cast(converted.lead_source as varchar) as lead_source,
    cast(converted.lost_reason as varchar) as lost_reason,
    cast(converted.written_on as date) as written_on
from converted
left join customer_identities
    on converted.namespace = customer_identities.namespace
    and converted.id = customer_identities.id
