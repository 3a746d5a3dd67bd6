import type { Column } from '@aw-flow/schema'
import type { CellRenderer } from '../extensions/extension.ts'
import { shortenText, isNumeric } from './format-cell.ts'
import { loading, type CellText } from './page-cache.ts'
import { measureNumber, localizeCell } from './localize-number.ts'
import { getMissingDecimals, getPaddingAttribute, type PaddingAttribute } from './align-decimals.ts'
import type { CellColor, ColumnFormatter } from './table/formats/column-format.ts'

/**
 * State that the visible rows are rendered from. Row and column indices start at 0, and distances are in CSS pixels.
 */
export interface BodyView {
  readonly columns: readonly Column[]
  readonly edges: readonly number[]
  readonly rowNumberWidth: number
  readonly firstRow: number
  readonly lastRow: number
  /** Offset of the first row within the scrolled element. */
  readonly top: number
  readonly rowHeight: number
  /** Number of pinned columns. */
  readonly pinnedCount: number
  /** Index of the first visible unpinned column. */
  readonly firstColumn: number
  readonly lastColumn: number
  readonly current: { row: number; column: number } | undefined
  readonly nullLabel: string
  /** The language used to format numbers, as a BCP 47 tag. */
  readonly language: string
  /** Ratio of the text size to the default text size. */
  readonly scale: number
  /** Returns the cell renderer that an extension provides for a column, if any. */
  findRenderer(column: Column | undefined): CellRenderer | undefined
  getCell(row: number, column: number): CellText
  /** Returns the formatter of a column, or `undefined` if the column has no format. */
  getFormatter(column: number): ColumnFormatter | undefined
  /** Returns whether four-digit numbers of a column are grouped. */
  shouldGroupFourDigits(column: number): boolean
  /** Returns the number of decimals that a column's numbers are aligned to. */
  getDecimals(column: number): number
  /** Returns a row's number in the table (from 1), formatted for display. Empty while the number is loading. */
  formatRowNumber(row: number): string
  isSelected(row: number, column: number): boolean
  isChanged(row: number, column: number): boolean
}

interface PooledRow {
  element: HTMLElement
  rowHeader: HTMLElement
  cells: HTMLElement[]
  row: number
}

/**
 * Renders the visible rows with a pool of reusable elements. Only differences are written to the DOM, so scrolling
 * through a million rows updates just a few dozen elements per frame.
 */
