create table rfm_cells (r integer, f integer, m integer, segment varchar, position integer, name varchar, advice varchar)
