const [tab, comma, semicolon, pipe] = [0x09, 0x2c, 0x3b, 0x7c]
/** Minimum number of lines with the same number of cells, above and below the start of a table. */
const minLines = 3
const maxHeaderBytes = 4096

/** The start of a table. */
export interface TableStart {
  start: number
  /** Number of its lines that have been read. */
  lines: number
}

/** Number of delimiters in a line. */
interface Counts {
  tab: number
  comma: number
  semicolon: number
  pipe: number
}

/** Consecutive lines with the same number of delimiters. */
interface LineRun {
  start: number
  lines: number
  packedCounts: number
  /** The bytes that contain the first line, from `from` to `to`. */
  bytes: Uint8Array
  from: number
  to: number
}

/**
 * A weight for each byte. The sum of a line's weights contains the count of each delimiter, modulo 256, in one byte.
 */
export const delimiterWeights = new Int32Array(256)
delimiterWeights[tab] = 1
delimiterWeights[comma] = 1 << 8
delimiterWeights[semicolon] = 1 << 16
delimiterWeights[pipe] = 1 << 24

/**
 * Finds tables that start directly below another one, from the number of delimiters per line. A table starts with a
 * header followed by lines with a different number of cells, or with a repetition of the first line.
 */
export class TableStartFinder {
  private firstLine: Uint8Array | undefined
  private run: LineRun | undefined
  /** Number of delimiters in the records of the current table, once it is known. */
  private table: Counts | undefined
  /** Whether the run is too long for another line in it to start a table. */
  private isSteady = false
  private steadyCounts = 0
  private firstByte = -1
  private firstLength = -1

  /** Ends the current table at a blank line. */
  reset(): void {
    this.run = undefined
    this.table = undefined
    this.isSteady = false
  }

  /**
   * Returns whether a line certainly continues the current table, so that it need not be added. Runs for each line of a
   * large file.
   */
  continues(bytes: Uint8Array, from: number, to: number, packedCounts: number): boolean {
    return (
      this.isSteady &&
      packedCounts === this.steadyCounts &&
      (to - from !== this.firstLength || bytes[from] !== this.firstByte)
    )
  }

  /**
   * Adds the line from `from` to `to` and returns the table that starts with it or a few lines above.
   *
   * @param position Position of the line in the text.
   * @param packedCounts The sum of the line's `delimiterWeights`, as a 32-bit integer.
   */
  addLine(bytes: Uint8Array, from: number, to: number, position: number, packedCounts: number): TableStart | undefined {
    const isRepeated =
      this.table !== undefined && this.firstLine !== undefined && startsWith(bytes, from, to, this.firstLine)
    if (!this.firstLine) {
      this.firstLine = bytes.slice(from, Math.min(to, from + maxHeaderBytes))
      this.firstByte = bytes[from] as number
      this.firstLength = to - from
    }
    if (isRepeated && isHeader(this.firstLine, countDelimiters(bytes, from, to))) {
      this.run = { start: position, lines: 1, packedCounts, bytes, from, to }
      this.isSteady = false
      return { start: position, lines: 1 }
    }
    if (this.run?.packedCounts === packedCounts) this.run.lines++
    else this.run = { start: position, lines: 1, packedCounts, bytes, from, to }
    this.isSteady = this.run.lines >= minLines
    this.steadyCounts = packedCounts
    return this.run.lines === minLines ? this.startTable(this.run) : undefined
  }

  private startTable({ start, lines, bytes, from, to }: LineRun): TableStart | undefined {
    const counts = countDelimiters(bytes, from, to)
    if (getMax(counts) === 0) return undefined
    if (this.table === undefined) {
      this.table = counts
      return undefined
    }
    const line = bytes.subarray(from, Math.min(to, from + maxHeaderBytes))
    if (!hasDifferentWidth(this.table, counts) || !isHeader(line, counts)) return undefined
    this.table = counts
    return { start, lines }
  }
}

function countDelimiters(bytes: Uint8Array, from: number, to: number): Counts {
  const counts = { tab: 0, comma: 0, semicolon: 0, pipe: 0 }
  for (let offset = from; offset < to; offset++) {
    const byte = bytes[offset]
    if (byte === comma) counts.comma++
    else if (byte === tab) counts.tab++
    else if (byte === semicolon) counts.semicolon++
    else if (byte === pipe) counts.pipe++
  }
  return counts
}

const getMax = ({ tab, comma, semicolon, pipe }: Counts): number => Math.max(tab, comma, semicolon, pipe)

/** Returns the most frequent delimiter; tabs, semicolons and pipes take precedence over commas. */
function getDelimiter(counts: Counts): keyof Counts {
  const names: (keyof Counts)[] = ['tab', 'semicolon', 'pipe', 'comma']
  return names.find((name) => counts[name] === getMax(counts)) as keyof Counts
}

/**
 * Returns whether the delimiter of the table also splits lines with these counts, but into a different number of cells.
 */
function hasDifferentWidth(table: Counts, counts: Counts): boolean {
  const delimiter = getDelimiter(table)
  return counts[delimiter] > 0 && counts[delimiter] !== table[delimiter]
}

function startsWith(bytes: Uint8Array, from: number, to: number, line: Uint8Array): boolean {
  if (Math.min(to - from, maxHeaderBytes) !== line.length) return false
  for (let index = 0; index < line.length; index++) if (bytes[from + index] !== line[index]) return false
  return true
}

const characterCodes: Record<keyof Counts, number> = { tab, comma, semicolon, pipe }

/** Returns whether all cells in a line contain letters, like column names. */
function isHeader(line: Uint8Array, counts: Counts): boolean {
  const delimiter = characterCodes[getDelimiter(counts)]
  let hasLetter = false
  for (const byte of line) {
    if (byte === delimiter) {
      if (!hasLetter) return false
      hasLetter = false
    } else if (byte > 0x7f || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) hasLetter = true
  }
  return hasLetter
}
