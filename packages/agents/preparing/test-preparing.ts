import { openDuckDb } from '@aw-flow/data/node'
import type { TableRef } from '@aw-flow/schema'
import { afterAll } from 'vitest'
import { prepareTable, type PrepareTableOptions } from './prepare-table.ts'

/**
 * Opens a DuckDB database for the tests of a file and closes it after the tests. By default, `prepare` prepares a table
 * with the ID `prepared` and the target `cosmo-ready`.
 */
export async function openPreparationTest() {
  const tables = await openDuckDb({ threads: 1 })
  afterAll(() => tables.close())
  const prepare = (table: TableRef, overrides: Partial<PrepareTableOptions> = {}) =>
    prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...overrides })
  return { tables, prepare }
}

/** Lists the codes of a report's warnings, in order. */
export const listWarningCodes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] =>
  warnings.map(({ code }) => code)
