import { detectMarkupEncoding } from '../markup/detect-markup-encoding.ts'
import { findTextTables } from './find-tables.ts'

/** Returns whether the bytes contain a text table in which at least one row has as many cells as the header. */
export function isMarkdown(head: Uint8Array): boolean {
  if (!canContainTable(head)) return false
  const text = new TextDecoder(detectMarkupEncoding(head)).decode(head)
  return findTextTables(text).some(({ header, rows }) => rows.some((row) => row.length === header.length))
}

/** Returns whether the bytes could contain a text table: a pipe and dashes, or a box-drawing character. */
function canContainTable(head: Uint8Array): boolean {
  for (let index = head.indexOf(0x2d); index >= 0 && index < head.length; index = head.indexOf(0x2d, index + 1)) {
    const next = head[index + 1]
    if (next === 0x2d || next === 0x7c || next === 0x3a || next === 0) return head.includes(0x7c)
  }
  for (let index = head.indexOf(0xe2); index >= 0; index = head.indexOf(0xe2, index + 1))
    if (head[index + 1] === 0x94 || head[index + 1] === 0x95) return true
  return false
}
