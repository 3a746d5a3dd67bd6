import { gzipSync } from 'node:zlib'
import { openDuckDb } from '@aw-flow/data/node'
import { name, NodeError, sql, tableName, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadReport, TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadOverrides } from './file-plan.ts'
import { loadFile } from './load-file.ts'
import { previewFile } from './preview-file.ts'

let tables: Tables
beforeAll(async () => void (tables = await openDuckDb({ threads: 1 })))
afterAll(() => tables.close())

const inMemory = (fileName: string, bytes: Uint8Array): SourceFile => ({
  dataset: fileName.replace(/\W/g, ''),
  name: fileName,
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

const load = (file: SourceFile, overrides: LoadOverrides = {}): Promise<{ table: TableRef; report: LoadReport }> =>
  loadFile(file, { tables, id: `packed_${file.dataset}`, overrides, maxRetries: 3 })

const rowsOf = (table: TableRef) => tables.rows(sql`SELECT * FROM ${name(tableName(table.id))} ORDER BY rowid`)

const text = 'id;price\n1;2,50\n2;3,75\n3;1,25\n'

describe('a gzip archive', () => {
  it('is loaded as what is inside, and says so', async () => {
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

  it('of several members, and of an archive in an archive, is read to its end', async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync('4;9,99\n')])
    expect((await load(inMemory('members.gz', members))).table.rows).toBe(4)
    const twice = await load(inMemory('twice.gz', gzipSync(gzipSync(text))))
    expect(twice.report.plan.unpack).toEqual([{ kind: 'gzip' }, { kind: 'gzip' }])
    expect(twice.table.rows).toBe(3)
  })

  it('that was cut off or changed is refused by its name', async () => {
    const whole = gzipSync('a,b\n' + Array.from({ length: 9000 }, (_, row) => `${row},${row * 7919}\n`).join(''))
    const refused = async (fileName: string, bytes: Uint8Array) => {
      const cause = await load(inMemory(fileName, bytes)).catch((reason: unknown) => reason)
      expect(cause).toBeInstanceOf(NodeError)
      return (cause as NodeError).problem
    }
    const cut = await refused('cut.csv.gz', whole.subarray(0, whole.length / 2))
    expect(cut).toMatchObject({ code: 'load.archive-damaged', where: { file: 'cut.csv.gz' } })
    const changed = Uint8Array.from(whole)
    changed.set([1, 2, 3, 4], whole.length / 2)
    expect(await refused('changed.csv.gz', changed)).toMatchObject({ code: 'load.archive-damaged' })
  })
})
