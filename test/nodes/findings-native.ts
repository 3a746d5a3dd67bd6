import { openDuckDb } from '@aw-flow/data/node'
import { readFile } from 'node:fs/promises'
import { hashFindings } from './findings.ts'

/** Writes the findings of the native DuckDB with several threads to standard output as JSON. */
const data = new URL('../../node_modules/vega-datasets/data/', import.meta.url)
const tables = await openDuckDb({ threads: 3 })
try {
  const results = await hashFindings(tables, (file) => readFile(new URL(file, data), 'utf8'))
  process.stdout.write(JSON.stringify(results))
} finally {
  await tables.close()
}
