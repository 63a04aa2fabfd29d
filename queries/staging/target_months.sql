-- The targets that count: of the file in which each stands last, its last row. Later is the file
-- with the later day in its name, or, where no day stands there, the one that reaches further; among
-- equals the name decides. What an older file says of a month that the later one is silent on goes
-- on. Metric and scope are in the words of the product where theirs are known; the company's scope
-- is '', with scope_value ''. Money is in the reporting currency, by the rate that holds at the
-- month's end or on the day, whichever is first; where there is none, target is NULL and lacks_rate
-- says why.
-- grain: metric, month, scope, scope_value
-- reads: rate_spans, targets
-- param: as_of DATE
-- param: currency VARCHAR
-- param: zone VARCHAR
with
written as (
    select
        targets.*,
        cast(date_trunc('month', at_timezone(with_timezone(month, 'UTC'), cast($zone as varchar))) as date) as local_month,
        lower(trim(metric)) as metric_word,
        lower(trim(coalesce(scope, ''))) as scope_word
    from targets
),
named as (
    select
        written.*,
        case
            when regexp_matches(metric_word, '^(revenue|sales|turnover|выручка|оборот|продажи|ventas|ingresos|facturación|receita|faturamento)$') then 'revenue'
            when regexp_matches(metric_word, '^(orders|number of orders|заказы|количество заказов|число заказов|pedidos)$') then 'orders'
            when regexp_matches(metric_word, '^(buyers|customers|покупатели|клиенты|compradores|clientes)$') then 'buyers'
            when regexp_matches(metric_word, '^(new[_ ](buyers|customers)|новые (покупатели|клиенты)|(compradores|clientes) nuevos|novos clientes)$') then 'new_buyers'
            when regexp_matches(metric_word, '^(margin|gross (margin|profit)|маржа|валовая прибыль|margen|margem)$') then 'margin'
            else metric_word
        end as figure,
        case
            when regexp_matches(scope_word, '^(|company|total|all|компания|всего|итого|empresa)$') then ''
            when regexp_matches(scope_word, '^(owner|manager|менеджер|ответственный|vendedor|responsable|responsável)$') then 'owner'
            when regexp_matches(scope_word, '^(segment|сегмент|segmento)$') then 'segment'
            when regexp_matches(scope_word, '^(product[_ ]group|group|category|группа|группа товаров|категория|grupo|categoría|categoria)$') then 'product_group'
            else scope_word
        end as part
    from written
),
keyed as (
    select
        named.*,
        case when part = '' then '' else trim(coalesce(scope_value, '')) end as part_value
    from named
),
files as (
    select
        source,
        source_file,
        coalesce(file_day(source_file), cast(max(local_month) as date)) as written_on
    from keyed
    group by source, source_file
),
ranked as (
    select
        keyed.*,
        row_number() over (
            partition by keyed.figure, keyed.local_month, keyed.part, keyed.part_value
            order by files.written_on desc, keyed.source_file desc, keyed.source desc, keyed.source_row desc
        ) as place,
        least(cast(keyed.local_month + interval '1' month - interval '1' day as date), cast($as_of as date)) as priced_on,
        keyed.figure in ('revenue', 'margin') and keyed.currency is not null and keyed.currency <> cast($currency as varchar) as is_foreign
    from keyed
    inner join files
        on keyed.source = files.source
        and keyed.source_file = files.source_file
),
converted as (
    select
        ranked.*,
        rate_spans.rate as rate
    from ranked
    left join rate_spans
        on ranked.currency = rate_spans.currency
        and ranked.priced_on >= rate_spans.from_on
        and ranked.priced_on < rate_spans.until_on
    where ranked.place = 1 and ranked.excluded is null
)
select
    cast(figure as varchar) as metric,
    cast(local_month as date) as month,
    cast(part as varchar) as scope,
    cast(part_value as varchar) as scope_value,
    cast(case when not is_foreign then target when rate is not null then converted_money(target, rate) end as decimal(18, 4)) as target,
    cast(is_foreign and rate is null as boolean) as lacks_rate
from converted
