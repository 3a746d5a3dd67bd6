import { TablesError, type SourceFile } from '@aw-flow/engine'
import initSqlJs from 'sql.js'
import { afterAll, describe, expect, it } from 'vitest'
import { readFileChunks } from '../files/decode-chunks.ts'
import { openFormats } from '../node/open-duckdb.ts'

const formats = openFormats()
afterAll(() => formats.close())

const readAll = async (chunks: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of chunks);
}

async function findCode(read: () => Promise<void>): Promise<string> {
  try {
    await read()
    return 'read'
  } catch (cause) {
    if (cause instanceof TablesError) return cause.problem.code
    throw cause
  }
}

async function createDatabase(...statements: string[]): Promise<SourceFile> {
  const { Database } = await initSqlJs()
  const database = new Database()
  for (const statement of statements) database.run(statement)
  const bytes = database.export()
  database.close()
  return {
    dataset: statements.join(),
    name: 'data.sqlite',
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
  }
}

const openAndRead = (file: SourceFile): Promise<string> =>
  findCode(async () => {
    const opened = await formats.open(file, await formats.inspect(file))
    if (opened.kind !== 'table') throw new Error('A table was expected.')
    await readAll(opened.batches())
  })

describe('an intact database that needs more memory than allowed', () => {
  it.each([
    ['a value of a view', 'CREATE VIEW v AS SELECT hex(zeroblob(100000000)) AS x'],
    ['a longer value than SQLite allows', 'CREATE VIEW v AS SELECT zeroblob(2000000000) AS x'],
    [
      'a sorted view',
      'CREATE VIEW v AS WITH n(x) AS (VALUES (1),(2),(3),(4)) SELECT zeroblob(20000000) || a.x AS x FROM n a, n b ORDER BY 1',
    ],
  ])('is not called damaged: %s', async (_, statement) => {
    expect(await openAndRead(await createDatabase(statement))).toBe('load.out-of-memory')
  })
})

describe('a read that fails', () => {
  const createFile = (cause: Error): SourceFile => ({
    dataset: 'x',
    name: 'data.parquet',
    size: 100,
    read: () => Promise.reject(cause),
  })
  const system = (code: string): Error => Object.assign(new Error(`${code}: failed, read`), { code, syscall: 'read' })

  it.each([
    ['the file is missing', system('ENOENT'), 'load.unreadable.changed'],
    ['the page may no longer read it', new DOMException('gone', 'NotReadableError'), 'load.unreadable.changed'],
    ['the disk fails', system('EIO'), 'load.unreadable.system'],
    ['too many files are open', system('EMFILE'), 'load.unreadable.system'],
    ['memory is full', new RangeError('Array buffer allocation failed'), 'load.out-of-memory'],
  ])('names its cause, whatever reads: %s', async (_, cause, code) => {
    const file = createFile(cause)
    expect(await findCode(() => readAll(readFileChunks(file)))).toBe(code)
    for (const format of ['parquet', 'arrow', 'sqlite'] as const)
      expect(await findCode(async () => void (await formats.open(file, { format })))).toBe(code)
  })
})
