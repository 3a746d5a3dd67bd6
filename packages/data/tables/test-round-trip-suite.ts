import { name, sql, tableName, unsafeSql, type Sql } from '@aw-flow/engine'
import fc from 'fast-check'
import { seed, sizes } from '../../../test/sizes.ts'
import { csvPlan, equal, newId, type Place, type TestApi } from './test-case.ts'

const nasty = fc.oneof(
  fc.constantFrom('', '"', '""', ',', '\n', '\r', '\r\n', '\0', '007', ' ', ' x ', "'", '\\', '\\"', 'NULL', '#', '😀'),
  fc.constantFrom('\ufeff', '\u00a0', '"a"', '"a', 'a"', 'a,"b', '\n"', '",', 'é', '-0', '1e5', '\u2028', '\t"x"', '%'),
  fc
    .array(fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', '\0', 'é', ';', '\t', "'"), { maxLength: 12 })
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const cell = fc.option(nasty, { nil: null, freq: 4 })
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }))

const longest = 600_000

/** Any table of texts that is written as CSV and read again is the same table. */
export function describeRoundTrip({ describe, it }: TestApi, place: Place): void {
  const tables = () => place.tables()

  describe('a table of nasty texts', () => {
    it(
      'is the same when it is written as CSV and read again',
      async () => {
        await fc.assert(
          fc.asyncProperty(table, async (rows) => {
            const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
            const values = rows.map((row) => sql`(${row.map((one) => sql`CAST(${one} AS VARCHAR)`)})`)
            const list = unsafeSql(columns.join(', '))
            const made = await tables().create(sql`SELECT * FROM (VALUES ${values}) t(${list})`, { id: newId() })
            const pieces: Uint8Array[] = []
            for await (const piece of tables().csv(made)) pieces.push(piece)
            const file = await place.file(joined(pieces))
            const loaded = await tables().load(file, csvPlan(columns, { headerLines: 1 }), { id: newId() })
            equal([loaded.table.rows, loaded.rejects, loaded.padded], [rows.length, 0, 0])
            const read: Sql = sql`SELECT * FROM ${name(tableName(loaded.table.id))} ORDER BY rowid`
            equal(
              (await tables().rows(read)).map((row) => columns.map((one) => row[one])),
              rows,
            )
            equal(await tables().contentHash(loaded.table), await tables().contentHash(made))
            await tables().drop(made.id)
            await tables().drop(loaded.table.id)
          }),
          { numRuns: sizes.databaseRuns, seed },
        )
      },
      longest,
    )

    it(
      'is read alike by DuckDB and by our reader, whatever its text, its line ends and what stands above',
      async () => {
        const parts = fc.array(
          fc.constantFrom(
            '"',
            '""',
            ',',
            '\n',
            '\r\n',
            '\r',
            'a',
            'bc',
            ' ',
            '1',
            ';',
            '"a"',
            '\n"',
            '",',
            '"x\ny"',
            ',,',
            '  ',
            ' "y"',
            '\t',
          ),
          { maxLength: 30 },
        )
        const line = fc.array(fc.constantFrom('a', '1', '', '"b"', '"c,d"', '"e\nf"', '"g\r\nh"', '"i""j"', ' k'), {
          minLength: 1,
          maxLength: 3,
        })
        const regular = fc
          .tuple(
            fc.array(line, { maxLength: 12 }),
            fc.constantFrom('\n', '\r\n', '\r'),
            fc.constantFrom('', '\n', '\r\n'),
          )
          .map(([lines, end, last]) => lines.map((cells) => cells.join(',')).join(end) + last)
        const newline = fc.constantFrom('\n' as const, '\r\n' as const)
        await fc.assert(
          fc.asyncProperty(
            fc.oneof(
              parts.map((all) => all.join('')),
              regular,
            ),
            fc.integer({ min: 1, max: 3 }),
            fc.integer({ min: 0, max: 2 }),
            newline,
            async (content, width, headerLines, told) => {
              const columns = Array.from({ length: width }, (_, index) => `c${index}`)
              const plan = (newline: 'mixed' | typeof told) =>
                csvPlan(columns, { headerLines, dialect: { delimiter: ',', quote: '"', escape: '"', newline } })
              const file = await place.file(content)
              const loaded = await tables().load(file, plan(told), { id: newId() })
              // Mixed line ends are for our reader.
              const viaReader = await tables().load(file, plan('mixed'), { id: newId() })
              const hashes = [await tables().contentHash(loaded.table), await tables().contentHash(viaReader.table)]
              equal(hashes[0], hashes[1], JSON.stringify(content))
              equal(loaded.rejectSample, viaReader.rejectSample)
              await tables().drop(loaded.table.id)
              await tables().drop(viaReader.table.id)
            },
          ),
          { numRuns: 4 * sizes.databaseRuns, seed },
        )
      },
      longest,
    )
  })
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