export function createTableBody(parent: HTMLElement): { paint(view: BodyView): void } {
  const pool: PooledRow[] = []
  const addRow = (): PooledRow => {
    const element = document.createElement('div')
    element.className = 'row'
    element.setAttribute('role', 'row')
    const rowHeader = document.createElement('span')
    rowHeader.className = 'index'
    rowHeader.setAttribute('role', 'rowheader')
    rowHeader.setAttribute('aria-colindex', '1')
    element.append(rowHeader)
    parent.append(element)
    const row = { element, rowHeader, cells: [], row: -1 }
    pool.push(row)
    return row
  }
  const paintRow = (pooledRow: PooledRow, row: number, view: BodyView): void => {
    const { element, rowHeader } = pooledRow
    setStyle(element, 'transform', `translateY(${view.top + (row - view.firstRow) * view.rowHeight}px)`)
    setStyle(rowHeader, 'width', `${view.rowNumberWidth}px`)
    setText(rowHeader, view.formatRowNumber(row))
    setAttribute(element, 'aria-rowindex', String(row + 2))
    setClass(element, view.current?.row === row ? 'row current' : 'row')
    const cellCount = view.pinnedCount + Math.max(0, view.lastColumn - view.firstColumn + 1)
    while (pooledRow.cells.length < cellCount) {
      const cell = document.createElement('div')
      cell.setAttribute('role', 'gridcell')
      element.append(cell)
      pooledRow.cells.push(cell)
    }
    for (const [offset, cell] of pooledRow.cells.entries()) {
      if (offset >= cellCount) {
        setStyle(cell, 'display', 'none')
        continue
      }
      const isPinned = offset < view.pinnedCount
      const column = isPinned ? offset : view.firstColumn + offset - view.pinnedCount
      const text = view.getCell(row, column)
      const isCurrent = view.current?.row === row && view.current.column === column
      const formatter = view.getFormatter(column)
      const color = typeof text === 'string' ? formatter?.color?.(text) : undefined
      setStyle(cell, 'display', '')
      setStyle(cell, 'left', `${view.rowNumberWidth + (view.edges[column] ?? 0)}px`)
      setStyle(cell, 'width', `${(view.edges[column + 1] ?? 0) - (view.edges[column] ?? 0)}px`)
      setAttribute(cell, 'aria-colindex', String(column + 2))
      setClass(
        cell,
        `cell${isNumeric(view.columns[column]?.type ?? '') ? ' number' : ''}${
          text === loading ? ' loading' : text === undefined ? ' null' : ''
        }${isCurrent ? ' current' : ''}${isPinned ? ' pinned' : ''}${view.isSelected(row, column) ? ' selected' : ''}${
          view.isChanged(row, column) ? ' changed' : ''
        }${color ? ' tinted' : ''}`,
      )
      setColor(cell, color)
      if (isCurrent) cell.id = 'current'
      else if (cell.id) cell.removeAttribute('id')
      const renderer = text === loading ? undefined : view.findRenderer(view.columns[column])
      if (renderer) {
        if (cell.title !== '') cell.removeAttribute('title')
        setPadding(cell, '')
        renderCell(cell, renderer, text === loading ? undefined : text)
      } else {
        if (renderedCells.delete(cell)) cell.replaceChildren()
        const type = view.columns[column]?.type ?? ''
        if (typeof text === 'string' && isNumeric(type)) {
          const width = (view.edges[column + 1] ?? 0) - (view.edges[column] ?? 0)
          const formattedText =
            formatter?.format?.(text) ?? localizeCell(text, type, view.language, view.shouldGroupFourDigits(column))
          const missingDecimals = formatter?.format
            ? ''
            : getMissingDecimals(formattedText, view.getDecimals(column), view.language)
          const paddingAttribute = getPaddingAttribute(view.getDecimals(column))
          const availableWidth = width - cellPadding - (formatter?.hasMarks ? markWidth : 0)
          setNumber(
            cell,
            { exactText: createTitle(text, color), formattedText, missingDecimals, paddingAttribute },
            availableWidth,
            view.scale,
          )
        } else {
          const formatted = typeof text === 'string' ? formatter?.format?.(text) : undefined
          const title = typeof text === 'string' && (formatted !== undefined || color) ? createTitle(text, color) : ''
          if (title !== '') setAttribute(cell, 'title', title)
          else if (cell.title !== '') cell.removeAttribute('title')
          setPadding(cell, '')
          setLines(cell, text === loading ? '' : shortenText(formatted ?? text ?? view.nullLabel))
        }
      }
    }
    pooledRow.row = row
  }
  return {
    paint(view) {
      const rowCount = Math.max(0, view.lastRow - view.firstRow + 1)
      while (pool.length < rowCount) addRow()
      // Rows that remain visible keep their elements, so scrolling by one row updates a single row.
      const unusedRows: PooledRow[] = []
      const visibleRows = new Map<number, PooledRow>()
      for (const pooledRow of pool) {
        if (pooledRow.row >= view.firstRow && pooledRow.row <= view.lastRow && !visibleRows.has(pooledRow.row))
          visibleRows.set(pooledRow.row, pooledRow)
        else unusedRows.push(pooledRow)
      }
      for (let row = view.firstRow; row <= view.lastRow; row++) {
        const pooledRow = visibleRows.get(row) ?? unusedRows.shift()
        if (!pooledRow) continue
        setStyle(pooledRow.element, 'display', '')
        paintRow(pooledRow, row, view)
      }
      for (const pooledRow of unusedRows) {
        pooledRow.row = -1
        setStyle(pooledRow.element, 'display', 'none')
      }
    },
  }
}

/** Width of `#` in CSS pixels, at the default text size in a wide font. */
const hashWidth = 11

/** Total horizontal padding and border of a cell, in CSS pixels. */
const cellPadding = 21

