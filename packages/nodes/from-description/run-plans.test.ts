import { hashFile, openDuckDb, openNodeFile, type NodeFile } from '@aw-flow/data/node'
import { quoteIdentifier, runWorkflow, sql, systemClock, type Tables } from '@aw-flow/engine'
import { findResultTables, foldRun, readWorkflow, type Column } from '@aw-flow/schema'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { createPlannedWorkflow } from './create-planned-workflow.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const orders = `order_id,customer,country,status,amount,order_date
1,Ada,Germany,paid,120.5,2024-01-03
2,Bo,France,open,80,2024-01-17
3,Ada,Germany,paid,30,2024-02-01
3,Ada,Germany,paid,30,2024-02-01
4,Cy,France,paid,,2024-02-11
5,Di,Italy,open,200,2024-03-05
`
const columns: Column[] = [
  { name: 'order_id', type: 'BIGINT' },
  { name: 'customer', type: 'VARCHAR' },
  { name: 'country', type: 'VARCHAR' },
  { name: 'status', type: 'VARCHAR' },
  { name: 'amount', type: 'DOUBLE' },
  { name: 'order_date', type: 'DATE' },
]

let folder: string
let file: NodeFile
let tables: Tables & { close(): Promise<void> }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-words-'))
  const path = join(folder, 'orders.csv')
  await writeFile(path, orders)
  file = await openNodeFile(path, await hashFile(path))
  tables = await openDuckDb({ threads: 1 })
})
afterAll(async () => {
  await tables.close()
  await rm(folder, { recursive: true, force: true })
})

/** Plans a workflow for the orders, runs it, and returns the rows of its last table. */
async function runWords(description: string): Promise<string[]> {
  const plan = planFromDescription({ description, columns, catalog })
  expect(plan.ignored).toEqual([])
  const planned = createPlannedWorkflow(plan, { name: 'Orders', types: catalog.list(), dataset: file.dataset })
  const { workflow, problems } = readWorkflow(planned)
  expect(problems).toEqual([])
  const events = await runWorkflow({
    workflow: workflow!,
    catalog,
    tables,
    inputs: {},
    run: 'words',
    seed: 1,
    files: { open: (dataset) => Promise.resolve(dataset === file.dataset ? file : undefined) },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  const view = foldRun(events)
  expect([description, view.state]).toEqual([description, 'completed'])
  const { table } = findResultTables(view).at(-1)!
  const { from, row } = await tables.relation(table)
  const cells = table.columns.map(
    (column) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) AS ${quoteIdentifier(column.name)}`,
  )
  const rows = await tables.rows(sql`SELECT ${cells} FROM ${from} ORDER BY ${row}`, {})
  return rows.map((cellsOfRow) => Object.values(cellsOfRow).join(','))
}

it.each<[string, string[]]>([
  ['Load the file, keep rows where status is paid and count the rows', ['4']],
  ['Lade die Datei, behalte nur Zeilen mit Status paid und zähle die Zeilen', ['4']],
  ['remove duplicates, then sum the amount by country', ['Germany,150.5', 'France,80.0', 'Italy,200.0']],
  ['Duplikate entfernen und den Betrag je Land summieren', ['Germany,150.5', 'France,80.0', 'Italy,200.0']],
  ['remove rows with a missing amount, then count the rows', ['5']],
  ['Show the top 2 customers by amount', ['Di,200.0', 'Ada,180.5']],
  ['count the orders per month', ['2024-01,2', '2024-02,3', '2024-03,1']],
  [
    'only orders over 100, sorted by amount descending, keep only the columns customer and amount',
    ['Di,200.0', 'Ada,120.5'],
  ],
  [
    'fill missing amount with 0, compute tax as amount times 0.5, keep only the columns order_id and tax, first 2 rows',
    ['1,60.25', '2,40.0'],
  ],
  ['number of distinct customers by status', ['paid,2', 'open,2']],
  ['Durchschnittlicher Betrag für Bestellungen nach dem 2024-02-28', ['200.0']],
  [
    'rename amount to total and sort by total descending, take the first 1 rows, drop the columns order_id, status, country and order_date',
    ['Di,200.0'],
  ],
])('runs: %s', async (description, expected) => {
  expect(await runWords(description)).toEqual(expected)
})
