import { openDuckDb } from '@aw-flow/data/node'
import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import type { LoadReport } from '@aw-flow/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadFile } from '../../../packages/agents/loading/run/load-file.ts'
import { createMemoryFile } from '../../../packages/agents/test-file.ts'
import { tableText } from './judge.ts'
import { readCases } from './read-cases.ts'
import { selectSlowCases } from '../../sizes.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
})
afterAll(() => tables.close())

/** Loads cells as the second column of a file. Returns its report, its first and its last value. */
async function loaded(column: string, cells: string[], delimiter: string) {
  const keys = cells.map((_, row) => `${'KRST'[row % 4]}${row + 11}`)
  const file = createMemoryFile('case', tableText(delimiter, ['key', column], [keys, cells]))
  const { table, report } = await loadFile(file, { tables, id: 'case', maxRetries: 3 })
  const value = quoteIdentifier(report.columns[1]?.name ?? '')
  const rows = await tables.rows(
    sql`SELECT CAST(${value} AS VARCHAR) AS v FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`,
  )
  return { report, values: rows.map(({ v }) => v as string | null) }
}

const badCells = ({ columns }: LoadReport): number => columns.reduce((sum, { badCells }) => sum + badCells, 0)

it('labeled dates become their calendar days, and none is lost', async () => {
  for (const { id, name: column, cells, order, shown, first, last } of selectSlowCases(readCases('dates'))) {
    const { report, values } = await loaded(column, cells, '\t')
    expect(badCells(report), id).toBe(0)
    // The century of a two-digit year and the order of some dates are unknown.
    if (order === 'none' || shown === 'nothing' || /-2-|^oracle|^excel/.test(id)) continue
    expect([values[0]?.slice(0, 10), values.at(-1)?.slice(0, 10)], id).toEqual([first, last])
  }
})

it('labeled numbers become numbers, and none is lost', async () => {
  for (const { id, cells, delimiter, decimal } of selectSlowCases(readCases('numbers'))) {
    const { report, values } = await loaded('value', cells, delimiter)
    if (report.columns.length !== 2) continue
    expect(badCells(report), id).toBe(0)
    const digits = (text: string): string => text.replaceAll(/\D/g, '').replace(/^0+/, '')
    // Comparing digits reveals omissions, except zeros at the ends and powers of ten.
    if (decimal === 'text' || cells.some((cell) => /e/i.test(cell))) continue
    cells.forEach((cell, row) => {
      const got = digits(values[row] ?? '')
      expect(`${digits(cell)}0000000000`.startsWith(got.replace(/0+$/, '')), `${id}: ${cell} → ${values[row]}`).toBe(
        true,
      )
    })
  }
})
