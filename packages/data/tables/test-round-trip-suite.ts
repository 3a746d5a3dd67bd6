import { quoteIdentifier, sql, tableName, unsafeSql, type Sql } from '@aw-flow/engine'
import fc from 'fast-check'
import { anyCharacter } from '../../../test/any-character.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import {
  createColumn,
  createCsvPlan,
  assertEqual,
  createTableId,
  type TestPlatform,
  type TestApi,
} from './test-case.ts'

const unusualText = fc.oneof(
  fc.constantFrom('', '"', '""', ',', '\n', '\r', '\r\n', '\0', '007', ' ', ' x ', "'", '\\', '\\"', 'NULL', '#', '😀'),
  fc.constantFrom('\ufeff', '\u00a0', '"a"', '"a', 'a"', 'a,"b', '\n"', '",', 'é', '-0', '1e5', '\u2028', '\t"x"', '%'),
  fc
    .array(fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', '\0', 'é', ';', '\t', "'"), { maxLength: 12 })
    .map((words) => words.join('')),
  fc.string({ unit: anyCharacter, maxLength: 8 }),
)
const cell = fc.option(unusualText, { nil: null, freq: 4 })
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }))

/** Generators of cells by column type. Most cells are valid for the type. */
const typedCells: Record<string, fc.Arbitrary<string>> = {
  DOUBLE: fc.oneof(
    { weight: 30, arbitrary: fc.double({ noNaN: true }).map(String) },
    { weight: 10, arbitrary: fc.integer().map((cents) => (cents / 100).toFixed(2)) },
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
  VARCHAR: fc.oneof(unusualText, fc.constantFrom('a', 'b', 'longer than twelve bytes', '  "z"')).map(quote),
}
/** A null value that no cell has. It prevents the DuckDB reader from typing the column. */
const unmatchedNull = 'none of these cells'

const timeoutMs = 600_000

function quote(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Checks that any table of strings is the same after it is written as CSV and read back. */
export function describeRoundTrip({ describe, it }: TestApi, platform: TestPlatform): void {
  const getTables = () => platform.tables()

  describe('a table of unusual strings', () => {
    it(
      'is the same after writing it as CSV and reading it back',
      async () => {
        await fc.assert(
          fc.asyncProperty(table, async (rows) => {
            const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
            const values = rows.map((row) => sql`(${row.map((item) => sql`CAST(${item} AS VARCHAR)`)})`)
            const list = unsafeSql(columns.join(', '))
            const createdTable = await getTables().create(sql`SELECT * FROM (VALUES ${values}) t(${list})`, {
              id: createTableId(),
            })
            const chunks: Uint8Array[] = []
            for await (const chunk of getTables().csv(createdTable)) chunks.push(chunk)
            const file = await platform.file(concat(chunks))
            const loaded = await getTables().load(file, createCsvPlan(columns, { headerLines: 1 }), {
              id: createTableId(),
            })
            assertEqual([loaded.table.rows, loaded.rejects, loaded.padded], [rows.length, 0, 0])
            const read: Sql = sql`SELECT * FROM ${quoteIdentifier(tableName(loaded.table.id))} ORDER BY rowid`
            assertEqual(
              (await getTables().rows(read)).map((row) => columns.map((item) => row[item])),
              rows,
            )
            assertEqual(await getTables().contentHash(loaded.table), await getTables().contentHash(createdTable))
            await getTables().drop(createdTable.id)
            await getTables().drop(loaded.table.id)
          }),
          { numRuns: sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )

    it(
      'is read identically by DuckDB and by our reader, for any text, line endings and lines above the table',
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
        const regularContent = fc
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
              parts.map((words) => words.join('')),
              regularContent,
            ),
            fc.integer({ min: 1, max: 3 }),
            fc.integer({ min: 0, max: 2 }),
            newline,
            async (content, width, headerLines, planNewline) => {
              const columns = Array.from({ length: width }, (_, index) => `c${index}`)
              const plan = (newline: 'mixed' | typeof planNewline) =>
                createCsvPlan(columns, { headerLines, dialect: { delimiter: ',', quote: '"', escape: '"', newline } })
              const file = await platform.file(content)
              const loaded = await getTables().load(file, plan(planNewline), { id: createTableId() })
              // Mixed line endings force the use of our reader.
              const readerResult = await getTables().load(file, plan('mixed'), { id: createTableId() })
              const hashes = [
                await getTables().contentHash(loaded.table),
                await getTables().contentHash(readerResult.table),
              ]
              assertEqual(hashes[0], hashes[1], JSON.stringify(content))
              assertEqual(loaded.rejectSample, readerResult.rejectSample)
              await getTables().drop(loaded.table.id)
              await getTables().drop(readerResult.table.id)
            },
          ),
          { numRuns: 4 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )
  })
}

/** Checks that columns typed by the DuckDB reader equal columns cast from text, for any cells. */
export function describeTypedReading({ describe, it }: TestApi, platform: TestPlatform): void {
  const getTables = () => platform.tables()
  const types = Object.keys(typedCells)
  const file = fc.array(fc.constantFrom(...types), { minLength: 2, maxLength: 4 }).chain((columnTypes) =>
    fc.record({
      columnTypes: fc.constant(columnTypes),
      rows: fc.array(fc.tuple(...columnTypes.map((type) => typedCells[type] as fc.Arbitrary<string>)), {
        minLength: 1,
        maxLength: 12,
      }),
      repeats: fc.constantFrom(1, 1, 1, 400),
    }),
  )

  describe('columns typed by the DuckDB reader', () => {
    it(
      'equal columns cast from text, with the same counts',
      async () => {
        await fc.assert(
          fc.asyncProperty(file, async ({ columnTypes, rows, repeats }) => {
            const text = `${rows.map((cells) => cells.join(',')).join('\n')}\n`.repeat(repeats)
            const source = await platform.file(text)
            const plan = (nulls: string[]) =>
              createCsvPlan(
                columnTypes.map((type, index) =>
                  createColumn(`c${index} ${type}`, {
                    nulls,
                    ...(type === 'BOOLEAN' ? { trueValues: ['true'], falseValues: ['false'] } : {}),
                  }),
                ),
              )
            const loaded = await getTables().load(source, plan([]), { id: createTableId() })
            const castResult = await getTables().load(source, plan([unmatchedNull]), { id: createTableId() })
            assertEqual(loaded.columns, castResult.columns, JSON.stringify(text))
            assertEqual([loaded.rejects, loaded.padded], [castResult.rejects, castResult.padded])
            assertEqual(await getTables().contentHash(loaded.table), await getTables().contentHash(castResult.table))
            const nulls = columnTypes.map(
              (_, index) => sql`count(*) - count(${quoteIdentifier(`c${index}`)}) AS ${quoteIdentifier(`c${index}`)}`,
            )
            const [nullCounts = {}] = await getTables().rows(
              sql`SELECT ${nulls} FROM ${quoteIdentifier(tableName(loaded.table.id))}`,
            )
            assertEqual(
              loaded.columns.map((item) => item.nulls),
              columnTypes.map((_, index) => nullCounts[`c${index}`]),
            )
            await getTables().drop(loaded.table.id)
            await getTables().drop(castResult.table.id)
          }),
          { numRuns: 4 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )
  })
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
