import type { SourceFile } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

it('the report truncates a long cell, and the table contains all of it', async () => {
  const numbers = Array.from({ length: 60_000 }, (_, row) => `n${row},${row % 7}\n`).join('')
  const long = 'long '.repeat(20_000)
  const bytes = new TextEncoder().encode(`name,number\n${long},1\n${numbers}x,"${long}"\n`)
  const file: SourceFile = {
    dataset: 'long',
    name: 'long.csv',
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
  }
  const { table, report } = await loadFile(file, { tables, id: 'long', maxRetries: 3 })
  expect(report.sample[0]?.[0]).toBe(long.slice(0, 1_000))
  expect(report.columns[1]).toMatchObject({ badCells: 1, badExamples: [{ text: long.slice(0, 1_000) }] })
  expect(JSON.stringify(report).length).toBeLessThan(20_000)
  let written = ''
  for await (const piece of tables.csv(table)) written += new TextDecoder().decode(piece)
  expect(written.length).toBeGreaterThan(numbers.length + long.trim().length)
})
