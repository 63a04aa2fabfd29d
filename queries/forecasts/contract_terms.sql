-- The contracts that count: not excluded, of the file in which they stand last, with their days on
-- the company's calendar and the customer behind the source's id. A contract that stands twice in
-- that file is as the row says that was changed last, else the last row. One that ends before it
-- begins counts nowhere (audit_contracts tells of it). What it brings a month is in the reporting
-- currency, by the rate that holds on the day; NULL where there is none.
-- grain: source, contract_id
-- reads: contract_sources, contracts, customer_identities, rate_spans, sources
-- param: as_of DATE
-- param: currency VARCHAR
-- param: zone VARCHAR
with
ranked as (
    select
        contracts.*,
        coalesce(sources.namespace, contracts.source) as namespace,
        written_identity(contracts.customer, contracts.customer_email, contracts.customer_phone, contracts.customer_tax_id, contracts.customer_name) as id,
        cast(at_timezone(with_timezone(contracts.started_at, 'UTC'), cast($zone as varchar)) as date) as started_on,
        cast(at_timezone(with_timezone(contracts.ended_at, 'UTC'), cast($zone as varchar)) as date) as ended_on,
        row_number() over (
            partition by contracts.source, contracts.contract_id
            order by coalesce(contracts.updated_at, contracts.started_at) desc, contracts.source_row desc
        ) as place
    from contracts
    inner join contract_sources
        on contracts.source = contract_sources.source
        and contracts.contract_id = contract_sources.contract_id
        and contracts.source_file = contract_sources.source_file
    left join sources on contracts.source = sources.source
    where contracts.excluded is null
)
select
    cast(ranked.source as varchar) as source,
    cast(ranked.contract_id as varchar) as contract_id,
    cast(customer_identities.customer_id as varchar) as customer_id,
    cast(coalesce(nullif(trim(ranked.plan), ''), '') as varchar) as plan,
    cast(ranked.started_on as date) as started_on,
    cast(ranked.ended_on as date) as ended_on,
    cast(at_timezone(with_timezone(ranked.notice_at, 'UTC'), cast($zone as varchar)) as date) as notice_on,
    cast(at_timezone(with_timezone(ranked.paid_until, 'UTC'), cast($zone as varchar)) as date) as paid_until,
    cast(at_timezone(with_timezone(ranked.watched_from, 'UTC'), cast($zone as varchar)) as date) as watched_on,
    cast(case
        when ranked.currency is null or ranked.currency = cast($currency as varchar) then monthly_money(ranked.amount, ranked.period)
        when rate_spans.rate is not null then converted_money(monthly_money(ranked.amount, ranked.period), rate_spans.rate)
    end as decimal(18, 2)) as monthly_amount,
    cast(ranked.status as varchar) as status,
    cast(ranked.owner as varchar) as owner,
    cast(ranked.end_reason as varchar) as end_reason
from ranked
left join rate_spans
    on ranked.currency = rate_spans.currency
    and cast($as_of as date) >= rate_spans.from_on
    and cast($as_of as date) < rate_spans.until_on
left join customer_identities
    on ranked.namespace = customer_identities.namespace
    and ranked.id = customer_identities.id
where ranked.place = 1 and (ranked.ended_on is null or ranked.ended_on >= ranked.started_on)
order by source, contract_id
