import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { defaultTreeAdapter, parse, type DefaultTreeAdapterMap } from 'parse5'
import { createExpansionLimit, type ExpansionLimit } from '../expansion-limit.ts'
import type { ReadOptions } from '../format-reader.ts'
import { GridWriter, maxGridColumns } from '../grid/grid-writer.ts'
import { createSheetsReader, makeNamesUnique, type ParsedSheet } from '../grid/read-sheets.ts'
import { getAttribute, getCellText, isHidden, getText, visitElements, type HtmlElement } from './html-text.ts'
import { isUtf8, detectMarkupEncoding } from './detect-markup-encoding.ts'

/** Maximum size of a page, in bytes. Its parsed tree needs many times as much memory. */
const maxFileBytes = 32 << 20
/** Maximum nesting depth of elements. Pages with deeper nesting would be slow to process. */
const maxDepth = 512
/** Maximum column and row span of a cell (HTML Standard, 4.9.11). */
const [maxColspan, maxRowspan] = [1000, 65_534]
const maxNameLength = 80

/**
 * Reads the tables of an HTML page. By default, the largest one is opened. Layout tables are skipped, nothing is
 * fetched, and no script is executed.
 */
export const htmlReader = createSheetsReader('table', readHtml, 1)

async function readHtml(file: SourceFile, { signal }: ReadOptions): Promise<ParsedSheet[]> {
  if (file.size > maxFileBytes) throw createTooLargeError(file)
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const declaredEncoding = detectMarkupEncoding(bytes.subarray(0, 64 * 1024))
  const encoding = declaredEncoding === 'utf-8' && !isUtf8(bytes) ? 'windows-1252' : declaredEncoding
  const limit = createExpansionLimit(file)
  const document = parseWithinLimits(file, new TextDecoder(encoding).decode(bytes), limit)
  const tables = findTables(document).filter((table) => !isLayoutTable(table))
  const sheets = tables.map((table, index) => readTable(new GridWriter(file.name, limit), table, index))
  const largeSheets = sheets.filter(({ grid }) => grid.rows >= 2 && grid.columns >= 2)
  // If the page contains no larger tables, tables with a single column are also treated as data, but only if they have
  // at least three rows or a header. Anything smaller is page layout.
  const dataSheets = largeSheets.length > 0 ? largeSheets : sheets.filter(({ grid }) => grid.rows >= 3 || grid.header)
  if (dataSheets.length === 0) throw createNoTableError(file)
  return makeNamesUnique(dataSheets)
}

/** Bytes that describe an element or an attribute in the parsed tree. A text takes them only if it is a cell. */
const bytesPerNode = 48

function parseWithinLimits(file: SourceFile, text: string, limit: ExpansionLimit): DefaultTreeAdapterMap['document'] {
  let depth = 0
  return parse(text, {
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(...words) {
        limit.count(bytesPerNode * (1 + words[2].length))
        return defaultTreeAdapter.createElement(...words)
      },
      createCommentNode(data) {
        limit.count(bytesPerNode)
        return defaultTreeAdapter.createCommentNode(data)
      },
      onItemPush: () => {
        if (++depth > maxDepth) throw createTooDeepError(file)
      },
      onItemPop: () => void depth--,
    },
  })
}

interface FoundTable {
  element: HtmlElement
  /** The last heading before the table. */
  heading: string
  cellCount: number
  /** Cells that contain another table. */
  cellsWithTables: Set<HtmlElement>
  /** The cell that is currently being traversed. */
  cell: HtmlElement | undefined
}

function findTables(document: DefaultTreeAdapterMap['document']): FoundTable[] {
  const tables: FoundTable[] = []
  const openTables: FoundTable[] = []
  let heading = ''
  const enter = (element: HtmlElement): void => {
    const table = openTables.at(-1)
    if (/^h[1-6]$/.test(element.tagName)) heading = getText(element) || heading
    else if (element.tagName === 'table') {
      if (table?.cell) table.cellsWithTables.add(table.cell)
      const newTable: FoundTable = { element, heading, cellCount: 0, cellsWithTables: new Set(), cell: undefined }
      tables.push(newTable)
      openTables.push(newTable)
    } else if (table && (element.tagName === 'td' || element.tagName === 'th')) {
      table.cellCount++
      table.cell = element
    }
  }
  const leave = ({ tagName }: HtmlElement): void => {
    if (tagName === 'table') openTables.pop()
  }
  visitElements(document, enter, leave)
  return tables
}

