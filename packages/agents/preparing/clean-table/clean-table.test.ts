import { openDuckDb } from '@aw-flow/data/node'
import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { loadFile } from '../../loading/run/load-file.ts'
import { createMemoryFile } from '../../test-file.ts'
import { prepareTable } from '../prepare-table.ts'
import { check } from '../../agents.ts'
import { findRemainingChanges } from './find-remaining-changes.ts'
import { parseLabeledTables, scoreTable, type LabeledTable, type Score } from './test-messy-tables.ts'

const tables = await openDuckDb({ threads: 1 })
afterAll(() => tables.close())

const labeledTables = parseLabeledTables(readFileSync(new URL('messy-tables.txt', import.meta.url), 'utf8'))

const readCells = async ({ id, columns }: TableRef, names: readonly string[]): Promise<(string | null)[][]> => {
  const cells = names.map((name, index) =>
    columns.some((column) => column.name === name)
      ? sql`CAST(${quoteIdentifier(name)} AS VARCHAR) AS ${quoteIdentifier(`c${index}`)}`
      : sql`NULL AS ${quoteIdentifier(`c${index}`)}`,
  )
  const rows = await tables.rows(sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)
  return rows.map((row) => Object.values(row) as (string | null)[])
}

const approveSuggestions = (plan: PreparationPlan): PreparationPlan => ({
  ...plan,
  operations: plan.operations.map((operation) =>
    operation.state === 'suggested' ? { ...operation, state: 'approved' } : operation,
  ),
})

/** Returns the column and row of a changed cell. */
const toPlace = (change: string): string => change.slice(0, change.indexOf(':'))

/** Cleans a table twice: with the operations that are on by default, and with all that are offered. */
async function cleanAndScore(labeledTable: LabeledTable): Promise<{ byDefault: Score; offered: Score }> {
  const { table } = await loadFile(createMemoryFile('messy.csv', labeledTable.csv), {
    tables,
    id: 'messy',
    maxRetries: 3,
  })
  const loaded = scoreTable(labeledTable, await readCells(table, labeledTable.columns))
  const prepared = await prepareTable({ tables, table, target: 'generic', id: 'clean' })
  const byDefault = scoreTable(labeledTable, await readCells(prepared.table, labeledTable.columns))
  // What the loader has changed is not changed by an operation.
  byDefault.changedCells = byDefault.changedCells.filter(
    (change) => !loaded.changedCells.some((other) => toPlace(other) === toPlace(change)),
  )
  const plan = approveSuggestions(prepared.report.plan)
  const { table: offeredTable } = await prepareTable({ tables, table, target: 'generic', plan, id: 'offered' })
  const offered = scoreTable(labeledTable, await readCells(offeredTable, labeledTable.columns))
  return { byDefault, offered }
}

async function scoreAll(half: readonly LabeledTable[]) {
  const totals = { faults: 0, mended: 0, mendedOrOffered: 0, rightCells: 0, changedCells: 0 }
  for (const labeledTable of half) {
    const { byDefault, offered } = await cleanAndScore(labeledTable)
    totals.faults += byDefault.faults.length
    totals.mended += byDefault.mended.size
    totals.mendedOrOffered += byDefault.faults.filter(
      (fault) => byDefault.mended.has(fault) || offered.mended.has(fault),
    ).length
    totals.rightCells += byDefault.rightCells
    totals.changedCells += byDefault.changedCells.length
  }
  return totals
}

describe('small messy tables', () => {
  const halves: [string, LabeledTable[]][] = [
    ['open', labeledTables.filter((_, index) => index % 2 === 0)],
    ['closed', labeledTables.filter((_, index) => index % 2 === 1)],
  ]
  it.for(halves)('of the %s half come out clean', async ([name, half], { annotate }) => {
    const totals = await scoreAll(half)
    await annotate(`${name} half: ${JSON.stringify(totals)}`)
    expect(half).toHaveLength(20)
    expect(totals.mendedOrOffered / totals.faults).toBeGreaterThanOrEqual(0.75)
    expect(totals.changedCells / totals.rightCells).toBeLessThanOrEqual(0.02)
  })
})

