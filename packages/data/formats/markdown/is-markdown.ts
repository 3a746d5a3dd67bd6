import { markupEncoding } from '../markup/markup-encoding.ts'
import { findDrawnTables } from './find-tables.ts'

/** True for a text with a drawn table that has at least one row with the width of its header. */
export function isMarkdown(head: Uint8Array): boolean {
  if (!mayBeDrawn(head)) return false
  const text = new TextDecoder(markupEncoding(head)).decode(head)
  return findDrawnTables(text).some(({ header, rows }) => rows.some((row) => row.length === header.length))
}

/** True for bytes with two adjacent dashes or with a box-drawing character. */
function mayBeDrawn(head: Uint8Array): boolean {
  for (let at = head.indexOf(0x2d); at >= 0 && at < head.length; at = head.indexOf(0x2d, at + 1)) {
    const next = head[at + 1]
    if (next === 0x2d || next === 0x7c || next === 0x3a || next === 0) return head.includes(0x7c)
  }
  for (let at = head.indexOf(0xe2); at >= 0; at = head.indexOf(0xe2, at + 1))
    if (head[at + 1] === 0x94 || head[at + 1] === 0x95) return true
  return false
}
