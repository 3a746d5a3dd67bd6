import { openDuckDb } from '@aw-flow/data/node'
import type { Answer } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { loadFile } from '../../loading/run/load-file.ts'
import { createMemoryFile } from '../../test-file.ts'
import { checkTable, proposeTableRows, type CheckCache } from '../check-table.ts'

const lines = Array.from({ length: 400 }, (_, row) => {
  const place = ['Ulm;north', 'Lindau;south', 'Kempten;south'][row % 3]
  return `${row + 1};${row % 4 === 0 ? place?.toUpperCase() : place}`
})
const text = ['id;town;region', ...lines].join('\n')

test('proposes rows, learns from their answers with cached evidence, and reports progress', async () => {
  const tables = await openDuckDb({ threads: 1 })
  const { table } = await loadFile(createMemoryFile('towns.csv', text), { tables, id: 'towns', maxRetries: 0 })
  const cache: CheckCache = {}
  const progress: number[] = []
  const options = { tables, table, cache, onProgress: (done: number) => void progress.push(done) }
  const { rows, isWorthwhile } = await proposeTableRows({ ...options, maxRows: 6 })
  expect(rows).toHaveLength(6)
  expect(isWorthwhile).toBe(true)
  const evidence = cache.last
  // The less frequent upper case is correct.
  const answers = rows.map(({ row, cells }): Answer => ({
    row,
    cells: cells.map(({ column, value }) =>
      value === value.toUpperCase()
        ? { column, value, verdict: 'right' }
        : { column, value, verdict: 'wrong', correct: value.toUpperCase() },
    ),
  }))
  const report = await checkTable({ ...options, answers })
  expect(cache.last).toBe(evidence)
  expect(report.learning).toMatchObject({ answers: 6, matched: 6 })
  expect(report.findings).toHaveLength(600)
  expect(report.findings.every(({ value, repair }) => repair === value.toUpperCase())).toBe(true)
  expect(progress.every((done) => done >= 0 && done <= 100)).toBe(true)
  const next = await proposeTableRows({ ...options, answers })
  expect(next.rows.filter(({ row }) => answers.some((answer) => answer.row === row))).toEqual([])
  await tables.close()
})

test('stops when the signal is aborted', async () => {
  const tables = await openDuckDb({ threads: 1 })
  const { table } = await loadFile(createMemoryFile('towns.csv', text), { tables, id: 'towns', maxRetries: 0 })
  const controller = new AbortController()
  controller.abort(new Error('stopped'))
  await expect(proposeTableRows({ tables, table, signal: controller.signal })).rejects.toThrow()
  await tables.close()
})
