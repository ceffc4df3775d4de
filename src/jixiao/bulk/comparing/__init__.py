"""What if: the same department-years under two schemes, and who moves by how much.

Purpose: before a rule is changed, somebody should know whom it hits. Flow: two runs of `score_dataset` (`runs`) → the pairs
of totals and of leaves as relations of whole numbers (`moves`) → counts over them (`lines`, `groups`) → one value
(`comparison`) → tables for the terminal, csv, Parquet and json (`sheets`, `tables`) and one page (`report`, `charts`).
"""
