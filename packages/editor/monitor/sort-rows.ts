import { countAttempts, type RunRow } from './run-rows.ts'

export type NodesColumn = 'title' | 'state' | 'attempts' | 'retries' | 'start' | 'time' | 'rows'

/** Sort order of node states. States that need attention come first. */
const stateOrder = [
  'failed',
  'waiting',
  'retrying',
  'running',
  'cancelled',
  'completed',
  'cached',
  'skipped',
  'pending',
]

const getSortValue = ({ title, run, attempts }: RunRow, column: NodesColumn): number | string | undefined => {
  switch (column) {
    case 'title':
      return title
    case 'state':
      return stateOrder.indexOf(run.state)
    case 'attempts':
      return countAttempts(attempts)
    case 'retries':
      return run.retries
    case 'start':
      return attempts[0]?.startedAt
    case 'time':
      return run.ms
    case 'rows':
      return run.rows
  }
}

/** Sorts rows by a column. Rows without a value always come last, and rows with equal values keep their order. */
export function sortRows(
  rows: readonly RunRow[],
  column: NodesColumn,
  isDescending: boolean,
  language: string,
): RunRow[] {
  const collator = new Intl.Collator(language, { numeric: true })
  const direction = isDescending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [valueA, valueB] = [getSortValue(a, column), getSortValue(b, column)]
    if (valueA === undefined || valueB === undefined) return Number(valueA === undefined) - Number(valueB === undefined)
    if (typeof valueA === 'string' && typeof valueB === 'string') return direction * collator.compare(valueA, valueB)
    return direction * (Number(valueA) - Number(valueB))
  })
}
