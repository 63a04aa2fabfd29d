-- deal_outcome(written): won, lost or open, where a text says so in one of the languages of the
-- exports; NULL where it says nothing of the kind. It is for deals of sources without rules of
-- their own (outcome: in the config), whose status or stage bears the word itself.
-- grain: macro
create or replace macro deal_outcome(written) as
    case
        when regexp_matches(lower(trim(written)), '^(won|closed won|closed-won|closedwon|close won|signed|success|successful|выиграна?|успешно|успешно реализовано|сделка успешна|оплачено|ganad[oa]|cerrad[oa] ganad[oa]|logrado con éxito|ganh[oa]|fechad[oa] ganh[oa]|venda ganha)$') then 'won'
        when regexp_matches(lower(trim(written)), '^(lost|closed lost|closed-lost|closedlost|close lost|disqualified|cancelled|canceled|abandoned|проиграна?|провалена?|отказ|закрыто и не реализовано|сделка провалена|perdid[oa]|cerrad[oa] perdid[oa]|venta perdido|venda perdida|fechad[oa] perdid[oa])$') then 'lost'
        when regexp_matches(lower(trim(written)), '^(open|in progress|в работе|открыта?|abiert[oa]|en curso|abert[oa]|em andamento)$') then 'open'
    end
