import { loadFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { unwrap } from '@aw-flow/schema'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResultPages, type ResultPages } from './result-pages.ts'
import { createTableReader } from './table-reader.ts'
import { createInProcessReaders, type TableReaders } from './table-readers.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let readers: TableReaders
let pages: ResultPages
beforeAll(async () => {
  await mkdir(join(folder, 'downloads'))
  const load = (file: Parameters<typeof loadFile>[0], id: string, tables: Parameters<typeof loadFile>[1]['tables']) =>
    loadFile(file, { tables, id, maxRetries: 3 })
  readers = createInProcessReaders(() => createTableReader({ openTables: () => openDuckDb(), load }))
  pages = createResultPages(readers, join(folder, 'downloads'))
})
afterAll(() => readers.close())

async function readPage(name: string, text: string): Promise<Uint8Array | Readable> {
  const path = join(folder, name)
  await writeFile(path, `id,text\n1,${text}\n2,${text}\n`)
  const columns = [
    { name: 'id', type: 'INTEGER' },
    { name: 'text', type: 'VARCHAR' },
  ]
  const stored = { file: name, table: { id: name, columns, rows: 2 } } as Parameters<ResultPages['readPage']>[2]
  const store = { workspace: 'w', results: { findLocalPath: async () => path } }
  const result = await pages.readPage(store as never, 'run', stored, { offset: 1, limit: 1 })
  return unwrap(result)
}
const isArrow = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes('text') && bytes[0] === 0xff

describe('pages of results', () => {
  it('are streamed from a temporary file if they are large, so that this process does not hold them', async () => {
    const text = `a${'x'.repeat(1_500_000)}z`
    const page = await readPage('large.csv', text)
    expect(page).toBeInstanceOf(Readable)
    expect(await readdir(join(folder, 'downloads'))).toHaveLength(1)
    const bytes = await buffer(page as Readable)
    expect(isArrow(bytes)).toBe(true)
    expect(bytes.includes(text)).toBe(true)
    await expect.poll(() => readdir(join(folder, 'downloads'))).toEqual([])
  })

  it('are bytes if they are small', async () => {
    const page = await readPage('small.csv', 'abc')
    expect(isArrow(page as Uint8Array)).toBe(true)
    expect(await readdir(join(folder, 'downloads'))).toEqual([])
  })
})
