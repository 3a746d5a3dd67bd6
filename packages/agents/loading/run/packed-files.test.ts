import { gzipSync } from 'node:zlib'
import { quoteIdentifier, NodeError, sql, tableName, type SourceFile } from '@aw-flow/engine'
import type { LoadReport, Problem, TableRef } from '@aw-flow/schema'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { sizes } from '../../../../test/sizes.ts'
import type { LoadOverrides } from '../plan/file-plan.ts'
import { loadFile } from './load-file.ts'
import { previewFile } from './preview-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const inMemory = (fileName: string, bytes: Uint8Array): SourceFile => ({
  dataset: fileName.replace(/\W/g, ''),
  name: fileName,
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

const load = (file: SourceFile, overrides: LoadOverrides = {}): Promise<{ table: TableRef; report: LoadReport }> =>
  loadFile(file, { tables, id: `packed_${file.dataset}`, overrides, maxRetries: 3 })

const rowsOf = (table: TableRef) =>
  tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)

const refused = async (fileName: string, bytes: Uint8Array, overrides: LoadOverrides = {}): Promise<Problem> => {
  const cause = await load(inMemory(fileName, bytes), overrides).catch((reason: unknown) => reason)
  expect(cause).toBeInstanceOf(NodeError)
  return (cause as NodeError).problem
}

const text = 'id;price\n1;2,50\n2;3,75\n3;1,25\n'

describe('a gzip archive', () => {
  it('is loaded as its content, with evidence', async () => {
    const file = inMemory('prices.csv.gz', gzipSync(text))
    const { table, report } = await load(file)
    expect(await rowsOf(table)).toEqual([
      { id: 1, price: 2.5 },
      { id: 2, price: 3.75 },
      { id: 3, price: 1.25 },
    ])
    expect(report.plan).toMatchObject({ format: 'csv', unpack: [{ kind: 'gzip' }] })
    expect(report.plan.evidence[0]).toMatchObject({ decision: 'unpack', value: 'gzip' })
    expect(await previewFile(file, { formats: tables.formats })).toMatchObject({
      format: 'csv',
      columns: [{ name: 'id' }, { name: 'price' }],
    })
  })

  it('with several members, or within another archive, is read completely', async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync('4;9,99\n')])
    expect((await load(inMemory('members.gz', members))).table.rows).toBe(4)
    const twice = await load(inMemory('twice.gz', gzipSync(gzipSync(text))))
    expect(twice.report.plan.unpack).toEqual([{ kind: 'gzip' }, { kind: 'gzip' }])
    expect(twice.table.rows).toBe(3)
  })

  it('that is truncated or corrupted is rejected', async () => {
    const completeBytes = gzipSync(
      'a,b\n' + Array.from({ length: 9000 }, (_, row) => `${row},${row * 7919}\n`).join(''),
    )
    const cut = await refused('cut.csv.gz', completeBytes.subarray(0, completeBytes.length / 2))
    expect(cut).toMatchObject({ code: 'load.archive-damaged', where: { file: 'cut.csv.gz' } })
    const changed = Uint8Array.from(completeBytes)
    changed.set([1, 2, 3, 4], completeBytes.length / 2)
    expect(await refused('changed.csv.gz', changed)).toMatchObject({ code: 'load.archive-damaged' })
  })

  it('that is a decompression bomb is rejected early', async () => {
    const member = gzipSync(new Uint8Array(16 << 20), { level: 9 })
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => member))
    const problem = await refused('bomb.gz', bomb)
    expect(problem).toMatchObject({ code: 'load.decompressed-too-large.ratio', where: { file: 'bomb.gz' } })
    expect(await previewFile(inMemory('bomb.gz', bomb), { formats: tables.formats })).toMatchObject({
      format: 'binary',
    })
  })

  it('is only partly unpacked for a preview', async () => {
    const lines = Array.from({ length: sizes.packedRows }, (_, row) => `${row},${row % 7},name ${row % 13}\n`).join('')
    const large = inMemory('large.csv.gz', gzipSync(`id,part,name\n${lines}`))
    let read = 0
    const counted = { ...large, read: (start: number, end: number) => ((read += end - start), large.read(start, end)) }
    const preview = await previewFile(counted, { formats: tables.formats })
    expect(preview.columns.map(({ name: column }) => column)).toEqual(['id', 'part', 'name'])
    expect(read).toBeLessThan(4 * large.size)
    expect((await load(large)).table.rows).toBe(sizes.packedRows)
  })
})

