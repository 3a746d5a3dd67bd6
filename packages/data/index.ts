export { regionsOf, type RegionsOptions } from './files/regions-of.ts'
export { createDuckDbTables } from './tables/duckdb-tables.ts'
export type { Attachment, DuckDbConnection, PlainCell, StatementOptions, TextRows } from './tables/duckdb-connection.ts'
