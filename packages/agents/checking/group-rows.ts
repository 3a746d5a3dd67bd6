import type { EncodedColumn } from './encoded-table.ts'

/** Rows in the order of their group; rows of no group are left out. */
export interface Grouping {
  /** By row; -1: in no group. */
  groupOf: Int32Array
  groups: number
  /** Rows, group by group. */
  order: Int32Array
  /** By group: where it begins in `order`; one more at the end. */
  starts: Int32Array
}

/** Groups rows by the value that they are believed to have; `groups`: the group of each code, -1 for none. */
export function groupByCode(column: EncodedColumn, rows: number, groups: Int32Array, count: number): Grouping {
  const groupOf = new Int32Array(rows)
  for (let row = 0; row < rows; row++) groupOf[row] = groups[column.believed[row] as number] as number
  return sortGroups(groupOf, count)
}

/** Groups rows by two values at once. */
export function groupByPair(one: Grouping, two: Grouping): Grouping {
  const rows = one.groupOf.length
  const groupOf = new Int32Array(rows)
  const known = new Map<number, number>()
  for (let row = 0; row < rows; row++) {
    const [first, second] = [one.groupOf[row] as number, two.groupOf[row] as number]
    if (first < 0 || second < 0) {
      groupOf[row] = -1
      continue
    }
    const key = first * two.groups + second
    let group = known.get(key)
    if (group === undefined) {
      group = known.size
      known.set(key, group)
    }
    groupOf[row] = group
  }
  return sortGroups(groupOf, known.size)
}

function sortGroups(groupOf: Int32Array, groups: number): Grouping {
  const starts = new Int32Array(groups + 1)
  for (const group of groupOf) if (group >= 0) starts[group + 1] = (starts[group + 1] as number) + 1
  for (let group = 0; group < groups; group++)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const next = starts.slice()
  const order = new Int32Array(starts[groups] as number)
  groupOf.forEach((group, row) => {
    if (group < 0) return
    order[next[group] as number] = row
    next[group] = (next[group] as number) + 1
  })
  return { groupOf, groups, order, starts }
}
