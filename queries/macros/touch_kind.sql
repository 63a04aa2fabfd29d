-- touch_kind(event_type): what an event that belongs to a campaign is: opened, clicked, responded,
-- delivered, bounced, left (who does not want to be addressed any more), or touched: whatever else was
-- done to address somebody, a mail, a call, a visit.
-- grain: macro
create or replace macro touch_kind(event_type) as
    case
        when regexp_matches(lower(event_type), '(bounce|undeliver|not delivered|не доставлен|недоставлен|rebot|no entregad|não entregue)') then 'bounced'
        when regexp_matches(lower(event_type), '(unsubscri|opt-out|opted out|opt out|complain|spam|отпис|жалоб|спам|cancelar suscripción|dado de baja|descadast)') then 'left'
        when regexp_matches(lower(event_type), '(click|клик|переход|переш[её]л|clic|clique)') then 'clicked'
        when regexp_matches(lower(event_type), '(open|откры|прочит|read|abiert|apertura|abri[óo]|aberto|lido|leíd)') then 'opened'
        when regexp_matches(lower(event_type), '(respon|repl|ответ|отклик|respuest|resposta)') then 'responded'
        when regexp_matches(lower(event_type), '(deliver|доставлен|entregad|entregue)') then 'delivered'
        else 'touched'
    end
