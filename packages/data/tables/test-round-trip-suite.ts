import { name, sql, tableName, unsafeSql, type Sql } from '@aw-flow/engine'
import fc from 'fast-check'
import { seed, sizes } from '../../../test/sizes.ts'
import { column, csvPlan, equal, newId, type Place, type TestApi } from './test-case.ts'

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

/** Cells of columns that are mostly of a type. */
const typedCells: Record<string, fc.Arbitrary<string>> = {
  DOUBLE: fc.oneof(
    { weight: 30, arbitrary: fc.double({ noNaN: true }).map(String) },
    { weight: 10, arbitrary: fc.integer().map((whole) => (whole / 100).toFixed(2)) },
    fc.constantFrom(
      '',
      ' ',
      '""',
      '"1.5"',
      ' 1.5 ',
      '" 2"',
      '\u00a03',
      '1_000',
      '+-1',
      '1e400',
      'nan',
      'inf',
      '0x1F',
      '5.',
    ),
    fc.constantFrom('x', '1,5', '"1,5"', '-', '\v1', '1\t', '.'),
  ),
  BIGINT: fc.oneof(
    { weight: 40, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) },
    fc.constantFrom('', '1.5', '1.0', '1e3', ' 7 ', '007', '"8"', '1_000', 'x', '9223372036854775808'),
  ),
  BOOLEAN: fc.constantFrom('true', 'true', 'false', 'false', 'True', ' true', 'FALSE', '', 'x', '1'),
  DATE: fc.oneof(
    {
      weight: 20,
      arbitrary: fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 864e5).toISOString().slice(0, 10)),
    },
    fc.constantFrom(
      '',
      '2024-1-2',
      '2024-01-02 10:00:00',
      '2024-01-02x',
      'infinity',
      '2024-02-30',
      ' 2024-01-02',
      '2024/01/02',
    ),
  ),
  VARCHAR: fc.oneof(nasty, fc.constantFrom('a', 'b', 'longer than twelve bytes', '  "z"')).map(quoted),
}
/** A text that no cell has: with it, a column is never typed while it is read. */
const never = 'none of these cells'

const longest = 600_000

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

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

/** Whatever the cells are, a column that DuckDB's reader types and one that is typed from its texts are the same. */
export function describeTypedReading({ describe, it }: TestApi, place: Place): void {
  const tables = () => place.tables()
  const types = Object.keys(typedCells)
  const file = fc.array(fc.constantFrom(...types), { minLength: 2, maxLength: 4 }).chain((of) =>
    fc.record({
      of: fc.constant(of),
      rows: fc.array(fc.tuple(...of.map((type) => typedCells[type] as fc.Arbitrary<string>)), {
        minLength: 1,
        maxLength: 12,
      }),
      times: fc.constantFrom(1, 1, 1, 400),
    }),
  )

  describe('columns that are typed while they are read', () => {
    it(
      'are what they are when their texts are typed, with the same counts',
      async () => {
        await fc.assert(
          fc.asyncProperty(file, async ({ of, rows, times }) => {
            const text = `${rows.map((cells) => cells.join(',')).join('\n')}\n`.repeat(times)
            const source = await place.file(text)
            const plan = (nulls: string[]) =>
              csvPlan(
                of.map((type, index) =>
                  column(`c${index} ${type}`, {
                    nulls,
                    ...(type === 'BOOLEAN' ? { trueValues: ['true'], falseValues: ['false'] } : {}),
                  }),
                ),
              )
            const loaded = await tables().load(source, plan([]), { id: newId() })
            const fromTexts = await tables().load(source, plan([never]), { id: newId() })
            equal(loaded.columns, fromTexts.columns, JSON.stringify(text))
            equal([loaded.rejects, loaded.padded], [fromTexts.rejects, fromTexts.padded])
            equal(await tables().contentHash(loaded.table), await tables().contentHash(fromTexts.table))
            const nulls = of.map((_, index) => sql`count(*) - count(${name(`c${index}`)}) AS ${name(`c${index}`)}`)
            const [counted = {}] = await tables().rows(sql`SELECT ${nulls} FROM ${name(tableName(loaded.table.id))}`)
            equal(
              loaded.columns.map((one) => one.nulls),
              of.map((_, index) => counted[`c${index}`]),
            )
            await tables().drop(loaded.table.id)
            await tables().drop(fromTexts.table.id)
          }),
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