const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content)
const names = bytesOf(`id,name\n${Array.from({ length: 500 }, (_, row) => `${row},name ${row}\n`).join('')}`)

/** Creates a tar archive: a header and the content of each file, then two empty blocks. */
function tarOf(files: Record<string, Uint8Array>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write('0000644\0', 100)
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        0ustar\x0000', 148)
    const sum = header.reduce((all, byte) => all + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

describe('a tar archive', () => {
  const files = {
    'about.txt': bytesOf('Names and prices.\n'),
    'data/names.csv': names,
    'data/prices.csv': bytesOf(text),
  }

  it('is searched for tables, also within gzip', async () => {
    const { table, report } = await load(inMemory('all.tar', tarOf(files)))
    expect(table.rows).toBe(500)
    expect(report.entries?.map(({ name: entry }) => entry)).toEqual(Object.keys(files))
    const packed = await load(inMemory('all.tar.gz', gzipSync(tarOf(files))), { entry: 'data/prices.csv' })
    expect(packed.table.rows).toBe(3)
    expect(packed.report.plan.unpack).toEqual([{ kind: 'gzip' }, { kind: 'tar', entry: 'data/prices.csv' }])
  })

  it('that is truncated or without tables is rejected', async () => {
    const completeBytes = tarOf(files)
    expect(await refused('cut.tar', completeBytes.subarray(0, 2000))).toMatchObject({ code: 'load.archive-damaged' })
    expect(await refused('empty.tar', tarOf({ nothing: new Uint8Array(0) }))).toMatchObject({
      code: 'load.archive-empty',
    })
  })
})

describe('a Zstandard archive', () => {
  // One uncompressed block, with the size of the content.
  const frameOf = (content: Uint8Array): Uint8Array =>
    Uint8Array.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0x20,
      content.length,
      ((content.length << 3) | 1) & 255,
      content.length >> 5,
      0,
      ...content,
    ])

  it('is loaded as its content, and rejected if it is truncated', async () => {
    const completeBytes = frameOf(bytesOf(text))
    const { table, report } = await load(inMemory('prices.csv.zst', completeBytes))
    expect(table.rows).toBe(3)
    expect(report.plan.unpack).toEqual([{ kind: 'zstd' }])
    expect(await refused('cut.csv.zst', completeBytes.subarray(0, 20))).toMatchObject({ code: 'load.archive-damaged' })
  })
})

