import { englishFormatter } from '@aw-flow/messages/catalogs'
import { gzipSync } from 'node:zlib'
import { NodeError, TablesError, type SourceFile } from '@aw-flow/engine'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { decodeTypedFile } from '../../../data/formats/test-typed-files.ts'
import { seed, sizes } from '../../../../test/sizes.ts'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const text = new TextEncoder().encode(`a,b\n${'1,2\n3,4\n'.repeat(50)}`)
const intactFiles: Record<string, Uint8Array> = {
  'types.parquet': decodeTypedFile('types.parquet'),
  'zstd.parquet': decodeTypedFile('zstd.parquet'),
  'types.arrow': decodeTypedFile('types.arrow'),
  'types.arrows': decodeTypedFile('types.arrows'),
  'shop.sqlite': decodeTypedFile('shop.sqlite'),
  'two.zip': zipSync({ 'a.csv': text, 'b.csv': text.subarray(0, 40) }),
  'a.csv.gz': gzipSync(text),
}

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.integer({ min: 0, max: 255 }),
  run: fc.nat(12),
})

const damage = (
  bytes: Uint8Array,
  changes: readonly { at: number; to: number; run: number }[],
  end: number,
): Uint8Array => {
  const damaged = Uint8Array.from(bytes)
  for (const { at, to, run } of changes) {
    const from = Math.floor(at * (bytes.length - 1))
    damaged.fill(to, from, from + 1 + (run > 9 ? run : 0))
  }
  return damaged.subarray(0, Math.ceil(end * bytes.length))
}

describe('a damaged file', () => {
  it('is loaded or rejected with a problem, and never fails otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(intactFiles)),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.oneof(
          { weight: 9, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
        ),
        async (name, changes, end) => {
          const bytes = damage(intactFiles[name] as Uint8Array, changes, end)
          const file: SourceFile = {
            dataset: 'damaged',
            name,
            size: bytes.length,
            read: async (start, stop) => bytes.slice(start, stop),
          }
          try {
            const found = await tables.formats.inspect(file)
            const isKnown = found.format !== undefined && found.format !== 'text'
            const opened = isKnown ? await tables.formats.open(file, found) : undefined
            // In Node, DuckDB may read the file itself; the browser reads these batches.
            if (opened?.kind === 'table')
              for await (const stream of opened.batches()) expect(stream.length).toBeGreaterThan(0)
            await loadFile(file, { tables, id: 'damaged', maxRetries: 1 })
          } catch (cause) {
            if (!(cause instanceof TablesError || cause instanceof NodeError)) throw cause
            expect(cause.problem.code).not.toBe('tables.failed')
            expect(englishFormatter.renderProblem(cause.problem).hint).toBeTruthy()
          }
        },
      ),
      { seed, numRuns: 5 * sizes.databaseRuns },
    )
  })

  it('does not affect later loads', async () => {
    for (const [name, rows] of Object.entries({
      'types.parquet': 2,
      'types.arrow': 3,
      'shop.sqlite': 3,
      'a.csv.gz': 100,
    })) {
      const bytes = intactFiles[name] as Uint8Array
      const read = async (start: number, end: number): Promise<Uint8Array> => bytes.slice(start, end)
      const { table } = await loadFile(
        { dataset: 'good', name, size: bytes.length, read },
        { tables, id: 'good', maxRetries: 1 },
      )
      expect(table.rows).toBe(rows)
    }
  })
})
