/** A file with one kind of pollution, and the table that its author intended. */
export interface PollutedFile {
  name: string
  text: string
  clean: string[][]
}

interface Marks {
  delimiter?: string
  quote?: string
  escape?: string
  newline?: string
}

/** Pollutes a clean table (header first) by the kinds of the Pollock benchmark, one per file. */
export function polluteTable(table: readonly string[][], label: string): PollutedFile[] {
  const header = table[0] as string[]
  const rows = table.slice(1)
  const width = header.length
  const file = (name: string, text: string, clean: readonly string[][] = table): PollutedFile => ({
    name: `${label}_${name}.csv`,
    text,
    clean: clean.map((row) => [...row]),
  })
  const other = (columns: number) =>
    table.map((row) => Array.from({ length: columns }, (_, at) => row[at] ?? (row === header ? `col${at}` : '')))
  const marked: [string, Marks][] = [
    ['file_field_delimiter_semicolon', { delimiter: ';' }],
    ['file_field_delimiter_tab', { delimiter: '\t' }],
    ['file_field_delimiter_pipe', { delimiter: '|' }],
    ['file_field_delimiter_comma_blank', { delimiter: ', ' }],
    ['file_quotation_char_apostrophe', { quote: "'", escape: "'" }],
    ['file_escape_char_backslash', { escape: '\\' }],
    ['file_record_delimiter_cr', { newline: '\r' }],
    ['file_record_delimiter_crlf', { newline: '\r\n' }],
  ]
  const text = write(table)
  const joined = (times: number) => [header.map((name) => Array(times).fill(name).join(' ')), ...rows]
  return [
    file('source', text),
    ...marked.map(([name, marks]) => file(name, write(table, marks))),
    file('file_preamble', `${label} of some table${','.repeat(width - 1)}\n${','.repeat(width - 1)}\n${text}`),
    file('file_no_header', write(rows), rows),
    file('file_header_multirow_2', write([header, ...table]), joined(2)),
    file('file_header_multirow_3', write([header, header, ...table]), joined(3)),
    file('file_header_only', write([header]), [header]),
    file('file_one_data_row', write(table.slice(0, 2)), table.slice(0, 2)),
    file('file_no_payload', '', []),
    file('file_no_trailing_newline', text.trimEnd()),
    file('file_double_trailing_newline', `${text}\n`),
    file('file_multitable_same', text + text),
    file('file_multitable_less', text + write(other(width - 1))),
    file('file_multitable_more', text + write(other(width + 1))),
    ...polluteRows(table, file),
  ]
}

const places = [0, 1, 2, 9, 20]
/** Rows that are polluted, one at a time: these and the last one. */
export const placesTried = places.length + 1

function polluteRows(
  table: readonly string[][],
  file: (name: string, text: string, clean?: readonly string[][]) => PollutedFile,
): PollutedFile[] {
  const lines = table.map((row) => row.map((cell) => writeCell(cell, {})))
  const withLine = (at: number, line: string): string =>
    lines.map((cells, index) => `${index === at ? line : cells.join(',')}\n`).join('')
  return [...places, table.length - 1].flatMap((at) => {
    const cells = lines[at] as string[]
    const perColumn = cells.flatMap((cell, column) => {
      const before = cells.slice(0, column)
      const after = cells.slice(column)
      const quoted = table.map((row, index) =>
        index === at ? row.map((text, other) => (other === column ? `"${text}` : text)) : row,
      )
      const glued = [...before.slice(0, -1), `${before.at(-1) ?? ''}${cell}`, ...cells.slice(column + 1)]
      return [
        file(`row_more_sep_row${at}_col${column}`, withLine(at, [...before, '', ...after].join(','))),
        ...(column === 0 ? [] : [file(`row_less_sep_row${at}_col${column}`, withLine(at, glued.join(',')))]),
        ...(cell.startsWith('"')
          ? []
          : [
              file(
                `row_extra_quote${at}_col${column}`,
                withLine(at, [...before, `"${cell}`, ...cells.slice(column + 1)].join(',')),
                quoted,
              ),
            ]),
      ]
    })
    return [...perColumn, file(`row_field_delimiter_${at}_semicolon`, withLine(at, cells.join(';')))]
  })
}

/** Serializes a table, by default as in RFC 4180 but with line feeds. */
export const write = (table: readonly string[][], marks: Marks = {}): string =>
  table
    .map((row) => row.map((cell) => writeCell(cell, marks)).join(marks.delimiter ?? ',') + (marks.newline ?? '\n'))
    .join('')

function writeCell(cell: string, { delimiter = ',', quote = '"', escape = quote }: Marks): string {
  const isPlain = !cell.includes(delimiter.trim() || delimiter) && !cell.includes(quote) && !/[\r\n]/.test(cell)
  return isPlain ? cell : quote + cell.replaceAll(quote, escape + quote) + quote
}
