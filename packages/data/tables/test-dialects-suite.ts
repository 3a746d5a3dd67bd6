import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { anyCharacter } from '../../../test/any-character.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import { createCsvPlan, assertEqual, createTableId, type TestPlatform, type TestApi } from './test-case.ts'

const timeoutMs = 600_000

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    '007',
    ' x ',
    '"',
    "'",
    '""',
    '\\',
    '\\"',
    '^',
    '~',
    '|',
    '||',
    '#',
    ',',
    ', ',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '😀',
    'é',
    'NULL',
  ),
  fc
    .array(fc.constantFrom('"', "'", '\\', '^', '~', '|', ',', ';', ' ', '\t', '\n', '\r', 'a', 'é', ':', '/'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: anyCharacter, maxLength: 6 }),
)
// Tables are so small that no cell looks like a cell with stray quotes (rule 4 of `cleanDelimited`).
const table = fc
  .integer({ min: 1, max: 3 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
const newline = fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const)
const quotedDialect = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', '^', '#', ':', '\u0001', '§', '||', ', ', '~|~', '::', '¦¦'),
    quote: fc.constantFrom('"', "'", '~', '`', '*'),
    escape: fc.constantFrom('quote', 'quote', '\\', '^', '!'),
    newline,
  })
  .filter(({ delimiter, quote, escape }) => !delimiter.includes(quote) && !delimiter.includes(escape))
  .map(({ escape, ...dialect }): Dialect => ({ ...dialect, escape: escape === 'quote' ? dialect.quote : escape }))

/** Checks that any table written in any dialect is the same when it is read with that dialect. */
export function describeDialects({ describe, it }: TestApi, platform: TestPlatform): void {
  const expectSameRows = async (text: string, dialect: Dialect, rows: readonly (readonly (string | null)[])[]) => {
    const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
    const id = createTableId()
    const loaded = await platform.tables().load(await platform.file(text), createCsvPlan(columns, { dialect }), { id })
    const read = await platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)
    await platform.tables().drop(id)
    const details = JSON.stringify([text, dialect])
    assertEqual([loaded.rejects, loaded.padded], [0, 0], details)
    assertEqual(
      read.map((row) => columns.map((column) => row[column])),
      rows,
      details,
    )
  }

  describe('a table in any dialect', () => {
    it(
      'is the same after writing with quotes and reading',
      async () => {
        await fc.assert(
          fc.asyncProperty(table, quotedDialect, fc.boolean(), async (rows, dialect, quotesAll) => {
            await expectSameRows(writeQuoted(rows, dialect, quotesAll), dialect, rows)
          }),
          { numRuns: 4 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )

    it(
      'is the same without quotes if no cell contains a delimiter or a line break',
      async () => {
        const delimiters = fc.constantFrom(',', ';', '\t', '|', '^', '\u0001', '||', '~|~')
        await fc.assert(
          fc.asyncProperty(table, delimiters, newline, async (rows, delimiter, newline) => {
            const plainRows = rows.map((row) => row.map((text) => removeCharacters(text, `${delimiter}\r\n`) || 'x'))
            const text = plainRows.map((row) => row.join(delimiter) + newline).join('')
            await expectSameRows(text, { delimiter, quote: '', escape: '', newline }, plainRows)
          }),
          { numRuns: 2 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )

    it(
      'is the same with fixed-width columns and with runs of spaces',
      async () => {
        await fc.assert(
          fc.asyncProperty(table, newline, async (rows, newline) => {
            const plainRows = rows.map((row) =>
              row.map((text, index) => removeCharacters(text, '\r\n').trim() || (index === 0 ? 'x' : '')),
            )
            const widths = (plainRows[0] ?? []).map(
              (_, index) => Math.max(...plainRows.map((row) => [...(row[index] as string)].length)) + 1,
            )
            const starts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0))
            const formatLine = (row: readonly string[]): string =>
              row.map((text, index) => text + ' '.repeat((widths[index] as number) - [...text].length)).join('')
            const baseDialect = { delimiter: ' ', quote: '', escape: '', newline } as const
            await expectSameRows(
              plainRows.map((row) => formatLine(row) + newline).join(''),
              { ...baseDialect, columnStarts: starts },
              plainRows.map((row) => row.map((text) => text || null)),
            )
            const values = plainRows.map((row) => row.map((text) => removeCharacters(text, ' ') || 'x'))
            await expectSameRows(
              values.map((row) => ` ${row.join('   ')} ${newline}`).join(''),
              { ...baseDialect, repeated: true },
              values,
            )
          }),
          { numRuns: 2 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )
  })
}

const removeCharacters = (text: string, characters: string): string =>
  [...text].filter((character) => !characters.includes(character)).join('')

function writeQuoted(rows: readonly (readonly string[])[], dialect: Dialect, shouldQuoteAll: boolean): string {
  const { delimiter, quote, escape, newline } = dialect
  const specialCharacters = [...new Set([...delimiter, quote, escape, '\n', '\r'])]
  const writeCell = (text: string): string => {
    if (!shouldQuoteAll && text !== '' && !specialCharacters.some((character) => text.includes(character))) return text
    const escaped = [...text]
      .map((character) => (character === quote || character === escape ? escape + character : character))
      .join('')
    return quote + escaped + quote
  }
  return rows.map((row) => row.map(writeCell).join(delimiter) + newline).join('')
}