/** Space reserved for the mark before a value, in CSS pixels. */
export const markWidth = 14

interface DisplayedNumber {
  readonly exactText: string
  readonly formattedText: string
  /** The decimals that the number lacks compared with the rest of its column, used to align it. */
  readonly missingDecimals: string
  readonly paddingAttribute: PaddingAttribute
}

/**
 * Displays a number, with its exact value on hover, or `###` if it does not fit. If there is enough space, the number
 * is aligned with the column's decimals.
 */
function setNumber(
  cell: HTMLElement,
  { exactText, formattedText: formatted, missingDecimals, paddingAttribute }: DisplayedNumber,
  width: number,
  scale: number,
): void {
  const hasSpace = measureNumber(formatted, scale) <= width
  setText(cell, hasSpace ? formatted : '#'.repeat(Math.max(1, Math.floor(width / (hashWidth * scale)))))
  const hasPadding = measureNumber(formatted + missingDecimals, scale) <= width
  setPadding(cell, hasPadding ? missingDecimals : '', paddingAttribute)
  if (cell.title !== exactText) cell.title = exactText
}

function setPadding(cell: HTMLElement, padding: string, attribute?: PaddingAttribute): void {
  for (const name of ['data-zeros', 'data-missing'] as const) {
    if (padding === '' || name !== attribute) cell.removeAttribute(name)
    else setAttribute(cell, name, padding)
  }
}

/** Maximum number of lines displayed per cell. */
const maxLines = 30

/** Renderers and values of cells rendered by an extension. Cell elements are reused for other rows. */
const renderedCells = new WeakMap<HTMLElement, { renderer: CellRenderer; text: string | undefined }>()

function renderCell(cell: HTMLElement, renderer: CellRenderer, text: string | undefined): void {
  const previous = renderedCells.get(cell)
  if (previous?.renderer === renderer && previous.text === text) return
  cell.replaceChildren()
  renderer.render(cell, text)
  renderedCells.set(cell, { renderer, text })
}

/**
 * Displays text on a single line with a mark at each line break. If only the first line were displayed, users could
 * mistake it for the whole text.
 */
function setLines(element: HTMLElement, text: string): void {
  // Fast path: most cells have a single line and no mark left over from another row.
  if (element.childElementCount === 0 && !/[\r\n]/.test(text)) return setText(element, text)
  const lines = text.split(/\r\n|\n|\r/, maxLines)
  if (element.childElementCount === lines.length - 1 && element.textContent === lines.join(lineBreakMark)) return
  element.replaceChildren(...lines.flatMap((line, index) => (index === 0 ? [line] : [createLineBreakMark(), line])))
}

const lineBreakMark = ' ↵ '

function createLineBreakMark(): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'line-mark'
  mark.setAttribute('aria-hidden', 'true')
  mark.textContent = lineBreakMark
  return mark
}

/** Returns the tooltip of a formatted or colored cell: its exact value and the meaning of its color. */
const createTitle = (exactText: string, color: CellColor | undefined): string =>
  color?.label ? `${exactText} · ${color.label}` : exactText

function setColor(cell: HTMLElement, color: CellColor | undefined): void {
  const propertyNames = ['--_tint', '--_strong', '--_share'] as const
  if (!color) {
    if (cell.style.getPropertyValue('--_tint') === '') return
    for (const name of propertyNames) cell.style.removeProperty(name)
    cell.removeAttribute('data-mark')
    return
  }
  const values = { '--_tint': color.tint, '--_strong': color.accent, '--_share': `${color.fraction * 100}%` }
  for (const name of propertyNames)
    if (cell.style.getPropertyValue(name) !== values[name]) cell.style.setProperty(name, values[name])
  if (color.mark === '') cell.removeAttribute('data-mark')
  else setAttribute(cell, 'data-mark', color.mark)
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

function setClass(element: HTMLElement, name: string): void {
  if (element.className !== name) element.className = name
}

function setAttribute(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function setStyle(element: HTMLElement, name: 'transform' | 'width' | 'left' | 'display', value: string): void {
  if (element.style[name] !== value) element.style[name] = value
}
