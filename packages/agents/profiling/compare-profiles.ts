import { message } from '@aw-flow/messages'
import type { ColumnProfile, DriftFinding, ProfileDrift, TableProfile } from '@aw-flow/schema'
import { distributionDistance, type Distribution } from './distribution-distance.ts'
import { topValues } from './count-values.ts'

const severities = ['none', 'info', 'warning', 'error'] as const

/** A share of nulls that is otherwise by so much is told; by so much more, as a warning. */
const nullsTold = 0.02
const nullsWarned = 0.1
/** Population stability index, by the habit of credit scoring: below 0.1 stable, from 0.25 on another population. */
const psiTold = 0.1
const psiWarned = 0.25

/**
 * How a table differs from what it was, by two profiles: columns gone, new or of another type, shares of nulls, ranges,
 * values that are new or gone, keys that repeat now, and distributions (population stability index and Jensen–Shannon
 * distance). A column that is gone or cannot be read as before is an error, what may mislead a plan a warning.
 *
 * @param before The profile of the table that is known, such as last month's.
 */
export function compareProfiles(before: TableProfile, after: TableProfile): ProfileDrift {
  const findings: DriftFinding[] = [...compareRows(before.rows, after.rows)]
  const [old, now] = [byName(before), byName(after)]
  for (const column of before.columns) {
    const other = now.get(column.name)
    if (other) findings.push(...compareColumns(column, before.rows, other, after.rows))
    else
      findings.push({
        kind: 'column-gone',
        severity: 'error',
        column: column.name,
        before: column.type,
        message: message('profile.drift-column-gone', { column: column.name }),
      })
  }
  for (const column of after.columns) {
    if (old.has(column.name)) continue
    const { name, type } = column
    const text = message('profile.drift-column-new', { column: name, type })
    findings.push({ kind: 'column-new', severity: 'info', column: name, after: type, message: text })
  }
  const worst = findings.reduce((most, { severity }) => Math.max(most, severities.indexOf(severity)), 0)
  const sorted = findings.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))
  return { worst: severities[worst]!, findings: sorted }
}

const byName = ({ columns }: TableProfile): Map<string, ColumnProfile> =>
  new Map(columns.map((column) => [column.name, column]))

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

function* compareRows(before: number, after: number): Generator<DriftFinding> {
  const ratio = after / Math.max(1, before)
  if (before === after || (ratio > 0.5 && ratio < 2)) return
  const severity = after === 0 ? 'error' : 'warning'
  const text = after === 0 ? message('profile.drift-no-rows', {}) : message('profile.drift-rows', { before, after })
  yield { kind: 'rows', severity, before: String(before), after: String(after), message: text }
}

function* compareColumns(
  before: ColumnProfile,
  rowsBefore: number,
  after: ColumnProfile,
  rowsAfter: number,
): Generator<DriftFinding> {
  const column = after.name
  if (before.type !== after.type) {
    const severity = before.family === after.family ? 'warning' : 'error'
    const types = { before: before.type, after: after.type }
    const text = message('profile.drift-type', { column, ...types })
    yield { kind: 'type-changed', severity, column, ...types, message: text }
    if (before.family !== after.family) return
  }
  const [meant, means] = [before.semantic?.type, after.semantic?.type]
  if (meant && means && meant !== means)
    yield {
      kind: 'meaning-changed',
      severity: 'warning',
      column,
      before: meant,
      after: means,
      message: message('profile.drift-meaning', { column, before: meant, after: means }),
    }
  if (rowsBefore === 0 || rowsAfter === 0) return
  yield* compareNulls(column, before.nulls / rowsBefore, after.nulls / rowsAfter)
  const wasUnique = before.nulls === 0 && before.distinct === rowsBefore && rowsBefore > 1
  if (wasUnique && after.distinct < rowsAfter && after.distinctIs === 'exact')
    yield {
      kind: 'no-longer-unique',
      severity: 'warning',
      column,
      before: String(before.distinct),
      after: String(after.distinct),
      message: message('profile.drift-unique', { column, distinct: after.distinct, rows: rowsAfter }),
    }
  yield* compareRanges(before, after)
  yield* compareValues(before, rowsBefore, after, rowsAfter)
  yield* compareDistributions(before, after)
}

