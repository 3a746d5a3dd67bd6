import { openDuckDb } from '@aw-flow/data/node'
import type { TableRef } from '@aw-flow/schema'
import { afterAll } from 'vitest'
import { prepareTable, type PrepareTableOptions } from './prepare-table.ts'

/**
 * Opens a DuckDB for the tests of a file and closes it after them. `prepare` prepares a table as `prepared` with target
 * cosmo-ready, unless options override it.
 */
export async function openPreparing() {
  const tables = await openDuckDb({ threads: 1 })
  afterAll(() => tables.close())
  const prepare = (table: TableRef, overrides: Partial<PrepareTableOptions> = {}) =>
    prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...overrides })
  return { tables, prepare }
}

/** Lists the codes of a report's warnings, in order. */
export const listWarningCodes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] =>
  warnings.map(({ code }) => code)
