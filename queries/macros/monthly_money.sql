-- monthly_money(amount, period): what an amount for each period comes to in a month, in cents; the
-- amount itself where no period is written, NULL where it is none that is known.
-- grain: macro
create or replace macro monthly_money(amount, period) as
    case
        when period is null or regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(m|mo|mon|month|months|monthly|мес|мес\.|месяц|месяца|ежемесячно|помесячно|mes|mensual|mensualmente|mês|mensal|mensalmente)$')
            then cast(amount as decimal(18, 2))
        when regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(y|yr|year|years|yearly|annual|annually|12 months|год|года|ежегодно|годовой|годовая|12 месяцев|año|anual|anualmente|12 meses|ano)$')
            then money_per(amount, 12)
        when regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(half-year|half year|6 months|semiannual|semi-annual|semiannually|полгода|полугодие|6 месяцев|semestre|semestral|6 meses)$')
            then money_per(amount, 6)
        when regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(q|quarter|quarterly|3 months|квартал|ежеквартально|поквартально|3 месяца|trimestre|trimestral|3 meses)$')
            then money_per(amount, 3)
        when regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(w|week|weekly|неделя|неделю|еженедельно|semana|semanal|semanalmente)$')
            then money_per(amount * 52, 12)
        when regexp_matches(lower(trim(period)), '^((per|a|every|1|в|за|al|por|cada) )?(d|day|daily|день|ежедневно|día|dia|diario|diário)$')
            then money_per(amount * 365, 12)
    end
