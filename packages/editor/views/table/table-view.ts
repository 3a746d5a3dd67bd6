import { typeFamily, type FilterTest, type TableFilter, type TableSort } from '@aw-flow/schema'

/** Filter and order of the displayed rows. @public */
export interface TableView {
  /** The columns that the rows are sorted by, in order of precedence. */
  readonly sort: readonly TableSort[]
  /** The conditions that every displayed row meets. */
  readonly filters: readonly TableFilter[]
}

export const unfilteredView: TableView = { sort: [], filters: [] }

export const isUnfiltered = ({ sort, filters }: TableView): boolean => sort.length === 0 && filters.length === 0

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

/** Returns the filter tests for a column type. The first one is the default. */
export function getFilterTests(type: string): readonly FilterTest[] {
  const family = typeFamily(type)
  if (family === 'number' || family === 'time')
    return ['between', 'equals', 'differs', 'below', 'above', 'contains', 'empty', 'filled']
  if (family === 'boolean') return ['equals', 'empty', 'filled']
  return ['contains', 'lacks', 'equals', 'differs', 'starts', 'ends', 'empty', 'filled']
}
