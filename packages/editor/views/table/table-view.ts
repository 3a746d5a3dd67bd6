import { typeFamily, type Config, type TableFilter, type TableGroups, type TableSort } from '@aw-flow/schema'
import type { ColumnFormat } from './formats/column-format.ts'
import type { ConditionTest } from './table-strings.ts'

/** Filter, order and format of the displayed rows. @public */
export interface TableView {
  /** The columns that the rows are sorted by, in order of precedence. */
  readonly sort: readonly TableSort[]
  /** The conditions that every displayed row meets. */
  readonly filters: readonly TableFilter[]
  /** Replaces the rows that meet the conditions with one row per group, whose columns can be in `sort`. */
  readonly groups?: TableGroups | undefined
  /** The names of columns that are not displayed. */
  readonly hidden?: readonly string[] | undefined
  /** The names of columns that stay at the start, in order. */
  readonly pinned?: readonly string[] | undefined
  /** How the column values are displayed, by the name of the column. */
  readonly formats?: Readonly<Record<string, ColumnFormat>> | undefined
}

/**
 * New nodes in a chain: the first one reads the displayed table, and each of the others reads the table of the previous
 * one. @public
 */
export interface NodeChain {
  /** The types and settings of the nodes, in order. */
  readonly nodes: readonly { readonly type: string; readonly config: Config }[]
}

export const unfilteredView: TableView = { sort: [], filters: [] }

/** Returns a view of all rows and columns in their order, with the formats and pinned columns of another view. */
export const resetRows = ({ formats, pinned }: TableView): TableView =>
  formats || pinned ? { ...unfilteredView, formats, pinned } : unfilteredView

/** Returns whether two views display the same rows and columns, perhaps in other formats. */
export const hasSameRows = (a: TableView, b: TableView): boolean =>
  a.sort === b.sort && a.filters === b.filters && a.groups === b.groups && a.hidden === b.hidden

/** Sets the format of a column, or removes it if `format` is `undefined`. */
export function formatColumn(view: TableView, column: string, format: ColumnFormat | undefined): TableView {
  const { [column]: _, ...others } = view.formats ?? {}
  const formats = format ? { ...others, [column]: format } : others
  return { ...view, formats: Object.keys(formats).length > 0 ? formats : undefined }
}

/** Returns whether a view displays all rows of the table in their order. */
export const isUnfiltered = ({ sort, filters, groups }: TableView): boolean =>
  sort.length === 0 && filters.length === 0 && groups === undefined

/** Returns whether a view displays the entire table. */
export const isComplete = (view: TableView): boolean => isUnfiltered(view) && (view.hidden ?? []).length === 0

/** Returns a column's sort direction; `undefined` if the column is not sorted. */
export const getDirection = ({ sort }: TableView, column: string): TableSort['direction'] | undefined =>
  sort.find((candidate) => candidate.column === column)?.direction

/** Sorts by a column, or stops sorting by it if `direction` is `undefined`. `shouldAdd` keeps the other sort columns. */
export function sortBy(
  view: TableView,
  column: string,
  direction: TableSort['direction'] | undefined,
  shouldAdd = false,
): TableView {
  const otherSorts = view.sort.filter((candidate) => candidate.column !== column)
  const added = direction === undefined ? [] : [{ column, direction }]
  return { ...view, sort: shouldAdd || direction === undefined ? [...otherSorts, ...added] : added }
}

/** Returns the sort direction after a click on a header: ascending, descending, unsorted. */
export const getNextDirection = (direction: TableSort['direction'] | undefined): TableSort['direction'] | undefined =>
  direction === undefined ? 'ascending' : direction === 'ascending' ? 'descending' : undefined

/** Replaces the filters of a column, or removes them if `filter` is `undefined`. */
export const filterBy = (view: TableView, column: string, filter: TableFilter | undefined): TableView => ({
  ...view,
  filters: [...view.filters.filter((candidate) => candidate.column !== column), ...(filter ? [filter] : [])],
})

/** Groups rows by one more column. Groups are counted unless the view already calculates something. */
export function groupBy(view: TableView, column: string): TableView {
  const { by, measures } = view.groups ?? { by: [], measures: [{ function: 'count' as const, column: '' }] }
  return setGroups(view, { by: [...by.filter((name) => name !== column), column], measures })
}

/** Replaces the groups of a view, or removes them, and stops sorting by columns that the new rows may not have. */
export const setGroups = (view: TableView, groups: TableGroups | undefined): TableView => ({
  ...view,
  sort: groups ? view.sort.filter(({ column }) => groups.by.includes(column)) : [],
  groups,
})

/** Hides a column, or shows a hidden one. */
export const toggleHidden = (view: TableView, column: string): TableView => {
  const hidden = view.hidden ?? []
  return {
    ...view,
    hidden: hidden.includes(column) ? hidden.filter((name) => name !== column) : [...hidden, column],
  }
}

/** Pins a column, or unpins a pinned one. */
export const togglePinned = (view: TableView, column: string): TableView => {
  const pinned = view.pinned ?? []
  return {
    ...view,
    pinned: pinned.includes(column) ? pinned.filter((name) => name !== column) : [...pinned, column],
  }
}

/** Returns the filter tests for a column type. The first one is the default. */
export function getFilterTests(type: string): readonly ConditionTest[] {
  const family = typeFamily(type)
  if (family === 'number' || family === 'time')
    return ['between', 'equals', 'differs', 'below', 'above', 'contains', 'empty', 'filled']
  if (family === 'boolean') return ['equals', 'empty', 'filled']
  return ['contains', 'lacks', 'equals', 'differs', 'starts', 'ends', 'empty', 'filled']
}