describe('a zip archive', () => {
  it('with one file is loaded as that file', async () => {
    const { table, report } = await load(inMemory('prices.zip', zipSync({ 'prices.csv': bytesOf(text) })))
    expect(table.rows).toBe(3)
    expect(report.plan.unpack).toEqual([{ kind: 'zip', entry: 'prices.csv' }])
    expect(report.entries).toBeUndefined()
    expect(report.warnings).toEqual([])
  })

  it('with several files is loaded as its largest table; the others can be chosen', async () => {
    const file = inMemory(
      'several.zip',
      zipSync({
        'README.txt': bytesOf('Please read me, there is much to say. '.repeat(900)),
        '__MACOSX/._names.csv': new Uint8Array(30_000),
        'logo.png': Uint8Array.from({ length: 20_000 }, (_, at) => [0x89, 0x50, 0x4e, 0x47][at] ?? (at * 31) % 256),
        'data/prices.csv': bytesOf(text),
        'data/names.csv': names,
      }),
    )
    const { table, report } = await load(file)
    expect(table.rows).toBe(500)
    expect(report.entries?.map(({ name: entry }) => entry)).toEqual(['README.txt', 'data/prices.csv', 'data/names.csv'])
    expect(report.warnings).toMatchObject([{ code: 'load.other-entries' }])
    expect(report.warnings[0]?.params?.['others']).toContainEqual({
      code: 'loading.part',
      params: { name: 'data/prices.csv' },
    })
    expect((await load(file, { entry: 'data/prices.csv' })).table.rows).toBe(3)
    expect(await refused('several.zip', await file.read(0, file.size), { entry: 'data/nothing.csv' })).toMatchObject({
      code: 'load.no-entry',
    })
  })

  it('with many files lists some of them and counts the others', async () => {
    const entries = Object.fromEntries(
      Array.from({ length: 10_010 }, (_, index) => [`part-${index}.csv`, index === 5 ? names : bytesOf('a,b\n1,2\n')]),
    )
    const { table, report } = await load(inMemory('many.zip', zipSync(entries, { level: 0 })))
    expect(table.rows).toBe(500)
    expect(report.entries).toHaveLength(64)
    expect(report.warnings).toContainEqual(
      expect.objectContaining({
        code: 'load.more-entries',
        params: { file: 'many.zip', count: 10_010, listed: 64, read: 10_000 },
      }),
    )
  })

  it('is searched for nested archives', async () => {
    const inner = zipSync({ 'names.csv.gz': gzipSync(names) })
    const { table, report } = await load(inMemory('outer.zip', zipSync({ 'inner.zip': [inner, { level: 0 }] })))
    expect(table.rows).toBe(500)
    expect(report.plan.unpack).toEqual([
      { kind: 'zip', entry: 'inner.zip' },
      { kind: 'zip', entry: 'names.csv.gz' },
      { kind: 'gzip' },
    ])
    const chosen = await load(inMemory('outer2.zip', zipSync({ 'inner.zip': inner, 'prices.csv': bytesOf(text) })), {
      entry: 'inner.zip',
    })
    expect(chosen.table.rows).toBe(500)
    let deep = zipSync({ 'prices.csv': bytesOf(text) })
    for (let depth = 0; depth < 6; depth++) deep = zipSync({ 'more.zip': deep })
    expect(await refused('deep.zip', deep)).toMatchObject({ code: 'load.nested-archives' })
  })

  it('accepts unusual entry names', async () => {
    const file = inMemory('odd.zip', zipSync({ '../../été/<prices>.csv': bytesOf(text), constructor: names }))
    expect((await load(file)).report.plan.unpack).toEqual([{ kind: 'zip', entry: 'constructor' }])
    expect((await load(file, { entry: '../../été/<prices>.csv' })).table.rows).toBe(3)
  })

  it('that is empty, without tables, truncated or encrypted is rejected', async () => {
    expect(await refused('empty.zip', zipSync({}))).toMatchObject({ code: 'load.archive-empty' })
    const pictures = zipSync({
      'a.png': Uint8Array.from({ length: 900 }, (_, at) => at % 7),
      'b.pdf': bytesOf('%PDF-1.7\n'),
    })
    expect(await refused('pictures.zip', pictures)).toMatchObject({ code: 'load.archive-empty' })
    const completeBytes = zipSync({ 'names.csv': names })
    expect(await refused('cut.zip', completeBytes.subarray(0, completeBytes.length / 2))).toMatchObject({
      code: 'load.archive-damaged',
    })
    const changed = Uint8Array.from(completeBytes)
    changed.fill(0xff, 200, 260)
    expect(await refused('changed.zip', changed)).toMatchObject({ code: 'load.archive-damaged' })
    const locked = Uint8Array.from(completeBytes)
    const directory = Buffer.from(completeBytes).indexOf('PK\x01\x02', 0, 'latin1')
    locked[6] = 1
    locked[directory + 8] = 1
    expect(await refused('locked.zip', locked)).toMatchObject({ code: 'load.archive-encrypted' })
    const other = Uint8Array.from(completeBytes)
    other[8] = 12
    other[directory + 10] = 12
    expect((await refused('other.zip', other)).params).toMatchObject({ method: 'bzip2' })
  })
})
