"""The only place where one part of a case's life starts another: one table, timer or event → consequence."""
