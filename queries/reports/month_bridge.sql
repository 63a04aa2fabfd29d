-- How the revenue of the last complete month (after) came out of that of the same month a year
-- before (before), in steps that add up to the cent. Where the history has no such month, out of
-- that of the month before: before_month says which. Without either there are no rows.
--
-- With p what a customer brought in the month before and r what they bring now, both net of returns:
-- new is r of those who first bought after the month before, returning is r of others who brought
-- nothing then; lost is -p of those who bring nothing now. For customers who brought in both months
-- the change is split article by article over all of them together: where pieces of an article were
-- bought in both, price is what the pieces of now cost more than at the average price of then, and
-- volume is the rest: more pieces or fewer, other articles, lines without pieces. Other is what is
-- nobody's (anonymous), and what customers took back without having brought.
-- grain: step
-- reads: orders, purchase_lines
-- param: as_of DATE
with
known_months as (
    select
        min(month) as first_month,
        cast(date_trunc('month', cast($as_of as date) + interval '1' day) - interval '1' month as date) as month
    from orders
    where ordered_on <= cast($as_of as date)
),
compared as (
    select
        month,
        cast(case when month - interval '12' month >= first_month then month - interval '12' month else month - interval '1' month end as date) as before_month
    from known_months
    where month - interval '1' month >= first_month
),
both_months as (
    select
        orders.customer_id,
        coalesce(sum(orders.amount) filter (where orders.month = compared.before_month), 0) as p,
        coalesce(sum(orders.amount) filter (where orders.month = compared.month), 0) as r,
        coalesce(min(orders.month) filter (where orders.is_purchase) > min(compared.before_month), false) as is_new
    from orders
    cross join compared
    where orders.ordered_on <= cast($as_of as date)
    group by orders.customer_id
),
kept as (
    select customer_id
    from both_months
    where customer_id is not null and p > 0 and r > 0
),
articles as (
    select
        coalesce(purchase_lines.product_id, purchase_lines.product) as article,
        coalesce(sum(purchase_lines.amount) filter (where purchase_lines.month = compared.before_month), 0) as amount_before,
        coalesce(sum(purchase_lines.quantity) filter (where purchase_lines.month = compared.before_month), 0) as pieces_before,
        coalesce(sum(purchase_lines.amount) filter (where purchase_lines.month = compared.month), 0) as amount,
        coalesce(sum(purchase_lines.quantity) filter (where purchase_lines.month = compared.month), 0) as pieces
    from purchase_lines
    cross join compared
    inner join kept on purchase_lines.customer_id = kept.customer_id
    where
        purchase_lines.quantity is not null
        and (purchase_lines.month = compared.month or purchase_lines.month = compared.before_month)
        and purchase_lines.purchased_on <= cast($as_of as date)
    group by 1
),
prices as (
    -- Rounded article by article, so that the sum is one of decimals and the same each time.
    select
        coalesce(sum(cast(cast(amount as double) - cast(pieces as double) * cast(amount_before as double) / cast(pieces_before as double) as decimal(18, 4))), 0) as price
    from articles
    where article is not null and pieces_before > 0 and pieces > 0 and amount_before > 0 and amount > 0
),
sums as (
    select
        cast(coalesce(sum(p), 0) as decimal(18, 2)) as before,
        cast(coalesce(sum(r), 0) as decimal(18, 2)) as after,
        cast(coalesce(sum(r) filter (where customer_id is not null and p <= 0 and r > 0 and is_new), 0) as decimal(18, 2)) as new,
        cast(coalesce(sum(r) filter (where customer_id is not null and p <= 0 and r > 0 and not is_new), 0) as decimal(18, 2)) as back_again,
        cast(coalesce(sum(-p) filter (where customer_id is not null and p > 0 and r <= 0), 0) as decimal(18, 2)) as lost,
        cast(coalesce(sum(r - p) filter (where customer_id is not null and p > 0 and r > 0), 0) as decimal(18, 2)) as kept
    from both_months
),
bridge as (
    select
        compared.month,
        compared.before_month,
        sums.before,
        sums.new,
        sums.back_again,
        sums.lost,
        cast(prices.price as decimal(18, 2)) as price,
        sums.kept,
        sums.after
    from compared
    cross join sums
    cross join prices
),
steps as (
    select month, before_month, 'before' as step, before as amount, 1 as position from bridge
    union all
    select month, before_month, 'new' as step, new as amount, 2 as position from bridge
    union all
    select month, before_month, 'returning' as step, back_again as amount, 3 as position from bridge
    union all
    select month, before_month, 'lost' as step, lost as amount, 4 as position from bridge
    union all
    select month, before_month, 'price' as step, price as amount, 5 as position from bridge
    union all
    select month, before_month, 'volume' as step, kept - price as amount, 6 as position from bridge
    union all
    select month, before_month, 'other' as step, after - before - new - back_again - lost - kept as amount, 7 as position from bridge
    union all
    select month, before_month, 'after' as step, after as amount, 8 as position from bridge
)
select
    cast(month as date) as month,
    cast(before_month as date) as before_month,
    cast(step as varchar) as step,
    cast(amount as decimal(18, 2)) as amount,
    cast(position as integer) as position
from steps
order by position
