/** A table drawn with characters, such as pipes in Markdown or boxes in database output. */
export interface TextTable {
  /** Heading above the table. Empty if there is none. */
  heading: string
  header: string[]
  rows: string[][]
}

/** Maximum line length of a text table, in characters. */
const maxLineLength = 100_000

const verticalLinePattern = /[│┃║╎┆┊]/g
const horizontalLinePattern = /[─━═╌┄┈]/g
const cornerPattern = /[┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫╭╮╯╰┏┓┗┛┣┫┳┻╋┠┨┯┷┿╂]/g

/**
 * Finds the tables in text: Markdown (`| a | b |` above `|---|---|`) and database output (`a | b` above `---+---`, with
 * or without a frame, drawn with ASCII or box-drawing characters). A table is recognized by the line of dashes below
 * its header. Text above and below a table is not part of it.
 */
export function findTextTables(text: string): TextTable[] {
  const lines = text
    .replace(verticalLinePattern, '|')
    .replace(horizontalLinePattern, '-')
    .replace(cornerPattern, '+')
    .split(/\r\n?|\n/)
  const tables: TextTable[] = []
  let heading = ''
  for (let index = 1; index < lines.length; index++) {
    heading = /^#{1,6}\s+([^#\r\n]{1,80})/.exec(lines[index - 1] ?? '')?.[1]?.trim() ?? heading
    const width = countSeparatorColumns(lines[index] ?? '')
    if (width === 0 || countSeparatorColumns(lines[index - 1] ?? '') > 0) continue
    const header = splitCells(lines[index - 1] ?? '')
    if (!header || header.length !== width || (width === 1 && !/^\s*\|.*\|\s*$/.test(lines[index - 1] ?? ''))) continue
    const rows: string[][] = []
    let next = index + 1
    for (; next < lines.length; next++) {
      const line = lines[next] ?? ''
      if (countSeparatorColumns(line) > 0) continue
      const cells = splitCells(line)
      if (!cells || (cells.length === 1 && width > 1)) break
      rows.push(cells)
    }
    tables.push({ heading, header, rows })
    index = next
  }
  return tables
}

/** Returns the number of columns in a line of dashes, or 0 for any other line. */
function countSeparatorColumns(line: string): number {
  if (line.length > maxLineLength || !/^[-|+=: \t]+$/.test(line)) return 0
  const trimmedLine = line.trim()
  const isFramed = /^[|+].*[|+]$/.test(trimmedLine)
  const columns = trimmedLine.replace(/^[|+]|[|+]$/g, '').split(/[|+]/)
  if (!columns.every((column) => /^:?[-=]+:?$/.test(column.trim()))) return 0
  return columns.length > 1 || isFramed ? columns.length : 0
}

/** Splits a line into cells. Returns `undefined` for a line without a pipe. */
function splitCells(line: string): string[] | undefined {
  if (line.length > maxLineLength || !line.includes('|')) return undefined
  const content = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return content.split(/(?<!\\)\|/).map(parseCell)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#124': '|' }

/** Parses a cell, removing markup that surrounds its entire text: bold, italics or code. */
function parseCell(source: string): string {
  const text = source
    .trim()
    .replaceAll('\\|', '|')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/&(amp|lt|gt|quot|nbsp|#124);/g, (_, name: string) => entities[name] ?? '')
  const markupMatch = /^(\*\*|__|\*|_|`)(?=\S)(.*\S)\1$/.exec(text)
  return markupMatch && !markupMatch[2]!.includes(markupMatch[1]!) ? markupMatch[2]! : text
}
