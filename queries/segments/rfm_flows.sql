-- Between which RFM segments customers went in each of the last thirteen months, and what they
-- brought in it: from the segment at the end of the month before to that at its end, which in the
-- month that is not over is the day. At each end all scores are given anew, by what was known then.
-- Who stayed has a row, too (from a segment to the same). From NULL to a segment came who first bought
-- in the month; from NULL to NULL is the money of nobody known and of those who have not bought yet.
--
-- The money is net of returns and not rounded: that of a month adds up to the month's revenue. All
-- who come to a segment in a month are those who leave it or stay in it in the next one.
-- grain: month, from_segment, to_segment
-- reads: orders, rfm_cells, rfm_thresholds
-- param: as_of DATE
with
span as (
    select
        cast(greatest(min(month), date_trunc('month', cast($as_of as date)) - interval '12' month) as date) as first_month,
        date_diff('month', cast(greatest(min(month), date_trunc('month', cast($as_of as date)) - interval '12' month) as date), cast($as_of as date)) as last_number
    from orders
    where ordered_on <= cast($as_of as date)
),
-- The months that are shown are numbered from 1; 0 is all that was before.
months as (
    select
        cast(calendar.number as integer) as number,
        cast(span.first_month + (calendar.number - 1) * interval '1' month as date) as month,
        cast(least(span.first_month + calendar.number * interval '1' month - interval '1' day, cast($as_of as date)) as date) as ends_on
    from span
    cross join unnest(sequence(0, span.last_number + 1, 1)) as calendar (number)
),
customer_months as (
    select
        orders.customer_id,
        greatest(cast(date_diff('month', span.first_month, orders.month) as integer) + 1, 0) as number,
        max(orders.ordered_on) filter (where orders.is_purchase) as last_on,
        count(*) filter (where orders.is_purchase) as purchases,
        sum(orders.amount) as revenue
    from orders
    cross join span
    where orders.ordered_on <= cast($as_of as date)
    group by 1, 2
),
-- What a customer looks like from the end of one month on until something happens in another.
states as (
    select
        customer_id,
        number as from_number,
        coalesce(lead(number) over whole, 1000) as until_number,
        max(last_on) over so_far as last_on,
        cast(sum(purchases) over so_far as bigint) as frequency,
        cast(sum(revenue) over so_far as decimal(18, 4)) as monetary
    from customer_months
    where customer_id is not null
    window
        whole as (partition by customer_id order by number),
        so_far as (partition by customer_id order by number rows unbounded preceding)
),
ends as (
    select states.*, months.number, months.ends_on
    from states
    inner join months
        on states.from_number <= months.number
        and months.number < states.until_number
    where states.frequency > 0
),
scores_wanted as (
    select
        max(case when m is not null then 1 else 0 end) = 1 as monetary
    from rfm_cells
),
bounds as (
    select
        dimension,
        max(bound) filter (where score = 2) as b2,
        max(bound) filter (where score = 3) as b3,
        max(bound) filter (where score = 4) as b4,
        max(bound) filter (where score = 5) as b5
    from rfm_thresholds
    group by dimension
),
-- The score of each value that occurs at the end of a month: few values stand for all customers.
recency_values as (
    select number, ends_on, last_on, count(*) as customers
    from ends
    group by number, ends_on, last_on
),
recency_placed as (
    select
        *,
        coalesce(sum(customers) over (partition by number order by last_on rows between unbounded preceding and 1 preceding), 0) + 1 as place,
        sum(customers) over (partition by number) as all_customers
    from recency_values
),
recency_scores as (
    select
        placed.number,
        placed.last_on,
        rfm_score(placed.place, placed.all_customers, -date_diff('day', placed.last_on, placed.ends_on), -bounds.b2, -bounds.b3, -bounds.b4, -bounds.b5) as r
    from recency_placed as placed
    left join bounds on bounds.dimension = 'recency'
),
frequency_values as (
    select number, frequency, count(*) as customers
    from ends
    group by number, frequency
),
frequency_placed as (
    select
        *,
        coalesce(sum(customers) over (partition by number order by frequency rows between unbounded preceding and 1 preceding), 0) + 1 as place,
        sum(customers) over (partition by number) as all_customers
    from frequency_values
),
frequency_scores as (
    select
        placed.number,
        placed.frequency,
        rfm_score(placed.place, placed.all_customers, placed.frequency, bounds.b2, bounds.b3, bounds.b4, bounds.b5) as f
    from frequency_placed as placed
    left join bounds on bounds.dimension = 'frequency'
),
monetary_values as (
    select ends.number, ends.monetary, count(*) as customers
    from ends
    inner join scores_wanted on scores_wanted.monetary
    group by ends.number, ends.monetary
),
monetary_placed as (
    select
        *,
        coalesce(sum(customers) over (partition by number order by monetary rows between unbounded preceding and 1 preceding), 0) + 1 as place,
        sum(customers) over (partition by number) as all_customers
    from monetary_values
),
monetary_scores as (
    select
        placed.number,
        placed.monetary,
        rfm_score(placed.place, placed.all_customers, placed.monetary, bounds.b2, bounds.b3, bounds.b4, bounds.b5) as m
    from monetary_placed as placed
    left join bounds on bounds.dimension = 'monetary'
),
segmented as (
    select ends.customer_id, ends.number, rfm_cells.segment
    from ends
    inner join recency_scores on ends.number = recency_scores.number and ends.last_on = recency_scores.last_on
    inner join frequency_scores on ends.number = frequency_scores.number and ends.frequency = frequency_scores.frequency
    left join monetary_scores on ends.number = monetary_scores.number and ends.monetary = monetary_scores.monetary
    left join rfm_cells
        on recency_scores.r = rfm_cells.r
        and frequency_scores.f = rfm_cells.f
        and coalesce(monetary_scores.m, 0) = coalesce(rfm_cells.m, monetary_scores.m, 0)
),
moves as (
    select
        number,
        customer_id,
        lag(segment) over (partition by customer_id order by number) as from_segment,
        segment as to_segment
    from segmented
),
flows as (
    select moves.number, moves.from_segment, moves.to_segment, count(*) as customers, sum(customer_months.revenue) as revenue
    from moves
    left join customer_months on moves.customer_id = customer_months.customer_id and moves.number = customer_months.number
    group by moves.number, moves.from_segment, moves.to_segment
),
totals as (
    select number, sum(revenue) as revenue
    from customer_months
    group by number
),
placeless as (
    select totals.number, totals.revenue - coalesce(sum(flows.revenue), 0) as revenue
    from totals
    left join flows on totals.number = flows.number
    group by totals.number, totals.revenue
),
all_flows as (
    select number, from_segment, to_segment, customers, revenue
    from flows
    union all
    select number, null as from_segment, null as to_segment, 0 as customers, revenue
    from placeless
    where revenue <> 0
)
select
    cast(months.month as date) as month,
    cast(all_flows.from_segment as varchar) as from_segment,
    cast(all_flows.to_segment as varchar) as to_segment,
    cast(all_flows.customers as bigint) as customers,
    cast(coalesce(all_flows.revenue, 0) as decimal(18, 4)) as revenue,
    cast(months.month < date_trunc('month', cast($as_of as date) + interval '1' day) as boolean) as complete
from all_flows
inner join months on all_flows.number = months.number
where months.number > 0
order by month, from_segment, to_segment
