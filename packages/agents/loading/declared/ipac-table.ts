import type { DeclaredTable } from './declared-table.ts'

/** Maximum number of records that are checked for blanks below the bars. */
const maxRecords = 200
/**
 * Maximum number of header lines. There can be one line each for names, types, units and null values; only the names
 * are required.
 */
const maxHeaderLines = 4
const typePattern =
  /^(?:i|int|integer|l|long|f|float|r|real|d|doub|double|c|char|t|date|b|bool|boolean|s|short|string|text)$/i

/**
 * Reads the header of an IPAC table (NASA/IPAC Infrared Science Archive). It consists of keywords and comments after
 * backslashes, followed by lines in which bars (`|`) separate the columns. Records have blanks below the bars. Returns
 * `undefined` for other files.
 */
export function readIpacTable(text: string): DeclaredTable | undefined {
  if (!/^(?:[^\S\n]*\n)*[\\|]/.test(text)) return undefined
  const lines = text.split('\n')
  const headerIndex = lines.findIndex((line) => !line.startsWith('\\') && line.trim() !== '')
  const header = lines.slice(headerIndex, headerIndex + maxHeaderLines + 1)
  const end = header.findIndex((line) => !/^\|.*\|\s*$/.test(line))
  if (headerIndex < 0 || end < 1) return undefined
  const barLines = header.slice(0, end)
  const bars = findBarOffsets(barLines[0] ?? '')
  if (bars.length < 3 || barLines.some((line) => findBarOffsets(line).join() !== bars.join())) return undefined
  const records = lines
    .slice(headerIndex + end, headerIndex + end + maxRecords)
    .filter((line) => line.trim() !== '' && !line.startsWith('\\'))
  if (records.length === 0 || !records.every((line) => hasBlanksAtBars(line, bars))) return undefined
  const [names = [], ...otherLines] = barLines.map((line, index) =>
    readCells(line, bars).map((cell) => (index === 0 ? (/[^\s-](?:[^]*[^\s-])?/.exec(cell)?.[0] ?? '') : cell)),
  )
  if (names.some((name) => name === '')) return undefined
  const hasTypes = otherLines[0]?.every((type) => typePattern.test(type)) === true
  const nulls = hasTypes ? (otherLines[2] ?? []) : []
  return {
    dialect: { delimiter: ' ', quote: '', escape: '', columnStarts: bars.slice(0, -1), comment: '\\' },
    skippedLines: headerIndex,
    headerLines: end,
    names,
    nulls: names.map((_, column) => nulls[column] || undefined),
  }
}

const findBarOffsets = (line: string): number[] => [...line.matchAll(/\|/g)].map(({ index }) => index)

/** Returns whether a line has blanks below all bars and no value after the last one. */
const hasBlanksAtBars = (line: string, bars: readonly number[]): boolean =>
  bars.every((bar) => (line[bar] ?? ' ').trim() === '') && line.slice(bars.at(-1)).trim() === ''

const readCells = (line: string, bars: readonly number[]): string[] =>
  bars.slice(0, -1).map((bar, index) => line.slice(bar + 1, bars[index + 1]).trim())
