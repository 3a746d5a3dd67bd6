import type { EncodedColumn } from '../encoded-table.ts'

/** A partition of rows into groups. Some rows may not belong to any group. */
export interface Grouping {
  /** The group of each row; -1 for rows without a group. */
  groupByRow: Int32Array
  groupCount: number
  /** The indexes of all rows that have a group, sorted by group. */
  order: Int32Array
  /** The start of each group in `order`, followed by the end of the last group. */
  starts: Int32Array
}

/**
 * Groups rows by their repaired value.
 *
 * @param groupsByCode - The group of each code; -1 for codes without a group.
 */
export function groupByCode(
  column: EncodedColumn,
  rowCount: number,
  groupsByCode: Int32Array,
  groupCount: number,
): Grouping {
  const groupByRow = new Int32Array(rowCount)
  for (let row = 0; row < rowCount; row++) groupByRow[row] = groupsByCode[column.repairedCodes[row] as number] as number
  return sortGroups(groupByRow, groupCount)
}

/** Combines two groupings: two rows belong to the same group if they do in both groupings. */
export function groupByPair(left: Grouping, right: Grouping): Grouping {
  const rowCount = left.groupByRow.length
  const groupByRow = new Int32Array(rowCount)
  const groupIds = new Map<number, number>()
  for (let row = 0; row < rowCount; row++) {
    const [first, second] = [left.groupByRow[row] as number, right.groupByRow[row] as number]
    if (first < 0 || second < 0) {
      groupByRow[row] = -1
      continue
    }
    const key = first * right.groupCount + second
    let group = groupIds.get(key)
    if (group === undefined) {
      group = groupIds.size
      groupIds.set(key, group)
    }
    groupByRow[row] = group
  }
  return sortGroups(groupByRow, groupIds.size)
}

/** Counts the rows in groups of two or more rows. */
export function countGroupedRows({ groupCount, starts }: Grouping): number {
  let sum = 0
  for (let group = 0; group < groupCount; group++) {
    const size = (starts[group + 1] as number) - (starts[group] as number)
    if (size > 1) sum += size
  }
  return sum
}

function sortGroups(groupByRow: Int32Array, groupCount: number): Grouping {
  const starts = new Int32Array(groupCount + 1)
  for (const group of groupByRow) if (group >= 0) starts[group + 1] = (starts[group + 1] as number) + 1
  for (let group = 0; group < groupCount; group++)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const nextOffsets = starts.slice()
  const order = new Int32Array(starts[groupCount] as number)
  groupByRow.forEach((group, row) => {
    if (group < 0) return
    order[nextOffsets[group] as number] = row
    nextOffsets[group] = (nextOffsets[group] as number) + 1
  })
  return { groupByRow, groupCount, order, starts }
}

const samples = new WeakMap<Grouping, { maxRows: number; sample: Grouping }>()

/** Samples every nth group so that about `maxRows` rows remain. */
export function sampleGroups(grouping: Grouping, maxRows: number): Grouping {
  if (grouping.order.length <= maxRows) return grouping
  const cached = samples.get(grouping)
  if (cached?.maxRows === maxRows) return cached.sample
  const step = Math.ceil(grouping.order.length / maxRows)
  const order: number[] = []
  const starts = [0]
  for (let group = 0; group < grouping.groupCount; group += step) {
    for (let index = grouping.starts[group] as number; index < (grouping.starts[group + 1] as number); index++)
      order.push(grouping.order[index] as number)
    starts.push(order.length)
  }
  const sample = {
    groupByRow: grouping.groupByRow,
    groupCount: starts.length - 1,
    order: Int32Array.from(order),
    starts: Int32Array.from(starts),
  }
  samples.set(grouping, { maxRows, sample })
  return sample
}