/**
 * Returns whether a table is used for layout: it has a presentation role, or more than a few of its cells contain
 * tables.
 */
const isLayoutTable = ({ element, cellCount, cellsWithTables }: FoundTable): boolean =>
  /^(?:presentation|none)$/i.test(getAttribute(element, 'role')) || cellsWithTables.size > 0.1 * cellCount

function* listRows(table: HtmlElement): Generator<{ cells: HtmlElement[]; isInHead: boolean }> {
  const isElement = (node: HtmlElement['childNodes'][number]): node is HtmlElement => 'tagName' in node
  for (const child of table.childNodes.filter(isElement)) {
    const rows =
      child.tagName === 'tr'
        ? [child]
        : /^t(?:head|body|foot)$/.test(child.tagName)
          ? child.childNodes.filter(isElement)
          : []
    for (const row of rows) {
      if (row.tagName !== 'tr' || isHidden(row)) continue
      const isInHead = child.tagName === 'thead'
      yield {
        isInHead,
        cells: row.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'td' || tagName === 'th'),
      }
    }
  }
}

function readTable(grid: GridWriter, { element, heading }: FoundTable, index: number): ParsedSheet {
  /** For each column, the first row that is not covered by a cell above. */
  const nextFreeRow: number[] = []
  let row = 0
  let header: { row: number; rows: number } | undefined
  let isInHeader = true
  for (const { cells, isInHead } of listRows(element)) {
    grid.startRow(row)
    // Header rows are inside the table head or consist of header cells. A title is a row with a single non-empty cell.
    isInHeader &&= isInHead || (cells.length > 1 && cells.every(({ tagName }) => tagName === 'th')) || isTitleRow(cells)
    if (isInHeader && !isTitleRow(cells)) header = { row: header?.row ?? row, rows: row - (header?.row ?? row) + 1 }
    let column = 0
    for (const cell of cells) {
      while (column < maxGridColumns && (nextFreeRow[column] ?? 0) > row) column++
      const colspan = parseSpan(cell, 'colspan', maxColspan)
      const rowspan = parseSpan(cell, 'rowspan', maxRowspan)
      grid.writeText(column, getCellText(cell))
      if (colspan > 1 || rowspan > 1)
        grid.addMerge({ top: row, left: column, bottom: row + rowspan - 1, right: column + colspan - 1 })
      for (let spannedColumn = column; spannedColumn < Math.min(maxGridColumns, column + colspan); spannedColumn++)
        nextFreeRow[spannedColumn] = row + rowspan
      column += colspan
    }
    row++
  }
  if (header && header.row + header.rows < row) grid.setHeader(header.row, header.rows)
  return { name: findTableName(element, heading) || `Table ${index + 1}`, grid: grid.finish(), problems: [] }
}

const isTitleRow = (cells: readonly HtmlElement[]): boolean =>
  cells.filter((cell) => getCellText(cell) !== '').length <= 1

function parseSpan(cell: HtmlElement, name: string, maxSpan: number): number {
  const span = Number.parseInt(getAttribute(cell, name), 10)
  // A rowspan of 0 extends to the end of the row group.
  if (span === 0 && name === 'rowspan') return maxSpan
  return Number.isNaN(span) || span < 1 ? 1 : Math.min(span, maxSpan)
}

function findTableName(table: HtmlElement, heading: string): string {
  const caption = table.childNodes.find((node): node is HtmlElement => 'tagName' in node && node.tagName === 'caption')
  const name =
    (caption ? getText(caption) : '') ||
    getAttribute(table, 'aria-label') ||
    heading ||
    getAttribute(table, 'summary') ||
    getAttribute(table, 'title') ||
    getAttribute(table, 'id')
  const trimmedName = name.replace(/\s+/g, ' ').trim()
  return trimmedName.length <= maxNameLength ? trimmedName : `${trimmedName.slice(0, maxNameLength - 1)}…`
}

const createNoTableError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-part.page', { file: name }, { where: { file: name } }))

const createTooLargeError = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.too-large', { file: name, size, max: maxFileBytes }, { where: { file: name } }))

const createTooDeepError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.too-deep', { file: name, depth: maxDepth }, { where: { file: name } }))
