import { typeFamily, type FilterTest, type TableFilter, type TableSort } from '@aw-flow/schema'

/** Which rows are shown, and in which order: what a person asks of a table. */
export interface TableView {
  readonly sort: readonly TableSort[]
  readonly filters: readonly TableFilter[]
}

export const wholeTable: TableView = { sort: [], filters: [] }

export const isWhole = ({ sort, filters }: TableView): boolean => sort.length === 0 && filters.length === 0

/** Which way a column is sorted, if it is. */
export const directionOf = ({ sort }: TableView, column: string): TableSort['direction'] | undefined =>
  sort.find((one) => one.column === column)?.direction

/** Sorted by a column, or not by it any more; `add` keeps the columns before it. */
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

/** What a press on a column's head asks next: up, down, as it was. */
export const nextDirection = (now: TableSort['direction'] | undefined): TableSort['direction'] | undefined =>
  now === undefined ? 'ascending' : now === 'ascending' ? 'descending' : undefined

/** With a filter of a column in place of those that it had; without one, none. */
export const filteredBy = (view: TableView, column: string, filter: TableFilter | undefined): TableView => ({
  ...view,
  filters: [...view.filters.filter((one) => one.column !== column), ...(filter ? [filter] : [])],
})

/** The tests that make sense for a column's type, the usual one first. */
export function testsFor(type: string): readonly FilterTest[] {
  const family = typeFamily(type)
  if (family === 'number' || family === 'time')
    return ['between', 'equals', 'differs', 'below', 'above', 'contains', 'empty', 'filled']
  if (family === 'boolean') return ['equals', 'empty', 'filled']
  return ['contains', 'lacks', 'equals', 'differs', 'starts', 'ends', 'empty', 'filled']
}
