import type { Dialect } from '@aw-flow/schema'

const [comma, quote, lineFeed, carriageReturn, bomStart] = [0x2c, 0x22, 0x0a, 0x0d, 0xef]
/** Classes of bytes outside quotes. */
const [plain, delimiting, ending, quoting, needsQuotes, other] = [0, 1, 2, 3, 4, 5]

/** Result of `CopyRecords`. Offsets are in the source and in `out`. */
export interface CopiedRecords {
  /** Start of the first record that was not copied. */
  next: number
  /** End of the last copied record in `out`. */
  written: number
  records: number
  /** Size of the longest copied record, in bytes. */
  maxRecordBytes: number
}

/**
 * Copies at most `maxRecords` records that start at `from` to `out`, starting at `at`. `end` is the end of the
 * available source bytes.
 */
export type CopyRecords = (
  source: Uint8Array,
  range: { from: number; end: number; out: Uint8Array; at: number; maxRecords: number },
) => CopiedRecords

/**
 * Creates a fast path for records to which none of the rules of the reader apply: one line each, exactly `width` cells,
 * each cell either without any quote or escape or between double quotes followed by a delimiter or a line end. The
 * copier writes these records as clean CSV many times faster than the reader and stops at the first other record.
 *
 * @returns `undefined` for dialects without such records.
 */
export function createRecordCopier(
  { delimiter, quote: dialectQuote, escape, padded }: Dialect,
  width: number,
): CopyRecords | undefined {
  if (padded === true || delimiter.length > 1 || width < 1) return undefined
  if ([delimiter, dialectQuote, escape].some((character) => character > '\u007f')) return undefined
  const classes = new Uint8Array(256)
  const inQuotes = new Uint8Array(256)
  for (const byte of [lineFeed, carriageReturn]) {
    classes[byte] = ending
    inQuotes[byte] = ending
  }
  classes[comma] = needsQuotes
  if (delimiter !== '') classes[delimiter.charCodeAt(0)] = delimiting
  classes[quote] = dialectQuote === '"' ? quoting : other
  inQuotes[quote] = quoting
  for (const character of [dialectQuote, escape]) {
    if (character === '' || character === '"') continue
    classes[character.charCodeAt(0)] = other
    inQuotes[character.charCodeAt(0)] = other
  }

  return (source, { from, end, out, at, maxRecords }) => {
    let next = from
    let written = at
    let records = 0
    let maxRecordBytes = 0
    // Each source byte produces at most two output bytes: for a quoted cell, a quote and a comma per delimiter.
    const maxSourceBytes = (out.length - at - 4) >> 1
    const limit = Math.min(end, from + maxSourceBytes)
    record: while (records < maxRecords) {
      if (written === 0 && source[next] === bomStart) break
      let position = next
      let to = written
      let cellStart = to
      let cells = 1
      let isQuoted = false
      for (;;) {
        if (position >= limit) break record
        const byte = source[position] as number
        const kind = classes[byte]
        if (kind === plain) {
          out[to++] = byte
          position++
        } else if (kind === delimiting) {
          if (isQuoted) out[to++] = quote
          isQuoted = false
          if (++cells > width) break record
          out[to++] = comma
          cellStart = to
          position++
        } else if (kind === ending) {
          if (cells !== width) break record
          if (isQuoted) out[to++] = quote
          position++
          if (byte === carriageReturn) {
            if (position >= end) break record
            if (source[position] === lineFeed) position++
          }
          break
        } else if (kind === needsQuotes) {
          if (!isQuoted) {
            out.copyWithin(cellStart + 1, cellStart, to)
            out[cellStart] = quote
            to++
            isQuoted = true
          }
          out[to++] = byte
          position++
        } else if (kind === quoting && to === cellStart) {
          out[to++] = quote
          position++
          for (;;) {
            if (position + 1 >= limit) break record
            const inner = source[position] as number
            const innerKind = inQuotes[inner]
            if (innerKind === plain) {
              out[to++] = inner
              position++
            } else if (innerKind === quoting) {
              out[to++] = quote
              position++
              if (source[position] !== quote) break
              out[to++] = quote
              position++
            } else break record
          }
          const nextKind = classes[source[position] as number]
          if (nextKind !== delimiting && nextKind !== ending) break record
        } else break record
      }
      out[to++] = lineFeed
      maxRecordBytes = Math.max(maxRecordBytes, to - written)
      next = position
      written = to
      records++
    }
    return { next, written, records, maxRecordBytes }
  }
}
