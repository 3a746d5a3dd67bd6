const [tab, comma, semicolon, pipe] = [0x09, 0x2c, 0x3b, 0x7c]
/** Number of consecutive lines with the same delimiter counts that establish a table's width. */
const minLines = 3
const maxHeaderBytes = 4096

/** The start of a table below another one. */
export interface TableStart {
  /** Position of the table's first line in the text. */
  start: number
  /** Number of the table's lines that have been added so far. */
  lineCount: number
}

/** Number of occurrences of each delimiter in a line. */
interface DelimiterCounts {
  tab: number
  comma: number
  semicolon: number
  pipe: number
}

/** Consecutive lines with the same delimiter counts. */
interface LineRun {
  start: number
  lineCount: number
  packedCounts: number
  /** Bytes that contain the first line of the run, from `lineStart` to `lineEnd`. */
  bytes: Uint8Array
  lineStart: number
  lineEnd: number
}

/**
 * Weights for counting all delimiters at once, indexed by byte. If the weights of a line's bytes are added up, each
 * byte of the sum is the count of one delimiter, modulo 256.
 */
export const delimiterWeights = new Int32Array(256)
delimiterWeights[tab] = 1
delimiterWeights[comma] = 1 << 8
delimiterWeights[semicolon] = 1 << 16
delimiterWeights[pipe] = 1 << 24

/**
 * Finds tables that start directly below another table, based on the number of delimiters per line. A table starts with
 * a header followed by lines with a different number of cells, or with a repetition of the first line.
 */
export class TableStartFinder {
  private firstLine: Uint8Array | undefined
  private run: LineRun | undefined
  /** Delimiter counts of the current table's records, once established. */
  private tableCounts: DelimiterCounts | undefined
  /**
   * Whether further lines with the same delimiter counts are known to belong to the table, unless they repeat the
   * header.
   */
  private isSteady = false
  private steadyPackedCounts = 0
  private firstByte = -1
  private firstLineLength = -1

  /** Discards the current table. Called at a blank line. */
  reset(): void {
    this.run = undefined
    this.tableCounts = undefined
    this.isSteady = false
  }

  /**
   * Returns whether a line is known to continue the current table, so that `addLine` can be skipped. This is called for
   * every line of a large file, so it must be fast.
   */
  continuesTable(bytes: Uint8Array, lineStart: number, lineEnd: number, packedCounts: number): boolean {
    return (
      this.isSteady &&
      packedCounts === this.steadyPackedCounts &&
      (lineEnd - lineStart !== this.firstLineLength || bytes[lineStart] !== this.firstByte)
    )
  }

  /**
   * Adds the line from `lineStart` to `lineEnd`. Returns the table that starts with this line or a few lines above, if
   * any.
   *
   * @param position Position of the line in the text.
   * @param packedCounts Sum of the line's `delimiterWeights` as a 32-bit integer.
   */
  addLine(
    bytes: Uint8Array,
    lineStart: number,
    lineEnd: number,
    position: number,
    packedCounts: number,
  ): TableStart | undefined {
    const repeatsFirstLine =
      this.tableCounts !== undefined &&
      this.firstLine !== undefined &&
      equalsLine(bytes, lineStart, lineEnd, this.firstLine)
    if (!this.firstLine) {
      this.firstLine = bytes.slice(lineStart, Math.min(lineEnd, lineStart + maxHeaderBytes))
      this.firstByte = bytes[lineStart] as number
      this.firstLineLength = lineEnd - lineStart
    }
    if (repeatsFirstLine && isHeader(this.firstLine, countDelimiters(bytes, lineStart, lineEnd))) {
      this.run = { start: position, lineCount: 1, packedCounts, bytes, lineStart, lineEnd }
      this.isSteady = false
      return { start: position, lineCount: 1 }
    }
    if (this.run?.packedCounts === packedCounts) this.run.lineCount++
    else this.run = { start: position, lineCount: 1, packedCounts, bytes, lineStart, lineEnd }
    this.isSteady = this.run.lineCount >= minLines
    this.steadyPackedCounts = packedCounts
    return this.run.lineCount === minLines ? this.startTable(this.run) : undefined
  }

  private startTable({ start, lineCount, bytes, lineStart, lineEnd }: LineRun): TableStart | undefined {
    const counts = countDelimiters(bytes, lineStart, lineEnd)
    if (getMaxCount(counts) === 0) return undefined
    if (this.tableCounts === undefined) {
      this.tableCounts = counts
      return undefined
    }
    const line = bytes.subarray(lineStart, Math.min(lineEnd, lineStart + maxHeaderBytes))
    if (!hasDifferentWidth(this.tableCounts, counts) || !isHeader(line, counts)) return undefined
    this.tableCounts = counts
    return { start, lineCount }
  }
}

function countDelimiters(bytes: Uint8Array, lineStart: number, lineEnd: number): DelimiterCounts {
  const counts = { tab: 0, comma: 0, semicolon: 0, pipe: 0 }
  for (let offset = lineStart; offset < lineEnd; offset++) {
    const byte = bytes[offset]
    if (byte === comma) counts.comma++
    else if (byte === tab) counts.tab++
    else if (byte === semicolon) counts.semicolon++
    else if (byte === pipe) counts.pipe++
  }
  return counts
}

const getMaxCount = ({ tab, comma, semicolon, pipe }: DelimiterCounts): number => Math.max(tab, comma, semicolon, pipe)

/** Returns the most frequent delimiter. If counts are equal, tabs, semicolons and pipes take precedence over commas. */
function getDelimiter(counts: DelimiterCounts): keyof DelimiterCounts {
  const names: (keyof DelimiterCounts)[] = ['tab', 'semicolon', 'pipe', 'comma']
  return names.find((name) => counts[name] === getMaxCount(counts)) as keyof DelimiterCounts
}

/** Returns whether the table's delimiter also splits lines with these counts, but into a different number of cells. */
function hasDifferentWidth(tableCounts: DelimiterCounts, counts: DelimiterCounts): boolean {
  const delimiter = getDelimiter(tableCounts)
  return counts[delimiter] > 0 && counts[delimiter] !== tableCounts[delimiter]
}

function equalsLine(bytes: Uint8Array, lineStart: number, lineEnd: number, line: Uint8Array): boolean {
  if (Math.min(lineEnd - lineStart, maxHeaderBytes) !== line.length) return false
  for (let index = 0; index < line.length; index++) if (bytes[lineStart + index] !== line[index]) return false
  return true
}

const delimiterBytes: Record<keyof DelimiterCounts, number> = { tab, comma, semicolon, pipe }

/** Returns whether every cell in a line contains a letter, as column names do. */
function isHeader(line: Uint8Array, counts: DelimiterCounts): boolean {
  const delimiter = delimiterBytes[getDelimiter(counts)]
  let hasLetter = false
  for (const byte of line) {
    if (byte === delimiter) {
      if (!hasLetter) return false
      hasLetter = false
    } else if (byte > 0x7f || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) hasLetter = true
  }
  return hasLetter
}
