import { loadFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createTableReader } from './table-reader.ts'

it('a profile ends at its time limit with a problem, and the table remains loaded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-table-reader-'))
  let loads = 0
  const reader = createTableReader({
    openTables: () => openDuckDb(),
    load(file, id, tables) {
      loads++
      return loadFile(file, { tables, id, maxRetries: 3 })
    },
    profileTimeoutMs: 1,
  })
  onTestFinished(async () => {
    await reader.close()
    await rm(folder, { recursive: true, force: true })
  })
  const columns = Array.from({ length: 500 }, (_, index) => `c${index}`)
  const path = join(folder, 'wide.csv')
  await writeFile(path, [columns, columns.map((_, index) => index)].map((cells) => cells.join(',')).join('\n'))
  const file = { id: 'wide', path, dataset: '0'.repeat(64), name: 'wide.csv' }
  expect(await reader.read(file, { type: 'profile' })).toMatchObject({
    problem: { code: 'table.too-slow', params: { name: 'wide.csv', limit: 1 } },
  })
  expect(await reader.read(file, { type: 'sample', rows: 1 })).toMatchObject({ value: { view: { total: 1 } } })
  expect(loads).toBe(1)
})
