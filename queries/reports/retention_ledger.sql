-- How the revenue of known customers came out of that of the time before: month by month against
-- the month before (months 1), and, from the second year on, the twelve months up to each month
-- against the twelve before them (months 12), as is usual where customers do not pay every month.
--
-- With p what a customer brought before and r what they bring now, both net of returns:
-- opening is all p; new is r of those who first bought now; returned is r of others who had brought
-- nothing before; expansion is r - p of those who bring more, contraction of those who bring less
-- (and what they take back beyond it), lost is -p of those who bring nothing any more. Refunds are
-- what is left: the r of those who take back without having brought, less such a p. All of them
-- add up to closing, which is all r, and with what nobody known has brought (anonymous) to the
-- revenue of the ledger, to the last digit.
--
-- The base is all p above zero. Of it gross retention keeps at most p of each customer, which is
-- (base + contraction + lost) / base; net retention adds what they expand by.
-- A month is complete when its last day is not after the day.
-- grain: months, month
-- reads: orders
-- param: as_of DATE
with
customer_months as (
    select
        coalesce(customer_id, '') as customer_id,
        customer_id is null as is_anonymous,
        month,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by 1, 2, 3
),
first_purchases as (
    select customer_id, min(month) as month
    from customer_months
    where orders > 0 and not is_anonymous
    group by customer_id
),
known_span as (
    select min(month) as first_month from customer_months
),
spans as (
    -- The month itself is in the first half of its span, the time before in the second.
    select 1 as months
    union all
    select 12 as months
),
ends as (
    select
        spans.months,
        cast(ending.month as date) as month
    from known_span
    cross join unnest(sequence(known_span.first_month, cast($as_of as date), interval '1' month)) as ending (month)
    cross join spans
    where date_diff('month', known_span.first_month, cast(ending.month as date)) >= case when spans.months = 1 then 0 else 2 * spans.months - 1 end
),
offsets as (
    -- How many months before the last one of a span a month lies that counts in it.
    select spans.months, cast(back.months as integer) as months_back, back.months < spans.months as is_now
    from spans
    cross join unnest(sequence(0, 2 * spans.months - 1, 1)) as back (months)
),
halves as (
    select
        ends.months,
        ends.month,
        customer_months.customer_id,
        customer_months.is_anonymous,
        sum(customer_months.revenue) filter (where offsets.is_now) as now_brought,
        sum(customer_months.revenue) filter (where not offsets.is_now) as before_brought
    from customer_months
    inner join known_span on known_span.first_month <= customer_months.month
    cross join offsets
    inner join ends
        on offsets.months = ends.months
        and date_diff('month', known_span.first_month, customer_months.month) + offsets.months_back = date_diff('month', known_span.first_month, ends.month)
    group by 1, 2, 3, 4
),
pairs as (
    select
        halves.months,
        halves.month,
        halves.is_anonymous,
        coalesce(halves.now_brought, 0) as r,
        coalesce(halves.before_brought, 0) as p,
        first_purchases.month > halves.month - halves.months * interval '1' month as is_new
    from halves
    left join first_purchases on halves.customer_id = first_purchases.customer_id and not halves.is_anonymous
),
bridges as (
    select
        months,
        month,
        coalesce(sum(p) filter (where not is_anonymous), 0) as opening,
        coalesce(sum(r) filter (where not is_anonymous and p <= 0 and r > 0 and is_new), 0) as new,
        coalesce(sum(r) filter (where not is_anonymous and p <= 0 and r > 0 and not is_new), 0) as returned,
        coalesce(sum(r - p) filter (where not is_anonymous and p > 0 and r > p), 0) as expansion,
        coalesce(sum(case when r > 0 then r - p else r end) filter (where not is_anonymous and p > 0 and r < p), 0) as contraction,
        coalesce(sum(-p) filter (where not is_anonymous and p > 0 and r <= 0), 0) as lost,
        coalesce(sum(least(r, 0) - least(p, 0)) filter (where not is_anonymous and p <= 0), 0) as refunds,
        coalesce(sum(r) filter (where not is_anonymous), 0) as closing,
        coalesce(sum(r) filter (where is_anonymous), 0) as anonymous,
        coalesce(sum(p) filter (where not is_anonymous and p > 0), 0) as base,
        count(*) filter (where not is_anonymous and p > 0) as customers_before,
        count(*) filter (where not is_anonymous and p > 0 and r > 0) as customers_kept
    from pairs
    group by months, month
)
select
    cast(ends.months as integer) as months,
    cast(ends.month as date) as month,
    cast(coalesce(bridges.opening, 0) as decimal(18, 4)) as opening,
    cast(coalesce(bridges.new, 0) as decimal(18, 4)) as new,
    cast(coalesce(bridges.returned, 0) as decimal(18, 4)) as returned,
    cast(coalesce(bridges.expansion, 0) as decimal(18, 4)) as expansion,
    cast(coalesce(bridges.contraction, 0) as decimal(18, 4)) as contraction,
    cast(coalesce(bridges.lost, 0) as decimal(18, 4)) as lost,
    cast(coalesce(bridges.refunds, 0) as decimal(18, 4)) as refunds,
    cast(coalesce(bridges.closing, 0) as decimal(18, 4)) as closing,
    cast(coalesce(bridges.anonymous, 0) as decimal(18, 4)) as anonymous,
    cast(coalesce(bridges.closing + bridges.anonymous, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(bridges.base, 0) as decimal(18, 4)) as base,
    case when bridges.base > 0 then cast(bridges.base + bridges.contraction + bridges.lost as double) / cast(bridges.base as double) end as gross_retention,
    case when bridges.base > 0 then cast(bridges.base + bridges.contraction + bridges.lost + bridges.expansion as double) / cast(bridges.base as double) end as net_retention,
    cast(coalesce(bridges.customers_before, 0) as bigint) as customers_before,
    cast(coalesce(bridges.customers_kept, 0) as bigint) as customers_kept,
    cast(ends.month < date_trunc('month', cast($as_of as date) + interval '1' day) as boolean) as complete
from ends
left join bridges on ends.months = bridges.months and ends.month = bridges.month
order by months, month
