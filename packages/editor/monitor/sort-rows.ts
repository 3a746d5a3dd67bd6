import { ranTimes, type RunRow } from './run-rows.ts'

export type NodesColumn = 'title' | 'state' | 'attempts' | 'retries' | 'start' | 'time' | 'rows'

/** The order of rows by state: first what needs attention. */
const states = ['failed', 'waiting', 'retrying', 'running', 'cancelled', 'completed', 'cached', 'skipped', 'pending']

const valueOf = ({ title, run, attempts }: RunRow, column: NodesColumn): number | string | undefined => {
  switch (column) {
    case 'title':
      return title
    case 'state':
      return states.indexOf(run.state)
    case 'attempts':
      return ranTimes(attempts)
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

/** Sorts rows; rows without a value are last in both directions, equal ones keep their order. */
export function sortRows(
  rows: readonly RunRow[],
  column: NodesColumn,
  descending: boolean,
  language: string,
): RunRow[] {
  const words = new Intl.Collator(language, { numeric: true })
  const sign = descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a, column), valueOf(b, column)]
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
    if (typeof one === 'string' && typeof other === 'string') return sign * words.compare(one, other)
    return sign * (Number(one) - Number(other))
  })
}
