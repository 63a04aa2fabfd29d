-- qualified_id(namespace, id): a source's own customer id together with the namespace in which it
-- is unique; the bare id where a project has only one namespace, which is then called ''.
-- grain: macro
create or replace macro qualified_id(namespace, id) as
    case when namespace = '' then id else concat(namespace, ':', id) end
