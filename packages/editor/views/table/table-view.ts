import { typeFamily, type FilterTest, type TableFilter, type TableSort } from '@aw-flow/schema'

/** Filter and order of the displayed rows. @public */
export interface TableView {
  readonly sort: readonly TableSort[]
  readonly filters: readonly TableFilter[]
}

export const unfilteredView: TableView = { sort: [], filters: [] }

export const isWhole = ({ sort, filters }: TableView): boolean => sort.length === 0 && filters.length === 0

/** The sort direction of a column, if it is sorted. */
export const directionOf = ({ sort }: TableView, column: string): TableSort['direction'] | undefined =>
  sort.find((one) => one.column === column)?.direction

/** Sorts by a column, or no longer; `add` keeps the columns before it. */
export function sortedBy(
  view: TableView,
  column: string,
  direction: TableSort['direction'] | undefined,
  add = false,
): TableView {
  const others = view.sort.filter((one) => one.column !== column)
  const own = direction === undefined ? [] : [{ column, direction }]
  return { ...view, sort: add || direction === undefined ? [...others, ...own] : own }
}

/** The next sort order after a press on a header: ascending, descending, unsorted. */
export const nextDirection = (now: TableSort['direction'] | undefined): TableSort['direction'] | undefined =>
  now === undefined ? 'ascending' : now === 'ascending' ? 'descending' : undefined

/** Replaces the filters of a column; without a filter, removes them. */
export const filteredBy = (view: TableView, column: string, filter: TableFilter | undefined): TableView => ({
  ...view,
  filters: [...view.filters.filter((one) => one.column !== column), ...(filter ? [filter] : [])],
})

/** The filter tests of a column's type, the default one first. */
export function testsFor(type: string): readonly FilterTest[] {
  const family = typeFamily(type)
  if (family === 'number' || family === 'time')
    return ['between', 'equals', 'differs', 'below', 'above', 'contains', 'empty', 'filled']
  if (family === 'boolean') return ['equals', 'empty', 'filled']
  return ['contains', 'lacks', 'equals', 'differs', 'starts', 'ends', 'empty', 'filled']
}
