import { info, type Column, type Problem } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'

/** Returns warnings about columns whose values the format cannot represent. @internal */
export function findWriteWarnings(columns: readonly Column[], format: TableFormat): Problem[] {
  const binaryColumns = columns.filter(({ type }) => /^BLOB\b/.test(type)).map(({ name }) => name)
  return binaryColumns.length === 0
    ? []
    : [info('out.bytes-as-text', { count: binaryColumns.length, columns: binaryColumns.slice(0, 6), format })]
}
