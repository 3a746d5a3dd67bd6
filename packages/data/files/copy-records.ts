import type { Dialect } from '@aw-flow/schema/internal'

const [comma, quote, lineFeed, carriageReturn, bomStart, space, tab] = [0x2c, 0x22, 0x0a, 0x0d, 0xef, 0x20, 0x09]
/** Byte classes. */
const [plainByte, delimiterByte, lineEndByte, quoteByte, needsQuotesByte, otherByte] = [0, 1, 2, 3, 4, 5]

/** Result of `CopyRecords`. */
export interface CopiedRecords {
  /** Offset in the source of the first record that was not copied. */
  nextOffset: number
  /** Offset in `out` after the last copied record. */
  outEnd: number
  recordCount: number
  /** Size of the longest copied record, in bytes. */
  maxRecordBytes: number
}

/**
 * Copies up to `maxRecords` records from the source, starting at `from`, to `out`, starting at `outOffset`. `end` is
 * the end of the available source bytes.
 */
export type CopyRecords = (
  source: Uint8Array,
  range: { from: number; end: number; out: Uint8Array; outOffset: number; maxRecords: number },
) => CopiedRecords

/**
 * Creates a fast path for simple records, which need none of the special rules of `cleanDelimitedText`: records on one
 * line with exactly `width` cells, where each cell either contains no quote or escape, or is enclosed in double quotes
 * followed by a delimiter or line ending. The copier writes such records as clean CSV many times faster than the
 * reader, and stops at the first record that does not qualify.
 *
 * @returns The copier, or `undefined` for dialects that have no such records.
 */
export function createRecordCopier(
  { delimiter, quote: dialectQuote, escape, padded, comment }: Dialect,
  width: number,
): CopyRecords | undefined {
  if (padded === true || delimiter.length > 1 || width < 1) return undefined
  if ([delimiter, dialectQuote, escape].some((character) => character > '\u007f')) return undefined
  const classes = new Uint8Array(256)
  const quotedClasses = new Uint8Array(256)
  for (const byte of [lineFeed, carriageReturn]) {
    classes[byte] = lineEndByte
    quotedClasses[byte] = lineEndByte
  }
  classes[comma] = needsQuotesByte
  if (delimiter !== '') classes[delimiter.charCodeAt(0)] = delimiterByte
  classes[quote] = dialectQuote === '"' ? quoteByte : otherByte
  quotedClasses[quote] = quoteByte
  for (const character of [dialectQuote, escape]) {
    if (character === '' || character === '"') continue
    classes[character.charCodeAt(0)] = otherByte
    quotedClasses[character.charCodeAt(0)] = otherByte
  }

  const commentStart = comment === undefined ? undefined : new TextEncoder().encode(comment)[0]
  const canBeComment = (byte: number | undefined): boolean =>
    commentStart !== undefined && (byte === commentStart || byte === space || byte === tab)

  return (source, { from, end, out, outOffset, maxRecords }) => {
    let nextOffset = from
    let outEnd = outOffset
    let recordCount = 0
    let maxRecordBytes = 0
    // The output is at most twice as long as the source, for example if each cell is one comma: `,;` becomes `",",`.
    const maxSourceBytes = (out.length - outOffset - 4) >> 1
    const limit = Math.min(end, from + maxSourceBytes)
    record: while (recordCount < maxRecords) {
      if ((outEnd === 0 && source[nextOffset] === bomStart) || canBeComment(source[nextOffset])) break
      let position = nextOffset
      let outPosition = outEnd
      let cellStart = outPosition
      let cellCount = 1
      let isQuoted = false
      for (;;) {
        if (position >= limit) break record
        const byte = source[position] as number
        const byteClass = classes[byte]
        if (byteClass === plainByte) {
          out[outPosition++] = byte
          position++
        } else if (byteClass === delimiterByte) {
          if (isQuoted) out[outPosition++] = quote
          isQuoted = false
          if (++cellCount > width) break record
          out[outPosition++] = comma
          cellStart = outPosition
          position++
        } else if (byteClass === lineEndByte) {
          if (cellCount !== width) break record
          if (isQuoted) out[outPosition++] = quote
          position++
          if (byte === carriageReturn) {
            if (position >= end) break record
            if (source[position] === lineFeed) position++
          }
          break
        } else if (byteClass === needsQuotesByte) {
          if (!isQuoted) {
            out.copyWithin(cellStart + 1, cellStart, outPosition)
            out[cellStart] = quote
            outPosition++
            isQuoted = true
          }
          out[outPosition++] = byte
          position++
        } else if (byteClass === quoteByte && outPosition === cellStart) {
          out[outPosition++] = quote
          position++
          for (;;) {
            if (position + 1 >= limit) break record
            const innerByte = source[position] as number
            const innerClass = quotedClasses[innerByte]
            if (innerClass === plainByte) {
              out[outPosition++] = innerByte
              position++
            } else if (innerClass === quoteByte) {
              out[outPosition++] = quote
              position++
              if (source[position] !== quote) break
              out[outPosition++] = quote
              position++
            } else break record
          }
          const nextClass = classes[source[position] as number]
          if (nextClass !== delimiterByte && nextClass !== lineEndByte) break record
        } else break record
      }
      out[outPosition++] = lineFeed
      maxRecordBytes = Math.max(maxRecordBytes, outPosition - outEnd)
      nextOffset = position
      outEnd = outPosition
      recordCount++
    }
    return { nextOffset, outEnd, recordCount, maxRecordBytes }
  }
}
