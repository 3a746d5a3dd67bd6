import {
  columnFromArray,
  dictionary,
  int8,
  list,
  struct,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
  decimal,
  bool,
  float64,
  type DataType,
} from '@uwdata/flechette'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeTypedFile } from '../../../packages/data/formats/test-typed-files.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, damagedWithin } from './damage-bytes.ts'
import { hostileNames } from './texts.ts'

const written: fc.Arbitrary<Uint8Array> = fc
  .record({
    columns: fc.array(fc.tuple(hostileNames, fc.nat(7), fc.nat(5)), { minLength: 1, maxLength: 5 }),
    format: fc.constantFrom<'file' | 'stream'>('file', 'stream'),
  })
  .map(({ columns, format }) => {
    const rowCount = columns[0]?.[2] ?? 0
    const makers: [() => DataType, (row: number) => unknown][] = [
      [int8, (row) => row],
      [utf8, (row) => 'x'.repeat(row)],
      [() => dictionary(utf8()), (row) => ['a', 'b'][row % 2]],
      [() => list(int8()), (row) => [row, null]],
      [() => struct({ a: utf8(), b: float64() }), (row) => ({ a: 'x', b: row / 3 })],
      [() => timestamp(), (row) => row * 1e12],
      [() => decimal(38, 4), (row) => row / 4],
      [bool, (row) => row % 2 === 0],
    ]
    const table = tableFromColumns(
      columns.map(([name, kind], index) => {
        const [type, value] = makers[kind] ?? makers[0]!
        const values = Array.from({ length: rowCount }, (_, row) => (row % 4 === 3 ? null : value(row)))
        return [`${name}${index}`, columnFromArray(values, type())]
      }),
    )
    return Uint8Array.from(tableToIPC(table, { format }) as Uint8Array)
  })

const fixture = Uint8Array.from(readFileSync(join(import.meta.dirname, '../../fixtures/formats/types.feather')))
const base = fc.oneof(
  written,
  fc.constantFrom(fixture, decodeTypedFile('types.arrow'), decodeTypedFile('types.arrows')),
)

/** Arrow files and streams with wrong offsets, lengths and types. */
export const arrowTarget: FuzzTarget = {
  name: 'arrow',
  extension: 'arrow',
  check: 'file',
  inputs: fc.oneof(
    // The metadata of the schema, and that of the footer.
    damagedWithin(base.map((bytes) => ({ bytes, start: 8, end: Math.min(bytes.length, 800) }))),
    damagedWithin(
      base.map((bytes) => ({ bytes, start: Math.max(8, bytes.length - 800), end: Math.max(8, bytes.length - 10) })),
    ),
    damaged(base),
  ),
}