describe('findings of a check', () => {
  const cities = Array.from({ length: 120 }, (_, row) => ['Hamburg', 'Bremen', 'Berlin'][row % 3] as string)
  const createCityTable = async (id: string, changes: Readonly<Record<number, string>>): Promise<TableRef> => {
    const csv = ['city,place', ...cities.map((city, row) => `${changes[row] ?? city},${row}`)].join('\n')
    return (await loadFile(createMemoryFile('cities.csv', csv), { tables, id, maxRetries: 0 })).table
  }

  it('are repaired if they are errors', async () => {
    // The first letter of "Вremen" is Cyrillic.
    const table = await createCityTable('cities', { 1: 'Вremen', 30: 'Hambrg' })
    const { table: clean, report } = await prepareTable({ tables, table, target: 'generic', id: 'clean-cities' })
    const changes = report.plan.operations.filter(({ op }) => op !== 'parse-number')
    expect(JSON.stringify(changes)).toContain('{"from":"Вremen","to":"Bremen"}')
    expect(JSON.stringify(changes)).toContain('Hambrg')
    const found = await readCells(clean, ['city'])
    expect(found[1]).toEqual(['Bremen'])
    expect(found[30]).toEqual(['Hamburg'])
  })

  it('that remain are listed as failed rules', async () => {
    const rules = await findRemainingChanges(tables, await createCityTable('dirty-cities', { 1: 'Вremen' }))
    expect(rules.map(({ valid, column, failing }) => ({ valid, column, failing }))).toEqual([
      { valid: false, column: 'city', failing: 1 },
    ])
    const passed = await findRemainingChanges(tables, await createCityTable('clean-cities-2', {}))
    expect(passed.map(({ valid }) => valid)).toEqual([true])
  })

  it('are completed by what a clean table needs, so that no check calls a table clean that Prepare would change', async () => {
    const csv = readFileSync(new URL('../../../../test/fixtures/messy-orders.csv', import.meta.url), 'utf8')
    const { table } = await loadFile(createMemoryFile('messy-orders.csv', csv), { tables, id: 'orders', maxRetries: 0 })
    const { findings, changes = [] } = await check(table, { tables })
    expect(findings).toEqual([])
    expect(changes.map(({ operation }) => [operation.op, 'column' in operation && operation.column])).toEqual(
      expect.arrayContaining([
        ['merge-spellings', 'Status'],
        ['map-values', 'Date'],
      ]),
    )
    const { table: cleaned } = await prepareTable({ tables, table, target: 'generic', id: 'clean-orders' })
    expect(cleaned.columns.map(({ name }) => name)).toEqual(['Customer', 'Status', 'Date', 'Amount'])
    expect(await readCells(cleaned, ['Customer', 'Status', 'Date', 'Amount'])).toEqual([
      ['Berg, Lea', 'Paid', '2024-03-01', '120.5'],
      ['Kurz, Jan', 'Paid', '2024-03-02', '80.0'],
      ['Lang, Eva', 'Paid', '2024-03-03', '45.1'],
      ['Roth, Tim', 'Open', '2024-03-04', '99.9'],
      ['Wolf, Ida', 'Paid', '2024-03-05', '210.0'],
      ['Wolf, Ida', 'Open', '2024-03-06', '15.0'],
      ['Haas, Ben', 'Open', '2024-03-07', '64.2'],
      ['Vogt, Mia', 'Paid', '2024-03-08', '33.3'],
    ])
    const clean = await createCityTable('clean-cities-3', {})
    expect(await check(clean, { tables })).not.toHaveProperty('changes')
  })
})

describe('a table that is clean', () => {
  const text = ['nr,city,amount', ...Array.from({ length: 400 }, (_, row) => `${row},${'xyz'[row % 3]},${row / 4}`)]
  const statements: string[] = []
  const watched: Tables = {
    ...tables,
    rows(select, options) {
      statements.push(select.text)
      return tables.rows(select, options)
    },
  }
  const countReadsOf = (id: string): number => statements.filter((text) => text.includes(tableName(id))).length

  it('is examined once, and the same is found as if it was examined again', async () => {
    const file = createMemoryFile('clean.csv', text.join('\n'))
    const { table } = await loadFile(file, { tables, id: 'loaded-clean', maxRetries: 0 })
    const { table: prepared } = await prepareTable({ tables: watched, table, target: 'generic', id: 'prepared-clean' })
    expect(countReadsOf('loaded-clean')).toBeGreaterThan(0)
    const rules = await findRemainingChanges(watched, prepared)
    expect(countReadsOf('prepared-clean')).toBe(0)
    expect(await findRemainingChanges(watched, { ...prepared })).toEqual(rules)
    expect(countReadsOf('prepared-clean')).toBeGreaterThan(0)
  })

  it('is scanned neither for totals, empty rows and headers nor for equal rows if its columns rule them out', () => {
    expect(
      statements.filter((text) => /count\(DISTINCT|regexp_matches\(lower\(trim\("|AND .* IS NULL/.test(text)),
    ).toEqual([])
  })
})
