import type { Config } from '@aw-flow/schema'
import { getTypeFamily, type TableFilter, type TableGroups, type TableSort } from '@aw-flow/schema/internal'
import type { ColumnFormat } from './formats/column-format.ts'
import type { ConditionTest } from './table-strings.ts'

/** Filters, sort order and formats of the displayed rows. @public */
export interface TableView {
  /** Sort columns, in order of precedence. */
  readonly sort: readonly TableSort[]
  /** Conditions that all displayed rows meet. */
  readonly filters: readonly TableFilter[]
  /** Replaces the matching rows with one row per group. The columns of the groups may be used in `sort`. */
  readonly groups?: TableGroups | undefined
  /** Names of the hidden columns. */
  readonly hidden?: readonly string[] | undefined
  /** Names of the columns pinned at the start, in order. */
  readonly pinned?: readonly string[] | undefined
  /** How column values are displayed, keyed by column name. */
  readonly formats?: Readonly<Record<string, ColumnFormat>> | undefined
}

/**
 * A chain of new nodes. The first node reads the displayed table, and each following node reads the output of the
 * previous one. @public
 */
export interface NodeChain {
  /** Types and settings of the nodes, in order. */
  readonly nodes: readonly { readonly type: string; readonly config: Config }[]
}

export const unfilteredView: TableView = { sort: [], filters: [] }

/** Removes the sort order, filters, groups and hidden columns from a view, but keeps its formats and pinned columns. */
export const resetView = ({ formats, pinned }: TableView): TableView =>
  formats || pinned ? { ...unfilteredView, formats, pinned } : unfilteredView

/** Returns whether two views display the same rows and columns, regardless of formats. */
export const hasSameRows = (a: TableView, b: TableView): boolean =>
  a.sort === b.sort && a.filters === b.filters && a.groups === b.groups && a.hidden === b.hidden

/** Sets the format of a column, or removes it if `format` is `undefined`. */
export function setColumnFormat(view: TableView, column: string, format: ColumnFormat | undefined): TableView {
  const { [column]: _, ...others } = view.formats ?? {}
  const formats = format ? { ...others, [column]: format } : others
  return { ...view, formats: Object.keys(formats).length > 0 ? formats : undefined }
}

/** Returns whether a view displays all rows of the table in their original order. */
export const isUnfiltered = ({ sort, filters, groups }: TableView): boolean =>
  sort.length === 0 && filters.length === 0 && groups === undefined

/** Returns whether a view displays the entire table, including all columns. */
export const isFullView = (view: TableView): boolean => isUnfiltered(view) && (view.hidden ?? []).length === 0

/** Returns the sort direction of a column, or `undefined` if the rows are not sorted by it. */
export const getDirection = ({ sort }: TableView, column: string): TableSort['direction'] | undefined =>
  sort.find((candidate) => candidate.column === column)?.direction

/**
 * Sorts by a column, or removes it from the sort columns if `direction` is `undefined`. If `shouldKeepOthers` is set,
 * the other sort columns are kept.
 */
export function sortBy(
  view: TableView,
  column: string,
  direction: TableSort['direction'] | undefined,
  shouldKeepOthers = false,
): TableView {
  const otherSorts = view.sort.filter((candidate) => candidate.column !== column)
  const newSort = direction === undefined ? [] : [{ column, direction }]
  return { ...view, sort: shouldKeepOthers || direction === undefined ? [...otherSorts, ...newSort] : newSort }
}

/** Returns the next sort direction when a header is clicked: ascending, then descending, then unsorted. */
export const getNextDirection = (direction: TableSort['direction'] | undefined): TableSort['direction'] | undefined =>
  direction === undefined ? 'ascending' : direction === 'ascending' ? 'descending' : undefined

/** Replaces the filters of a column, or removes them if `filter` is `undefined`. */
export const setColumnFilter = (view: TableView, column: string, filter: TableFilter | undefined): TableView => ({
  ...view,
  filters: [...view.filters.filter((candidate) => candidate.column !== column), ...(filter ? [filter] : [])],
})

/** Adds a column to group by. If the view has no groups yet, the rows in each group are counted. */
export function addGroupColumn(view: TableView, column: string): TableView {
  const { by, measures } = view.groups ?? { by: [], measures: [{ function: 'count' as const, column: '' }] }
  return setGroups(view, { by: [...by.filter((name) => name !== column), column], measures })
}

/** Sets or removes the groups of a view, and removes the sort columns that the new rows may not have. */
export const setGroups = (view: TableView, groups: TableGroups | undefined): TableView => ({
  ...view,
  sort: groups ? view.sort.filter(({ column }) => groups.by.includes(column)) : [],
  groups,
})

/** Hides a column, or shows it again if it is hidden. */
export const toggleHidden = (view: TableView, column: string): TableView => {
  const hidden = view.hidden ?? []
  return {
    ...view,
    hidden: hidden.includes(column) ? hidden.filter((name) => name !== column) : [...hidden, column],
  }
}

/** Pins a column, or unpins it if it is pinned. */
export const togglePinned = (view: TableView, column: string): TableView => {
  const pinned = view.pinned ?? []
  return {
    ...view,
    pinned: pinned.includes(column) ? pinned.filter((name) => name !== column) : [...pinned, column],
  }
}

/** Returns the filter tests available for a column type. The first one is the default. */
export function getFilterTests(type: string): readonly ConditionTest[] {
  const family = getTypeFamily(type)
  if (family === 'number' || family === 'time')
    return ['between', 'equals', 'differs', 'below', 'above', 'contains', 'empty', 'filled']
  if (family === 'boolean') return ['equals', 'empty', 'filled']
  return ['contains', 'lacks', 'equals', 'differs', 'starts', 'ends', 'empty', 'filled']
}
