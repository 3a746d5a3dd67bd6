import { NodeError, type SourceFile } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import {
  checkReportSchema,
  deepFindingSchema,
  loadReportSchema,
  preparationReportSchema,
  tableProfileSchema,
  type Answer,
  type Finding,
} from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { createRandom } from '../../test/fuzz/random.ts'
import { seed, sizes } from '../../test/sizes.ts'
import { check, load, prepare, profile } from './agents.ts'
import { checkTable } from './checking/check-table.ts'
import { checkCells } from './checking/check-texts.ts'
import { encodeTable } from './checking/encoded-table.ts'
import { createMemoryFile } from './test-file.ts'
import { createJunkTable, type JunkTable } from '../../test/fuzz/junk-table.ts'
import { openTestTables } from '../../test/open-tables.ts'

const tables = await openTestTables()

const toDelimited = ({ header, rows }: JunkTable, delimiter: string): string =>
  [header, ...rows]
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)}\n`)
    .join('')
const toJson = ({ header, rows }: JunkTable): string =>
  JSON.stringify(rows.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column]]))))

const formats: readonly ((table: JunkTable) => SourceFile)[] = [
  (table) => createMemoryFile('junk.csv', toDelimited(table, ',')),
  (table) => createMemoryFile('junk.tsv', toDelimited(table, '\t')),
  (table) => createMemoryFile('junk.json', toJson(table)),
]
const targets = ['generic', 'ml-ready', 'cosmo-ready'] as const

/** Returns a value after it was sent as JSON, which does not have infinite numbers. */
const send = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function checkTexts({ header, rows }: JunkTable): Finding[] {
  const steps = checkCells(
    encodeTable(
      [...header],
      rows.map((cells) => [...cells]),
    ),
  )
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Answers for a table: the first cell is wrong, the others are right. */
const createAnswers = ({ rows }: JunkTable, { columns }: TableRef): Answer[] =>
  rows.slice(0, 3).map((cells) => ({
    cells: columns.map(({ name }, column) => ({
      column: name,
      value: cells[column] ?? '',
      ...(column === 0 ? { verdict: 'wrong', correct: cells.at(-1) ?? '' } : { verdict: 'right' }),
    })),
  }))

/** Loads a file. Returns `undefined` if it is not text: if more than a tenth of it are NUL characters. */
async function loadUnlessBinary(file: SourceFile): Promise<TableRef | undefined> {
  try {
    const { table, report } = await load(file, { tables, id: 'junk' })
    loadReportSchema.parse(send(report))
    return table
  } catch (cause) {
    const bytes = await file.read(0, file.size)
    if (cause instanceof NodeError && cause.problem.code === 'load.no-reader') {
      expect(bytes.filter((byte) => byte === 0).length / bytes.length).toBeGreaterThan(0.1)
      return undefined
    }
    throw cause
  }
}

async function prepareJunk(table: TableRef, target: (typeof targets)[number]): Promise<void> {
  try {
    const prepared = await prepare(table, { tables, target, id: 'prepared' })
    preparationReportSchema.parse(send(prepared.report))
    for (const { id } of [prepared.table, ...(prepared.links ? [prepared.links] : [])]) await tables.drop(id)
  } catch (cause) {
    // Constant columns and texts without categories are not a table for machine learning, whatever their characters.
    expect(cause).toMatchObject({ problem: { code: 'prepare.no-plan', params: { reason: { code: 'prepare.nothing-to-learn' } } } }) // oxfmt-ignore
  }
}

async function processJunk(index: number): Promise<void> {
  const junkTable = createJunkTable(createRandom(seed + index))
  if (index % 2 === 0)
    for (const { confidence } of checkTexts(junkTable)) expect(Number.isFinite(confidence)).toBe(true)
  const table = await loadUnlessBinary(formats[index % formats.length]!(junkTable))
  if (!table) return
  if (index % 2 === 1) checkReportSchema.parse(send(await check(table, { tables })))
  if (index % 10 === 0) await checkTable({ tables, table, answers: createAnswers(junkTable, table) })
  if (index % 2 === 0 && table.rows > 0) await prepareJunk(table, targets[Math.floor(index / 6) % targets.length]!)
  if (index % 10 === 0) {
    const { profile: basicProfile, findings } = await profile(table, { tables, deep: true })
    tableProfileSchema.parse(send(basicProfile))
    for (const finding of findings) deepFindingSchema.parse(send(finding))
  }
  await tables.drop(table.id)
}

test('no cell ends a load, a check, a preparation or a profile', { timeout: 3_600_000 }, async () => {
  for (let index = 0; index < sizes.junkTables; index++)
    await processJunk(index).catch((cause: unknown) => {
      throw new Error(`Table ${index}: ${String(cause)}`, { cause })
    })
})
