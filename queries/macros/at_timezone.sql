-- at_timezone(moment, zone): what clocks in the zone show at this moment, as Trino names it.
-- grain: macro
create or replace macro at_timezone(moment, zone) as timezone(zone, cast(moment as timestamp with time zone))
