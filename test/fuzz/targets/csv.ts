import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, encodeText, joinBytes } from './damage-bytes.ts'
import { values } from './texts.ts'

type Encoding = 'utf8' | 'utf8-mark' | 'latin1' | 'utf16le' | 'utf16be'

const table = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', ':', ' ', '^', '~', '\u0001', ',,', '; '),
  quote: fc.constantFrom('"', "'", '', '`'),
  escape: fc.constantFrom('double', 'backslash', 'none'),
  quoting: fc.constantFrom('needed', 'all', 'never'),
  newline: fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n\r'),
  preamble: fc.array(values, { maxLength: 3 }),
  header: fc.option(fc.array(values, { minLength: 1, maxLength: 6 })),
  rows: fc.array(fc.array(values, { minLength: 0, maxLength: 6 }), { maxLength: 12 }),
  /** Times that the rows are repeated. */
  repeats: fc.constantFrom(1, 1, 1, 5, 200),
  footer: fc.array(values, { maxLength: 2 }),
  encoding: fc.constantFrom<Encoding>('utf8', 'utf8', 'utf8', 'utf8-mark', 'latin1', 'utf16le', 'utf16be'),
})
type Table = typeof table extends fc.Arbitrary<infer Value> ? Value : never

function writeTable({ rows, repeats, header, preamble, footer, newline, encoding, ...dialect }: Table): Uint8Array {
  const lines = [
    ...preamble,
    ...(header ? [writeRow(header, dialect)] : []),
    ...Array.from({ length: repeats }, () => rows.map((row) => writeRow(row, dialect))).flat(),
    ...footer,
  ]
  return encode(lines.join(newline), encoding)
}

type Dialect = Pick<Table, 'delimiter' | 'quote' | 'escape' | 'quoting'>

function writeRow(row: readonly string[], { delimiter, quote, escape, quoting }: Dialect): string {
  const cells = row.map((cell) => {
    const needsQuotes = quoting === 'all' || (quoting === 'needed' && /[\r\n]|^\s|\s$/.test(cell))
    const contains = quoting === 'needed' && (cell.includes(delimiter) || (quote !== '' && cell.includes(quote)))
    if (quote === '' || !(needsQuotes || contains)) return cell
    const replacement = escape === 'double' ? quote + quote : escape === 'backslash' ? `\\${quote}` : quote
    return quote + cell.replaceAll(quote, () => replacement) + quote
  })
  return cells.join(delimiter)
}

function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf8') return encodeText(text)
  if (encoding === 'utf8-mark') return joinBytes([Uint8Array.of(0xef, 0xbb, 0xbf), encodeText(text)])
  if (encoding === 'latin1') return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)
  const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le')
  return Uint8Array.from(encoding === 'utf16le' ? littleEndian : littleEndian.swap16())
}

/** Delimited text with any dialect, preamble, header and encoding. */
export const csvTarget: FuzzTarget = {
  name: 'csv',
  extension: 'csv',
  check: 'file',
  inputs: damaged(table.map(writeTable)),
}
