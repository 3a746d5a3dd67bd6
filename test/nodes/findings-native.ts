import { openDuckDb } from '@aw-flow/data/node'
import { readFile } from 'node:fs/promises'
import { findEverywhere } from './findings.ts'

/** Writes the findings of the native DuckDB with several threads to standard output as JSON. */
const data = new URL('../../node_modules/vega-datasets/data/', import.meta.url)
const tables = await openDuckDb({ threads: 3 })
try {
  const found = await findEverywhere(tables, (file) => readFile(new URL(file, data), 'utf8'))
  process.stdout.write(JSON.stringify(found))
} finally {
  await tables.close()
}
