/** A file with a single kind of pollution, and the table that its author intended. */
export interface PollutedFile {
  name: string
  text: string
  clean: string[][]
}

interface CsvSyntax {
  delimiter?: string
  quote?: string
  escape?: string
  newline?: string
}

/** Pollutes a clean table (header first) in the ways of the Pollock benchmark, one way per file. */
export function polluteTable(table: readonly string[][], label: string): PollutedFile[] {
  const header = table[0] as string[]
  const rows = table.slice(1)
  const width = header.length
  const file = (name: string, text: string, clean: readonly string[][] = table): PollutedFile => ({
    name: `${label}_${name}.csv`,
    text,
    clean: clean.map((row) => [...row]),
  })
  const resize = (columns: number) =>
    table.map((row) =>
      Array.from({ length: columns }, (_, index) => row[index] ?? (row === header ? `col${index}` : '')),
    )
  const syntaxVariants: [string, CsvSyntax][] = [
    ['file_field_delimiter_semicolon', { delimiter: ';' }],
    ['file_field_delimiter_tab', { delimiter: '\t' }],
    ['file_field_delimiter_pipe', { delimiter: '|' }],
    ['file_field_delimiter_comma_blank', { delimiter: ', ' }],
    ['file_quotation_char_apostrophe', { quote: "'", escape: "'" }],
    ['file_escape_char_backslash', { escape: '\\' }],
    ['file_record_delimiter_cr', { newline: '\r' }],
    ['file_record_delimiter_crlf', { newline: '\r\n' }],
  ]
  const text = serializeTable(table)
  const repeatHeader = (times: number) => [header.map((name) => Array(times).fill(name).join(' ')), ...rows]
  return [
    file('source', text),
    ...syntaxVariants.map(([name, syntax]) => file(name, serializeTable(table, syntax))),
    file('file_preamble', `${label} of some table${','.repeat(width - 1)}\n${','.repeat(width - 1)}\n${text}`),
    file('file_no_header', serializeTable(rows), rows),
    file('file_header_multirow_2', serializeTable([header, ...table]), repeatHeader(2)),
    file('file_header_multirow_3', serializeTable([header, header, ...table]), repeatHeader(3)),
    file('file_header_only', serializeTable([header]), [header]),
    file('file_one_data_row', serializeTable(table.slice(0, 2)), table.slice(0, 2)),
    file('file_no_payload', '', []),
    file('file_no_trailing_newline', text.trimEnd()),
    file('file_double_trailing_newline', `${text}\n`),
    file('file_multitable_same', text + text),
    file('file_multitable_less', text + serializeTable(resize(width - 1))),
    file('file_multitable_more', text + serializeTable(resize(width + 1))),
    ...polluteRows(table, file),
  ]
}

const rowIndexes = [0, 1, 2, 9, 20]
/** The number of rows that are polluted, one at a time: those in `rowIndexes` and the last row. */
export const pollutedRowCount = rowIndexes.length + 1

function polluteRows(
  table: readonly string[][],
  file: (name: string, text: string, clean?: readonly string[][]) => PollutedFile,
): PollutedFile[] {
  const lines = table.map((row) => row.map((cell) => writeCell(cell, {})))
  const withLine = (rowIndex: number, line: string): string =>
    lines.map((cells, index) => `${index === rowIndex ? line : cells.join(',')}\n`).join('')
  return [...rowIndexes, table.length - 1].flatMap((rowIndex) => {
    const cells = lines[rowIndex] as string[]
    const perColumn = cells.flatMap((cell, column) => {
      const before = cells.slice(0, column)
      const after = cells.slice(column)
      const quoted = table.map((row, index) =>
        index === rowIndex ? row.map((text, cellIndex) => (cellIndex === column ? `"${text}` : text)) : row,
      )
      const joinedCells = [...before.slice(0, -1), `${before.at(-1) ?? ''}${cell}`, ...cells.slice(column + 1)]
      return [
        file(`row_more_sep_row${rowIndex}_col${column}`, withLine(rowIndex, [...before, '', ...after].join(','))),
        ...(column === 0
          ? []
          : [file(`row_less_sep_row${rowIndex}_col${column}`, withLine(rowIndex, joinedCells.join(',')))]),
        ...(cell.startsWith('"')
          ? []
          : [
              file(
                `row_extra_quote${rowIndex}_col${column}`,
                withLine(rowIndex, [...before, `"${cell}`, ...cells.slice(column + 1)].join(',')),
                quoted,
              ),
            ]),
      ]
    })
    return [...perColumn, file(`row_field_delimiter_${rowIndex}_semicolon`, withLine(rowIndex, cells.join(';')))]
  })
}

/** Serializes a table, by default as in RFC 4180 but with line feeds. */
export const serializeTable = (table: readonly string[][], syntax: CsvSyntax = {}): string =>
  table
    .map((row) => row.map((cell) => writeCell(cell, syntax)).join(syntax.delimiter ?? ',') + (syntax.newline ?? '\n'))
    .join('')

function writeCell(cell: string, { delimiter = ',', quote = '"', escape = quote }: CsvSyntax): string {
  const isPlain = !cell.includes(delimiter.trim() || delimiter) && !cell.includes(quote) && !/[\r\n]/.test(cell)
  return isPlain ? cell : quote + cell.replaceAll(quote, escape + quote) + quote
}
