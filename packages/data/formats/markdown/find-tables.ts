/** A table drawn with characters: pipes in Markdown, boxes in the output of databases. */
export interface DrawnTable {
  /** The heading above the table; empty if there is none. */
  heading: string
  header: string[]
  rows: string[][]
}

/** Longer lines are not part of a drawn table. */
const maxLineLength = 100_000

const vertical = /[│┃║╎┆┊]/g
const horizontal = /[─━═╌┄┈]/g
const corner = /[┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫╭╮╯╰┏┓┗┛┣┫┳┻╋┠┨┯┷┿╂]/g

/**
 * Finds the tables of a text: Markdown (`| a | b |` over `|---|---|`) and the output of databases (`a | b` over
 * `---+---`, with or without a frame, of ASCII or box characters). A line of dashes below the names marks a table; text
 * above and below is not part of it.
 */
export function findDrawnTables(text: string): DrawnTable[] {
  const lines = text
    .replace(vertical, '|')
    .replace(horizontal, '-')
    .replace(corner, '+')
    .split(/\r\n?|\n/)
  const tables: DrawnTable[] = []
  let heading = ''
  for (let at = 1; at < lines.length; at++) {
    heading = /^#{1,6}\s+([^#\r\n]{1,80})/.exec(lines[at - 1] ?? '')?.[1]?.trim() ?? heading
    const width = rulerWidth(lines[at] ?? '')
    if (width === 0 || rulerWidth(lines[at - 1] ?? '') > 0) continue
    const header = cellsOf(lines[at - 1] ?? '')
    if (!header || header.length !== width || (width === 1 && !/^\s*\|.*\|\s*$/.test(lines[at - 1] ?? ''))) continue
    const rows: string[][] = []
    let next = at + 1
    for (; next < lines.length; next++) {
      const line = lines[next] ?? ''
      if (rulerWidth(line) > 0) continue
      const cells = cellsOf(line)
      if (!cells || (cells.length === 1 && width > 1)) break
      rows.push(cells)
    }
    tables.push({ heading, header, rows })
    at = next
  }
  return tables
}

/** Number of columns in a line of dashes; 0 for any other line. */
function rulerWidth(line: string): number {
  if (line.length > maxLineLength || !/^[-|+=: \t]+$/.test(line)) return 0
  const trimmed = line.trim()
  const isFramed = /^[|+].*[|+]$/.test(trimmed)
  const columns = trimmed.replace(/^[|+]|[|+]$/g, '').split(/[|+]/)
  if (!columns.every((column) => /^:?[-=]+:?$/.test(column.trim()))) return 0
  return columns.length > 1 || isFramed ? columns.length : 0
}

/** The cells of a line; `undefined` for a line without a pipe. */
function cellsOf(line: string): string[] | undefined {
  if (line.length > maxLineLength || !line.includes('|')) return undefined
  const bare = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return bare.split(/(?<!\\)\|/).map(cellText)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#124': '|' }

/** A cell without markup around its complete text: bold, italics, code. */
function cellText(written: string): string {
  const text = written
    .trim()
    .replaceAll('\\|', '|')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/&(amp|lt|gt|quot|nbsp|#124);/g, (_, name: string) => entities[name] ?? '')
  const inner = /^(\*\*|__|\*|_|`)(?=\S)(.*\S)\1$/.exec(text)
  return inner && !inner[2]!.includes(inner[1]!) ? inner[2]! : text
}