function* compareNulls(column: string, before: number, after: number): Generator<DriftFinding> {
  const change = Math.abs(after - before)
  if (change < nullsTold && !(before === 0 && after > 0)) return
  yield {
    kind: 'nulls-changed',
    severity: change >= nullsWarned || (before === 0 && after >= nullsTold) ? 'warning' : 'info',
    column,
    before: percent(before),
    after: percent(after),
    message: message('profile.drift-nulls', { column, before, after }),
  }
}

function* compareRanges(before: ColumnProfile, after: ColumnProfile): Generator<DriftFinding> {
  const { min, max } = before.numbers ?? {}
  const { min: least, max: most } = after.numbers ?? {}
  const isTime = before.family === 'time'
  if (isTime ? before.min === undefined || after.min === undefined : min === undefined || least === undefined) return
  const below = isTime ? after.min! < before.min! : least! < min!
  const above = isTime ? after.max! > before.max! : most! > max!
  if (!below && !above) return
  // Days and numbers that count go on: later ones are no news.
  const goesOn = isTime || before.semantic?.type === 'id' || before.numbers?.rowOffset !== undefined
  const width = goesOn ? 0 : max! - min!
  const far = !goesOn && ((below && min! - least! > width) || (above && most! - max! > width))
  const signs = !isTime && least! < 0 && min! >= 0
  yield {
    kind: 'range-changed',
    severity: far || signs ? 'warning' : 'info',
    column: after.name,
    before: `${before.min} to ${before.max}`,
    after: `${after.min} to ${after.max}`,
    message: message('profile.drift-range', {
      column: after.name,
      min: after.min ?? '',
      max: after.max ?? '',
      minBefore: before.min ?? '',
      maxBefore: before.max ?? '',
    }),
  }
}

/** All different values are known of columns with few of them. */
const isListed = ({ top, distinct, family }: ColumnProfile): boolean =>
  distinct > 0 && distinct <= topValues && top.length === distinct && (family === 'text' || family === 'boolean')

function* compareValues(
  before: ColumnProfile,
  rowsBefore: number,
  after: ColumnProfile,
  rowsAfter: number,
): Generator<DriftFinding> {
  const [old, now] = [new Set(before.top.map(({ value }) => value)), new Set(after.top.map(({ value }) => value))]
  const listed = isListed(before)
  // Where not all were listed, a value that is frequent now and was not among the most frequent is news all the same.
  const isNews = (count: number): boolean =>
    listed || (before.semantic?.type === 'category' && count > rowsAfter * 0.05)
  const added = after.top.filter(({ value, count }) => !old.has(value) && isNews(count)).map(({ value }) => value)
  if (added.length > 0 && before.family !== 'number' && before.family !== 'time') {
    const text = message('profile.drift-new-values', { column: after.name, values: added })
    const severity = listed ? 'warning' : 'info'
    yield { kind: 'new-values', severity, column: after.name, values: added, message: text }
  }
  if (!isListed(after)) return
  const gone = before.top
    .filter(({ value, count }) => !now.has(value) && count > rowsBefore * 0.01)
    .map(({ value }) => value)
  if (gone.length > 0) {
    const text = message('profile.drift-values-gone', { column: after.name, values: gone })
    yield { kind: 'values-gone', severity: 'info', column: after.name, values: gone, message: text }
  }
}

function* compareDistributions(before: ColumnProfile, after: ColumnProfile): Generator<DriftFinding> {
  // Ids and days go on; that they are others than last month is no news.
  if (before.semantic?.type === 'id' || before.numbers?.rowOffset !== undefined || before.family === 'time') return
  const [one, other] = [distributionOf(before), distributionOf(after)]
  if (!one || !other || one.kind !== other.kind) return
  const { psi, jensenShannon } = distributionDistance(one, other)
  if (psi < psiTold) return
  yield {
    kind: 'distribution-changed',
    severity: psi >= psiWarned ? 'warning' : 'info',
    column: after.name,
    psi,
    distance: jensenShannon,
    message: message('profile.drift-distribution', { column: after.name, psi, distance: jensenShannon }),
  }
}

function distributionOf(column: ColumnProfile): Distribution | undefined {
  const rows = column.histogram.reduce((sum, { count }) => sum + count, 0)
  if (column.family === 'number' && rows >= 30) return { kind: 'range', bins: column.histogram }
  const counted = column.top.reduce((sum, { count }) => sum + count, 0)
  return isListed(column) && counted >= 30 ? { kind: 'values', counts: column.top } : undefined
}
