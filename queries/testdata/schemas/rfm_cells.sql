create table rfm_cells (r integer, f integer, segment varchar, position integer)
