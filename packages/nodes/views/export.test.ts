import { sql, type SourceFile } from '@aw-flow/engine'
import { tableFormats } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { describeNode, runNode } from '../test-node.ts'
import { exportNode } from './export.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

it('saves the table as a file of each format, and passes it through', async () => {
  const table = await tables.create(sql`SELECT i AS num1, 'é' AS txt1 FROM range(3) t(i)`, { id: 'in' })
  for (const [format, { extension }] of Object.entries(tableFormats)) {
    const stored: { name: string; bytes: number }[] = []
    const files = {
      open: () => Promise.resolve(undefined),
      async add(name: string, pieces: AsyncIterable<Uint8Array>): Promise<SourceFile> {
        let bytes = 0
        for await (const piece of pieces) bytes += piece.length
        stored.push({ name, bytes })
        return { dataset: 'd', name, size: bytes, read: () => Promise.resolve(new Uint8Array()) }
      },
    }
    const inputs = { table: { kind: 'table' as const, table } }
    const { outputs, report } = await runNode(exportNode, { tables, settings: { format }, inputs, filesPort: files })
    expect(outputs).toEqual({
      table: { kind: 'table', table },
      file: { kind: 'file', dataset: 'd', name: `result${extension}` },
    })
    expect(stored[0]).toMatchObject({ name: `result${extension}` })
    expect(report).toMatchObject({ report: { rows: 3, bytes: stored[0]!.bytes } })
    expect(stored[0]!.bytes).toBeGreaterThan(10)
  }
})

it('reports that files cannot be stored', async () => {
  const table = await tables.create(sql`SELECT 1 AS num1`, { id: 'one' })
  const work = runNode(exportNode, { tables, inputs: { table: { kind: 'table', table } } })
  await expect(work).rejects.toMatchObject({ problem: { code: 'export.no-storage', where: { node: 'here' } } })
})

it('describes its file name', () => {
  expect(describeNode(exportNode, { settings: { name: 'a.xlsx', format: 'xlsx' } }).summary).toBe('a.xlsx')
  expect(describeNode(exportNode).summary).toBe('result.csv')
})
