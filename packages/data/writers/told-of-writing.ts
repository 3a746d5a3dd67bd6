import { info, type Column, type Problem, type TableFormat } from '@aw-flow/schema'

/** Warnings about a table that is written in a format that has no form for some of its values. */
export function toldOfWriting(columns: readonly Column[], format: TableFormat): Problem[] {
  const bytes = columns.filter(({ type }) => /^BLOB\b/.test(type)).map(({ name }) => name)
  return bytes.length === 0
    ? []
    : [info('out.bytes-as-text', { count: bytes.length, columns: bytes.slice(0, 6), format })]
}
