import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { defaultTreeAdapter, parse, type DefaultTreeAdapterMap } from 'parse5'
import type { ReadOptions } from '../format-reader.ts'
import { GridWriter, mostColumns as furthest } from '../grid/grid-writer.ts'
import { sheetsReader, uniqueNames, type ReadSheet } from '../grid/read-sheets.ts'
import { attributeOf, cellText, isHidden, textOf, visitElements, type HtmlElement } from './html-text.ts'
import { isUtf8, markupEncoding } from './markup-encoding.ts'

/** A page's tree takes many times its size. In bytes. */
const largest = 32 << 20
/** Elements may be nested so deep: what takes more is no page, and would take long. */
const deepest = 512
/** A cell may span so many (HTML, 4.9.11). */
const [mostColumns, mostRows] = [1000, 65_534]
const longestName = 80

/**
 * Reads the tables of an HTML page, the largest first asked for. Tables that only lay out a page are left away. Nothing
 * is fetched and no script is run.
 */
export const htmlReader = sheetsReader('table', readHtml, 1)

async function readHtml(file: SourceFile, { signal }: ReadOptions): Promise<ReadSheet[]> {
  if (file.size > largest) throw tooLarge(file)
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const said = markupEncoding(bytes.subarray(0, 64 * 1024))
  const encoding = said === 'utf-8' && !isUtf8(bytes) ? 'windows-1252' : said
  const document = parseShallow(file, new TextDecoder(encoding).decode(bytes))
  const tables = tablesIn(document).filter((table) => !isLayout(table))
  const sheets = tables.map(({ element, heading }, index) => readTable(file, element, heading, index))
  const data = sheets.filter(({ grid }) => grid.rows >= 2 && grid.columns >= 2)
  // A list is a table where there is no other; a row or a cell alone is a page's frame.
  const found = data.length > 0 ? data : sheets.filter(({ grid }) => grid.rows >= 3 || grid.header)
  if (found.length === 0) throw noTable(file)
  return uniqueNames(found)
}

function parseShallow(file: SourceFile, text: string): DefaultTreeAdapterMap['document'] {
  let depth = 0
  return parse(text, {
    treeAdapter: {
      ...defaultTreeAdapter,
      onItemPush: () => {
        if (++depth > deepest) throw tooDeep(file)
      },
      onItemPop: () => void depth--,
    },
  })
}

interface FoundTable {
  element: HtmlElement
  /** The last heading before it. */
  heading: string
  cells: number
  /** The cells that hold a table. */
  holding: Set<HtmlElement>
  /** The cell of it that the traversal is in. */
  cell: HtmlElement | undefined
}

function tablesIn(document: DefaultTreeAdapterMap['document']): FoundTable[] {
  const found: FoundTable[] = []
  const around: FoundTable[] = []
  let heading = ''
  const enter = (element: HtmlElement): void => {
    const table = around.at(-1)
    if (/^h[1-6]$/.test(element.tagName)) heading = textOf(element) || heading
    else if (element.tagName === 'table') {
      if (table?.cell) table.holding.add(table.cell)
      const made: FoundTable = { element, heading, cells: 0, holding: new Set(), cell: undefined }
      found.push(made)
      around.push(made)
    } else if (table && (element.tagName === 'td' || element.tagName === 'th')) {
      table.cells++
      table.cell = element
    }
  }
  const leave = ({ tagName }: HtmlElement): void => {
    if (tagName === 'table') around.pop()
  }
  visitElements(document, enter, leave)
  return found
}

/** A table that says so, or that holds a table in more than a few of its cells. */
const isLayout = ({ element, cells, holding }: FoundTable): boolean =>
  /^(?:presentation|none)$/i.test(attributeOf(element, 'role')) || holding.size > 0.1 * cells

function* rowsOf(table: HtmlElement): Generator<{ cells: HtmlElement[]; inHead: boolean }> {
  const isElement = (node: HtmlElement['childNodes'][number]): node is HtmlElement => 'tagName' in node
  for (const part of table.childNodes.filter(isElement)) {
    const rows =
      part.tagName === 'tr'
        ? [part]
        : /^t(?:head|body|foot)$/.test(part.tagName)
          ? part.childNodes.filter(isElement)
          : []
    for (const row of rows) {
      if (row.tagName !== 'tr' || isHidden(row)) continue
      const inHead = part.tagName === 'thead'
      yield {
        inHead,
        cells: row.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'td' || tagName === 'th'),
      }
    }
  }
}

function readTable(file: SourceFile, table: HtmlElement, heading: string, index: number): ReadSheet {
  const grid = new GridWriter(file.name)
  /** Up to which row a cell from above reaches, by column. */
  const taken: number[] = []
  let row = 0
  let named: { row: number; rows: number } | undefined
  let isAbove = true
  for (const { cells, inHead } of rowsOf(table)) {
    grid.startRow(row)
    // Names stand in the head, or are all marked as such; a title is one cell over all columns.
    isAbove &&= inHead || (cells.length > 1 && cells.every(({ tagName }) => tagName === 'th')) || isTitle(cells)
    if (isAbove && !isTitle(cells)) named = { row: named?.row ?? row, rows: row - (named?.row ?? row) + 1 }
    let column = 0
    for (const cell of cells) {
      while (column < furthest && (taken[column] ?? 0) > row) column++
      const wide = spanOf(cell, 'colspan', mostColumns)
      const high = spanOf(cell, 'rowspan', mostRows)
      grid.text(column, cellText(cell))
      if (wide > 1 || high > 1) grid.merge({ top: row, left: column, bottom: row + high - 1, right: column + wide - 1 })
      for (let at = column; at < Math.min(furthest, column + wide); at++) taken[at] = row + high
      column += wide
    }
    row++
  }
  if (named && named.row + named.rows < row) grid.nameColumns(named.row, named.rows)
  return { name: nameOf(table, heading) || `Table ${index + 1}`, grid: grid.finish(), problems: [] }
}

const isTitle = (cells: readonly HtmlElement[]): boolean => cells.filter((cell) => cellText(cell) !== '').length <= 1

function spanOf(cell: HtmlElement, name: string, most: number): number {
  const span = Number.parseInt(attributeOf(cell, name), 10)
  // A rowspan of 0 reaches to the end of the table's part.
  if (span === 0 && name === 'rowspan') return most
  return Number.isNaN(span) || span < 1 ? 1 : Math.min(span, most)
}

function nameOf(table: HtmlElement, heading: string): string {
  const caption = table.childNodes.find((node): node is HtmlElement => 'tagName' in node && node.tagName === 'caption')
  const name =
    (caption ? textOf(caption) : '') ||
    attributeOf(table, 'aria-label') ||
    heading ||
    attributeOf(table, 'summary') ||
    attributeOf(table, 'title') ||
    attributeOf(table, 'id')
  const trimmed = name.replace(/\s+/g, ' ').trim()
  return trimmed.length <= longestName ? trimmed : `${trimmed.slice(0, longestName - 1)}…`
}

const noTable = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-part.page', { file: name }, { where: { file: name } }))

const tooLarge = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.too-large', { file: name, size, max: largest }, { where: { file: name } }))

const tooDeep = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.too-deep', { file: name, depth: deepest }, { where: { file: name } }))
