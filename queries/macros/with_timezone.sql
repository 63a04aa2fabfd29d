-- with_timezone(wall_clock, zone): the moment at which clocks in the zone show this time, as
-- Trino names it.
-- grain: macro
create or replace macro with_timezone(wall_clock, zone) as timezone(zone, cast(wall_clock as timestamp))
