export { createDuckDbTables } from './tables/duckdb-tables.ts'
export type { Attachment, DuckDbConnection, PlainCell, StatementOptions } from './tables/duckdb-connection.ts'
