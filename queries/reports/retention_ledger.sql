-- How the revenue of known customers came out of that of the time before: month by month against
-- the month before (months 1), and, as is usual where customers do not pay every month, by years
-- (months 12): the twelve months up to the last complete one against the twelve before them, these
-- against the twelve before, and so on as far as whole years go. A line bears the last month of its
-- time.
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
-- A month is complete when its last day is not after the day; years are complete.
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
customers as (
    -- Numbers take a fraction of the room that ids take.
    select
        customer_id,
        is_anonymous,
        min(month) filter (where orders > 0) as first_month,
        row_number() over () as customer
    from customer_months
    group by customer_id, is_anonymous
),
spans as (
    -- The last month that counts: of years, the last one that is complete.
    select 1 as months, cast(date_trunc('month', cast($as_of as date)) as date) as last_month
    union all
    select 12 as months, cast(date_trunc('month', cast($as_of as date) + interval '1' day) - interval '1' month as date) as last_month
),
known_span as (
    select min(month) as first_month from customer_months
),
-- Times are numbered back from the last one, which is 0.
times as (
    select
        spans.months,
        cast(back.number as integer) as number,
        cast(spans.last_month - back.number * spans.months * interval '1' month as date) as month
    from spans
    cross join known_span
    cross join unnest(sequence(0, date_diff('month', known_span.first_month, spans.last_month), 1)) as back (number)
    where (back.number + case when spans.months = 1 then 1 else 2 end) * spans.months <= date_diff('month', known_span.first_month, spans.last_month) + 1
),
numbered as (
    select
        customers.customer,
        customers.is_anonymous,
        date_diff('month', customers.first_month, spans.last_month) as first_back,
        date_diff('month', customer_months.month, spans.last_month) as months_back,
        spans.months,
        customer_months.revenue
    from customer_months
    inner join customers on customer_months.customer_id = customers.customer_id and customer_months.is_anonymous = customers.is_anonymous
    cross join spans
),
brought as (
    select
        1 as months,
        cast(months_back as integer) as number,
        cast(first_back as integer) as first_number,
        customer,
        is_anonymous,
        revenue
    from numbered
    where months = 1
    union all
    select
        12 as months,
        cast(floor(months_back / 12.0) as integer) as number,
        cast(floor(first_back / 12.0) as integer) as first_number,
        customer,
        is_anonymous,
        sum(revenue) as revenue
    from numbered
    where months = 12 and months_back >= 0
    group by 2, 3, 4, 5
),
marked as (
    -- What is brought now beside what was brought in the time before, which has the next number;
    -- new is who first bought in this time.
    select
        coalesce(now_brought.months, before_brought.months) as months,
        coalesce(now_brought.number, before_brought.number - 1) as number,
        coalesce(now_brought.is_anonymous, before_brought.is_anonymous) as is_anonymous,
        coalesce(now_brought.revenue, 0) as r,
        coalesce(before_brought.revenue, 0) as p,
        coalesce(now_brought.first_number = now_brought.number, false) as is_new
    from brought as now_brought
    full join brought as before_brought
        on now_brought.customer = before_brought.customer
        and now_brought.number + 1 = before_brought.number
        and now_brought.months = before_brought.months
),
bridges as (
    select
        months,
        number,
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
    from marked
    group by months, number
)
select
    cast(times.months as integer) as months,
    cast(times.month as date) as month,
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
    cast(times.month < date_trunc('month', cast($as_of as date) + interval '1' day) as boolean) as complete
from times
left join bridges on times.months = bridges.months and times.number = bridges.number
order by months, month
