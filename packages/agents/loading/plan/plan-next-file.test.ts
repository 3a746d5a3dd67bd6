import type { LoadPlan, LoadReport } from '@aw-flow/schema'
import type { SavedLoadPlan } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile } from '../run/load-file.ts'
import { planLoad } from './plan-load.ts'
import { planNextFile } from './plan-next-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const january = 'Order No,Amount,Shipped on,Note\n1,10.5,2024-01-03,ok\n2,11,2024-01-04,\n3,12.25,2024-01-09,late\n'

/** Plans a file, changes the plan as a user would, and saves it. */
async function savePlan(
  content: string,
  change: (plan: LoadPlan) => LoadPlan = (plan) => plan,
): Promise<SavedLoadPlan> {
  const file = createMemoryFile('january.csv', content)
  const { filePlan } = await planLoad(file, { exact: true })
  if (!filePlan) throw new Error('The file of a test must be readable.')
  return { dataset: file.dataset, plan: change(filePlan.plan) }
}

const load = async (content: string, saved: SavedLoadPlan): Promise<LoadReport> =>
  (await loadFile(createMemoryFile('next.csv', content), { tables, id: 'next', maxRetries: 3, saved })).report

const renameFirst = (plan: LoadPlan): LoadPlan => ({
  ...plan,
  columns: plan.columns.map((column, index) =>
    index === 0 ? { ...column, name: 'order', sourceName: column.name, type: 'VARCHAR' } : column,
  ),
})

describe('the file for which the plan was saved', () => {
  it('is read by the unchanged plan', async () => {
    const saved = await savePlan(january, renameFirst)
    const report = await load(january, saved)
    expect(report.plan).toEqual(saved.plan)
    expect(report.columns[0]).toMatchObject({ name: 'order', type: 'VARCHAR' })
    expect(report.drift).toBeUndefined()
  })
})

describe('the next file', () => {
  it('gets names and types from the plan, without warnings about equal columns', async () => {
    const saved = await savePlan(january, renameFirst)
    const report = await load('Order No,Amount,Shipped on,Note\n0041,1.5,2024-02-03,x\n', saved)
    expect(report.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'order VARCHAR',
      'Amount DOUBLE',
      'Shipped on DATE',
      'Note VARCHAR',
    ])
    expect(report.sample).toEqual([['0041', '1.5', '2024-02-03', 'x']])
    expect(report.drift).toMatchObject({ missing: [], added: [], renamed: [], reordered: false })
    expect(report.warnings.filter(({ code }) => code === 'load.drift-missing')).toEqual([])
  })

  it('may have its table at a different line', async () => {
    const saved = await savePlan(january)
    const report = await load(`Report of February\n\n${january}`, saved)
    expect(report).toMatchObject({ rows: 3, skippedLines: 2, drift: { missing: [], added: [] } })
  })

  it('reports missing, added, renamed, retyped and reordered columns, and loads all of them', async () => {
    const saved = await savePlan(january, renameFirst)
    const report = await load('amount,Region,order_no,Note\n7.5,north,9,a\n8.5,south,10,b\n', saved)
    expect(report.drift).toEqual({
      missing: ['Shipped on'],
      added: ['Region'],
      renamed: [
        { from: 'Order No', to: 'order_no' },
        { from: 'Amount', to: 'amount' },
      ],
      retyped: [{ column: 'order', from: 'VARCHAR', to: 'BIGINT' }],
      reordered: true,
    })
    expect(report.columns.map(({ name }) => name)).toEqual(['Amount', 'Region', 'order', 'Note'])
    expect(report.sample[0]).toEqual(['7.5', 'north', '9', 'a'])
    expect(report.warnings.map(({ code }) => code)).toEqual([
      'load.drift-missing',
      'load.drift-added',
      'load.drift-renamed',
      'load.drift-types',
      'load.drift-order',
    ])
  })

  it('keeps decimals in a column of integers, and reports them', async () => {
    const saved = await savePlan('id,count\n1,5\n2,6\n')
    const report = await load('id,count\n1,5.5\n2,6\n', saved)
    expect(report.drift?.retyped).toEqual([{ column: 'count', from: 'BIGINT', to: 'DOUBLE' }])
    expect(report.sample).toEqual([
      ['1', '5.5'],
      ['2', '6.0'],
    ])
  })

  it('is split by a delimiter that the user has specified', async () => {
    const text = 'a:1;b:2\nc:3;d:4\ne:5;f:6\n'
    const saved = await savePlan(text)
    const file = createMemoryFile('odd.csv', text)
    const planned = await planLoad(file, { exact: true, overrides: { delimiter: ':', header: 'no' } })
    const savedPlan = { dataset: saved.dataset, plan: planned.filePlan?.plan as LoadPlan }
    const { filePlan, drift } = await planNextFile(createMemoryFile('next.csv', 'g:7;h:8\ni:9;j:0\n'), savedPlan)
    expect(filePlan?.plan).toMatchObject({ dialect: { delimiter: ':' }, headerLines: 0 })
    expect(drift).toMatchObject({ missing: [], added: [] })
  })

  it('may have a different delimiter than the plan', async () => {
    const saved = await savePlan(january)
    const report = await load(january.replaceAll(',', ';'), saved)
    expect(report).toMatchObject({ delimiter: ';', rows: 3, drift: { missing: [], added: [] } })
  })
})

describe('a specified header of several lines', () => {
  const overrides = { overrides: { headerLines: 2 } }
  const text = (year: number): string => `year,sales\n(a),in euro\n${year},5\n${year + 1},6\n${year + 2},7\n`

  it('has the same number of lines in the next file', async () => {
    const { filePlan } = await planLoad(createMemoryFile('one.csv', text(2001)), overrides)
    const saved: SavedLoadPlan = { dataset: 'f'.repeat(64), plan: (filePlan as { plan: LoadPlan }).plan }
    const next = await planNextFile(createMemoryFile('two.csv', text(2011)), saved)
    expect(next.filePlan?.plan).toMatchObject({ headerLines: 2, columns: saved.plan.columns })
    expect(next.drift).toMatchObject({ missing: [], added: [] })
  })

  it('is detected if the next file has fewer lines', async () => {
    const { filePlan } = await planLoad(createMemoryFile('one.csv', text(2001)), overrides)
    const saved: SavedLoadPlan = { dataset: 'f'.repeat(64), plan: (filePlan as { plan: LoadPlan }).plan }
    const next = await planNextFile(createMemoryFile('two.csv', 'year,sales'), saved)
    expect(next.filePlan?.plan.columns).toHaveLength(2)
  })
})
