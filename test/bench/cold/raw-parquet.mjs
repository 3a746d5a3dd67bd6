import { DuckDBInstance } from '@duckdb/node-api'

// Peer of `aw load FILE --out FILE`: the same in DuckDB alone.
const [source, target] = process.argv.slice(2).map((path) => path.replaceAll("'", "''"))
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run(`copy (from read_csv('${source}')) to '${target}' (format parquet)`)
