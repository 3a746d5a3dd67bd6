import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createParquetFile } from '../../../packages/data/formats/parquet/parquet-groups.ts'
import { parseThrift, type ThriftStruct, type ThriftValue } from '../../../packages/data/formats/parquet/thrift.ts'
import { decodeTypedFile } from '../../../packages/data/formats/test-typed-files.ts'
import type { FuzzTarget } from '../fuzz-target.ts'
import { boundaryNumbers, damaged, damagedWithin } from './damage-bytes.ts'

const fixture = Uint8Array.from(readFileSync(join(import.meta.dirname, '../../fixtures/formats/types.parquet')))
const files: readonly Uint8Array[] = [
  fixture,
  ...([
    'types.parquet', 'uncompressed.parquet', 'snappy.parquet', 'gzip.parquet', 'zstd.parquet', 'brotli.parquet', 'empty.parquet',
    'ns.parquet',
  ] as const).map(decodeTypedFile),
] // oxfmt-ignore

interface FooterChange {
  /** Which value of the footer changes, counted modulo their number. */
  index: number
  number: bigint
  bytes: Uint8Array
  action: 'change' | 'remove' | 'repeat'
}

const numbers = fc.oneof(
  boundaryNumbers.map(BigInt),
  fc.constantFrom(-1n, -(2n ** 31n), 2n ** 53n, 2n ** 62n, -(2n ** 63n)),
  fc.bigInt({ min: -50n, max: 50n }),
)
const footerChange: fc.Arbitrary<FooterChange> = fc.record({
  index: fc.nat(5_000),
  number: numbers,
  bytes: fc.uint8Array({ maxLength: 12 }),
  action: fc.constantFrom('change', 'change', 'change', 'change', 'remove', 'repeat'),
})

/** Changes one value of a footer, at any depth. */
function changeFooter(footer: ThriftStruct, { index, number, bytes, action }: FooterChange): void {
  const targets: (() => void)[] = []
  const changed = (value: ThriftValue): ThriftValue => {
    if (typeof value === 'boolean') return !value
    if (typeof value === 'bigint') return number
    return value instanceof Uint8Array ? bytes : value
  }
  const visit = (value: ThriftValue): void => {
    if (value instanceof Map) {
      for (const [id, field] of value) {
        targets.push(() => {
          if (action === 'change') value.set(id, { ...field, value: changed(field.value) })
          else value.delete(id)
        })
        visit(field.value)
      }
    } else if (typeof value === 'object' && 'values' in value && Array.isArray(value.values)) {
      const list = value.values as ThriftValue[]
      targets.push(() => {
        if (action === 'repeat') list.push(...list.slice(0, 1_000), ...list.slice(0, 1_000))
        else list.splice(Number(number & 7n), action === 'remove' ? 1 : 0)
      })
      for (const item of list) visit(item)
    }
  }
  visit(footer)
  targets[index % targets.length]?.()
}

function withChangedFooter(file: Uint8Array, changes: readonly FooterChange[]): Uint8Array {
  const { start, end } = findFooter(file)
  const footer = parseThrift(file.subarray(start, end))
  for (const item of changes) changeFooter(footer, item)
  return createParquetFile(file.subarray(4, start), footer)
}

function findFooter(file: Uint8Array): { start: number; end: number } {
  const end = file.length - 8
  return { start: end - new DataView(file.buffer, file.byteOffset).getUint32(end, true), end }
}

const base = fc.constantFrom(...files)

/** Parquet files whose footers or pages state something else. */
export const parquetTarget: FuzzTarget = {
  name: 'parquet',
  extension: 'parquet',
  check: 'file',
  inputs: fc.oneof(
    fc
      .tuple(base, fc.array(footerChange, { minLength: 1, maxLength: 4 }))
      .map(([file, changes]) => withChangedFooter(file, changes)),
    damagedWithin(base.map((bytes) => ({ bytes, start: 4, end: findFooter(bytes).start }))),
    damagedWithin(base.map((bytes) => ({ bytes, ...findFooter(bytes) }))),
    damaged(base),
  ),
}
