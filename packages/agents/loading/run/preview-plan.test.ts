import type { SourceFile } from '@aw-flow/engine'
import { loadPreviewSchema, type LoadPreview, type LoadPreviewRequest } from '@aw-flow/schema/internal'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile } from './load-file.ts'
import { previewPlan } from './preview-plan.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

async function preview(file: SourceFile, request: LoadPreviewRequest = {}): Promise<LoadPreview> {
  const result = await previewPlan(file, { tables, id: 'look', ...request })
  expect(loadPreviewSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)))
  expect(tables.has('look')).toBe(false)
  return result
}

const rows = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${at},"text ${at}",${at / 4}\n`).join('')

describe('a small file', () => {
  it('is shown as a run would load it, with its lines', async () => {
    const file = createMemoryFile('a.csv', 'Sales of May\n\nid;price\n1;2,5\n2;n/a\n3;x;y\n')
    const result = await preview(file)
    const { report } = await loadFile(file, { tables, id: 'whole', maxRetries: 0 })
    expect(result.whole).toBe(true)
    expect(result.plan).toEqual(report.plan)
    expect(result.rows).toEqual(report.sample)
    expect(result.columns).toEqual(report.columns)
    expect(result.rejects).toEqual(report.rejectSample)
    expect(result.lines.slice(0, 3).map(({ text }) => text)).toEqual(['Sales of May', '', 'id;price'])
  })

  it('applies overrides and a changed plan', async () => {
    const file = createMemoryFile('a.csv', 'a,b\n1,2\n3,4\n')
    const result = await preview(file, { overrides: { header: 'no' } })
    expect(result.rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ])
    const changed = {
      ...result.plan,
      headerLines: 1,
      columns: result.plan.columns.map((column) => ({ ...column, type: 'BIGINT' })),
    }
    const again = await preview(file, { plan: changed })
    expect(again.plan).toEqual(changed)
    expect(again.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('reports differences from a saved plan', async () => {
    const { plan } = await preview(createMemoryFile('a.csv', 'a,b\n1,2\n'))
    const result = await preview(createMemoryFile('b.csv', 'a,c\n1,2\n'), { saved: { dataset: 'f'.repeat(64), plan } })
    expect(result.drift).toMatchObject({ missing: ['b'], added: ['c'] })
    expect(result.warnings.map(({ code }) => code)).toEqual(['load.drift-missing', 'load.drift-added'])
  })
})

describe('a large file', () => {
  it('is previewed by its first complete records', async () => {
    const result = await preview(createMemoryFile('large.csv', `id,name,value\n${rows(60_000)}`))
    expect(result).toMatchObject({ whole: false, rejects: [] })
    expect(result.rows).toHaveLength(100)
    expect(result.rows[99]).toEqual(['99', 'text 99', '24.75'])
    expect(result.columns.every(({ badCells }) => badCells === 0)).toBe(true)
    expect(result.lines).toHaveLength(300)
  })

  it('may be cut inside a quoted cell of several lines', async () => {
    const cell = `"${'many words, and more\n'.repeat(200)}"`
    const body = Array.from({ length: 60 }, (_, at) => `${at},${cell},end\n`).join('')
    const result = await preview(createMemoryFile('large.csv', `id,words,last\n${body}`))
    expect(result).toMatchObject({ whole: false, rejects: [] })
    expect(result.rows.every(([, , last]) => last === 'end')).toBe(true)
  })

  it('may be JSON, JSON Lines or compressed', async () => {
    const records = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `n${id}`, big: 123456789 }))
    const json = await preview(createMemoryFile('a.json', JSON.stringify({ data: { items: records } })))
    expect(json).toMatchObject({ whole: false, plan: { recordsPath: ['data', 'items'] } })
    expect(json.rows[0]).toEqual(['0', 'n0', '123456789'])
    const lines = await preview(createMemoryFile('a.jsonl', records.map((record) => JSON.stringify(record)).join('\n')))
    expect(lines).toMatchObject({ whole: false, rejects: [] })
    expect(lines.rows[1]).toEqual(['1', 'n1', '123456789'])
    const packed = await preview(createMemoryFile('a.csv.gz', gzipSync(`id,name,value\n${rows(60_000)}`)))
    expect(packed).toMatchObject({ whole: false, plan: { unpack: [{ kind: 'gzip' }] } })
    expect(packed.lines[0]?.text).toBe('id,name,value')
    expect(packed.rows[2]).toEqual(['2', 'text 2', '0.5'])
  })
})

describe('an unreadable file', () => {
  it('is rejected', async () => {
    const noise = Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256)
    await expect(preview(createMemoryFile('noise.bin', noise))).rejects.toThrow('noise.bin')
  })
})
