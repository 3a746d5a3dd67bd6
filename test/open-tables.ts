import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { afterAll } from 'vitest'

/** Opens DuckDB for the tests of a file, and closes it after them. */
export async function openTestTables(threads = 1): Promise<Tables> {
  const tables = await openDuckDb({ threads })
  afterAll(() => tables.close())
  return tables
}
