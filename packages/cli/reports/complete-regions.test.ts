import { loadFile } from '@aw-flow/agents'
import { expect, it } from 'vitest'
import { createMemoryFile } from '../../agents/test-file.ts'
import { completeRegions } from './complete-regions.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

it('returns the regions of a large text that DuckDB reads directly, with every line in one of them', async () => {
  const rows = 120_000
  const text = `title of the table\n\nid,name,value\n${Array.from({ length: rows }, (_, i) => `${i},name ${i},${i / 4}\n`).join('')}`
  const file = createMemoryFile('large.csv', text)
  const { signal } = new AbortController()
  const { report } = await loadFile(file, { tables, id: 'regions', maxRetries: 3 })
  expect(report.regions?.complete).toBe(false)
  const whole = await completeRegions(file, report, signal)
  expect(whole.regions).toEqual({
    list: [
      { kind: 'preamble', from: 1, to: 1 },
      { kind: 'blank', from: 2, to: 2 },
      { kind: 'header', from: 3, to: 3 },
      { kind: 'record', from: 4, to: rows + 3 },
    ],
    complete: true,
    records: { rows, rejects: 0 },
    lines: { preamble: 1, blank: 1, header: 1, record: rows },
  })
})

it('leaves a complete report unchanged', async () => {
  const file = createMemoryFile('small.csv', 'id,value\n1,2\n3,4\n')
  const { report } = await loadFile(file, { tables, id: 'regions', maxRetries: 3 })
  expect(await completeRegions(file, report, new AbortController().signal)).toBe(report)
})
