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
interface Run {
  start: number
  lines: number
  counts: Counts
  /** The first line. */
  line: Uint8Array
}

/**
 * Finds tables that start directly below another one, from the number of delimiters per line: a line of names, from
 * which the lines have a different number of cells, or a repetition of the first line.
 */
export class TableStarts {
  private first: Uint8Array | undefined
  private run: Run | undefined
  /** Number of delimiters in the records of the current table, once it is known. */
  private table: Counts | undefined

  /** Starts after a blank line. */
  reset(): void {
    this.run = undefined
    this.table = undefined
  }

  /**
   * Adds the line from `from` to `to` and returns the table that starts with it or a few lines above.
   *
   * @param position Position of the line in the text.
   */
  addLine(bytes: Uint8Array, from: number, to: number, position: number): TableStart | undefined {
    const isSame = this.run !== undefined && this.first !== undefined && hasCounts(bytes, from, to, this.run.counts)
    const isRepeated = this.table !== undefined && this.first !== undefined && startsWith(bytes, from, to, this.first)
    if (isSame && !isRepeated && (this.run as Run).lines >= minLines) {
      ;(this.run as Run).lines++
      return undefined
    }
    const counts = isSame ? (this.run as Run).counts : countDelimiters(bytes, from, to)
    const copyLine = (): Uint8Array => bytes.slice(from, Math.min(to, from + maxHeaderBytes))
    this.first ??= copyLine()
    if (isRepeated && isHeader(this.first, counts)) {
      this.run = { start: position, lines: 1, counts, line: this.first }
      return { start: position, lines: 1 }
    }
    if (isSame) (this.run as Run).lines++
    else this.run = { start: position, lines: 1, counts, line: copyLine() }
    const run = this.run as Run
    if (run.lines !== minLines || getMax(counts) === 0) return undefined
    if (this.table === undefined) {
      this.table = counts
      return undefined
    }
    if (!differs(this.table, counts) || !isHeader(run.line, counts)) return undefined
    this.table = counts
    return { start: run.start, lines: run.lines }
  }
}

const countDelimiters = (bytes: Uint8Array, from: number, to: number): Counts => ({
  tab: countByte(bytes, from, to, tab),
  comma: countByte(bytes, from, to, comma),
  semicolon: countByte(bytes, from, to, semicolon),
  pipe: countByte(bytes, from, to, pipe),
})

function countByte(bytes: Uint8Array, from: number, to: number, byte: number): number {
  let count = 0
  for (let offset = from; offset < to; offset++) if (bytes[offset] === byte) count++
  return count
}

/** Returns whether a line has these numbers of delimiters. Runs for each line of a large file. */
function hasCounts(bytes: Uint8Array, from: number, to: number, counts: Counts): boolean {
  let tabs = counts.tab
  let commas = counts.comma
  let semicolons = counts.semicolon
  let pipes = counts.pipe
  for (let offset = from; offset < to; offset++) {
    const byte = bytes[offset]
    if (byte === comma) commas--
    else if (byte === tab) tabs--
    else if (byte === semicolon) semicolons--
    else if (byte === pipe) pipes--
  }
  return tabs === 0 && commas === 0 && semicolons === 0 && pipes === 0
}

const getMax = ({ tab, comma, semicolon, pipe }: Counts): number => Math.max(tab, comma, semicolon, pipe)

/** Returns the most frequent delimiter; tabs, semicolons and pipes take precedence over commas. */
function getDelimiter(counts: Counts): keyof Counts {
  const names: (keyof Counts)[] = ['tab', 'semicolon', 'pipe', 'comma']
  return names.find((name) => counts[name] === getMax(counts)) as keyof Counts
}

/** Whether the delimiter of the table also splits lines with these counts, but into a different number of cells. */
function differs(table: Counts, counts: Counts): boolean {
  const delimiter = getDelimiter(table)
  return counts[delimiter] > 0 && counts[delimiter] !== table[delimiter]
}

function startsWith(bytes: Uint8Array, from: number, to: number, line: Uint8Array): boolean {
  if (Math.min(to - from, maxHeaderBytes) !== line.length) return false
  for (let index = 0; index < line.length; index++) if (bytes[from + index] !== line[index]) return false
  return true
}

const characterCodes: Record<keyof Counts, number> = { tab, comma, semicolon, pipe }

/** Returns whether all cells of a line contain letters, as names do. */
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
