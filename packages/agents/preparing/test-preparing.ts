import { openDuckDb } from '@aw-flow/data/node'
import type { TableRef } from '@aw-flow/schema'
import { afterAll } from 'vitest'
import { prepareTable, type PrepareTableOptions } from './prepare-table.ts'

/**
 * A DuckDB for the tests of the file that asks for it, closed behind them, and `prepare`, which makes a table cosmo-ready
 * in it, as `prepared`, unless it is told otherwise.
 */
export async function openPreparing() {
  const tables = await openDuckDb()
  afterAll(() => tables.close())
  const prepare = (table: TableRef, more: Partial<PrepareTableOptions> = {}) =>
    prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...more })
  return { tables, prepare }
}

/** Which warnings a report gives, in their order. */
export const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] =>
  warnings.map(({ code }) => code)
