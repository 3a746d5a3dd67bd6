export { readRegions, type RegionsOptions } from './files/read-regions.ts'
export { createDuckDbTables } from './tables/duckdb-tables.ts'
export type { Attachment, DuckDbConnection, PlainCell, StatementOptions, TextRows } from './tables/duckdb-connection.ts'
