import { message } from '@aw-flow/messages'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile, DriftFinding, ProfileDrift } from '@aw-flow/schema/internal'
import { measureDistributionDistance, type Distribution } from './distribution-distance.ts'
import { maxTopValues } from './count-values.ts'

const severities = ['none', 'info', 'warning', 'error'] as const

/** Minimum change in the fraction of nulls that is reported as a finding. */
const minNullChange = 0.02
/** Minimum change in the fraction of nulls for which the finding is a warning. */
const nullWarningChange = 0.1
/** Population stability index below which a distribution counts as stable, as in credit scoring. */
const minPsi = 0.1
/** Population stability index at or above which a distribution counts as changed, as in credit scoring. */
const minWarningPsi = 0.25

/**
 * Compares two profiles of a table. Reports columns that are missing, new or of a different type, and keys that have
 * lost their uniqueness, as well as changes in fractions of nulls, ranges, values and distributions (population
 * stability index and Jensen–Shannon distance). A missing column or an incompatible type is an error. A change that may
 * invalidate a plan is a warning.
 *
 * @param before Profile of a known table, such as last month's.
 * @param after Profile of the new table.
 * @returns The findings, most severe first, and the worst severity.
 * @internal
 */
export function compareProfiles(before: TableProfile, after: TableProfile): ProfileDrift {
  const findings: DriftFinding[] = [...compareRowCounts(before.rows, after.rows)]
  const [previousColumns, currentColumns] = [indexByName(before), indexByName(after)]
  for (const column of before.columns) {
    const counterpart = currentColumns.get(column.name)
    if (counterpart) findings.push(...compareColumns(column, before.rows, counterpart, after.rows))
    else
      findings.push({
        kind: 'column-gone',
        severity: 'error',
        column: column.name,
        before: column.type,
        message: message('profile.drift-column-missing', { column: column.name }),
      })
  }
  for (const column of after.columns) {
    if (previousColumns.has(column.name)) continue
    const { name, type } = column
    const text = message('profile.drift-column-new', { column: name, type })
    findings.push({ kind: 'column-new', severity: 'info', column: name, after: type, message: text })
  }
  const worstIndex = findings.reduce((max, { severity }) => Math.max(max, severities.indexOf(severity)), 0)
  const sortedFindings = findings.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))
  return { worst: severities[worstIndex]!, findings: sortedFindings }
}

const indexByName = ({ columns }: TableProfile): Map<string, ColumnProfile> =>
  new Map(columns.map((column) => [column.name, column]))

const formatPercent = (fraction: number): string => `${Math.round(fraction * 1000) / 10}%`

function* compareRowCounts(before: number, after: number): Generator<DriftFinding> {
  const ratio = after / Math.max(1, before)
  if (before === after || (ratio > 0.5 && ratio < 2)) return
  const severity = after === 0 ? 'error' : 'warning'
  const text = after === 0 ? message('profile.drift-no-rows', {}) : message('profile.drift-rows', { before, after })
  yield { kind: 'rows', severity, before: String(before), after: String(after), message: text }
}

function* compareColumns(
  before: ColumnProfile,
  rowCountBefore: number,
  after: ColumnProfile,
  rowCountAfter: number,
): Generator<DriftFinding> {
  const column = after.name
  if (before.type !== after.type) {
    const severity = before.family === after.family ? 'warning' : 'error'
    const types = { before: before.type, after: after.type }
    const text = message('profile.drift-type', { column, ...types })
    yield { kind: 'type-changed', severity, column, ...types, message: text }
    if (before.family !== after.family) return
  }
  const [oldMeaning, newMeaning] = [before.semantic?.type, after.semantic?.type]
  if (oldMeaning && newMeaning && oldMeaning !== newMeaning)
    yield {
      kind: 'meaning-changed',
      severity: 'warning',
      column,
      before: oldMeaning,
      after: newMeaning,
      message: message('profile.drift-meaning', { column, before: oldMeaning, after: newMeaning }),
    }
  if (rowCountBefore === 0 || rowCountAfter === 0) return
  yield* compareNulls(column, before.nulls / rowCountBefore, after.nulls / rowCountAfter)
  const wasUnique = before.nulls === 0 && before.distinct === rowCountBefore && rowCountBefore > 1
  if (wasUnique && after.distinct < rowCountAfter && after.distinctIs === 'exact')
    yield {
      kind: 'no-longer-unique',
      severity: 'warning',
      column,
      before: String(before.distinct),
      after: String(after.distinct),
      message: message('profile.drift-unique', { column, distinct: after.distinct, rows: rowCountAfter }),
    }
  yield* compareRanges(before, after)
  yield* compareValues(before, rowCountBefore, after, rowCountAfter)
  yield* compareDistributions(before, after)
}

function* compareNulls(column: string, before: number, after: number): Generator<DriftFinding> {
  const change = Math.abs(after - before)
  if (change < minNullChange && !(before === 0 && after > 0)) return
  yield {
    kind: 'nulls-changed',
    severity: change >= nullWarningChange || (before === 0 && after >= minNullChange) ? 'warning' : 'info',
    column,
    before: formatPercent(before),
    after: formatPercent(after),
    message: message('profile.drift-nulls', { column, before, after }),
  }
}

function* compareRanges(before: ColumnProfile, after: ColumnProfile): Generator<DriftFinding> {
  const { min, max } = before.numbers ?? {}
  const { min: newMin, max: newMax } = after.numbers ?? {}
  const isTime = before.family === 'time'
  if (isTime ? before.min === undefined || after.min === undefined : min === undefined || newMin === undefined) return
  const extendsBelow = isTime ? after.min! < before.min! : newMin! < min!
  const extendsAbove = isTime ? after.max! > before.max! : newMax! > max!
  if (!extendsBelow && !extendsAbove) return
  // Dates and serial numbers are expected to increase.
  const isSerial = isTime || before.semantic?.type === 'id' || before.numbers?.rowOffset !== undefined
  const rangeWidth = isSerial ? 0 : max! - min!
  const isFarOutOfRange =
    !isSerial && ((extendsBelow && min! - newMin! > rangeWidth) || (extendsAbove && newMax! - max! > rangeWidth))
  const hasNewSign = !isTime && newMin! < 0 && min! >= 0
  yield {
    kind: 'range-changed',
    severity: isFarOutOfRange || hasNewSign ? 'warning' : 'info',
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

/** Returns whether a profile's top values include every distinct value of the column. */
const listsAllValues = ({ top, distinct, family }: ColumnProfile): boolean =>
  distinct > 0 && distinct <= maxTopValues && top.length === distinct && (family === 'text' || family === 'boolean')

function* compareValues(
  before: ColumnProfile,
  rowCountBefore: number,
  after: ColumnProfile,
  rowCountAfter: number,
): Generator<DriftFinding> {
  const previousValues = new Set(before.top.map(({ value }) => value))
  const currentValues = new Set(after.top.map(({ value }) => value))
  const isComplete = listsAllValues(before)
  // If the previous profile does not list all values, only values that are now frequent count as new.
  const countsAsNew = (count: number): boolean =>
    isComplete || (before.semantic?.type === 'category' && count > rowCountAfter * 0.05)
  const addedValues = after.top
    .filter(({ value, count }) => !previousValues.has(value) && countsAsNew(count))
    .map(({ value }) => value)
  if (addedValues.length > 0 && before.family !== 'number' && before.family !== 'time') {
    const text = message('profile.drift-new-values', { column: after.name, values: addedValues })
    const severity = isComplete ? 'warning' : 'info'
    yield { kind: 'new-values', severity, column: after.name, values: addedValues, message: text }
  }
  if (!listsAllValues(after)) return
  const missingValues = before.top
    .filter(({ value, count }) => !currentValues.has(value) && count > rowCountBefore * 0.01)
    .map(({ value }) => value)
  if (missingValues.length > 0) {
    const text = message('profile.drift-values-missing', { column: after.name, values: missingValues })
    yield { kind: 'values-gone', severity: 'info', column: after.name, values: missingValues, message: text }
  }
}

function* compareDistributions(before: ColumnProfile, after: ColumnProfile): Generator<DriftFinding> {
  // The distributions of IDs and dates are expected to change.
  if (before.semantic?.type === 'id' || before.numbers?.rowOffset !== undefined || before.family === 'time') return
  const [previousDistribution, currentDistribution] = [toDistribution(before), toDistribution(after)]
  if (!previousDistribution || !currentDistribution || previousDistribution.kind !== currentDistribution.kind) return
  const { psi, jensenShannon } = measureDistributionDistance(previousDistribution, currentDistribution)
  if (psi < minPsi) return
  yield {
    kind: 'distribution-changed',
    severity: psi >= minWarningPsi ? 'warning' : 'info',
    column: after.name,
    psi,
    distance: jensenShannon,
    message: message('profile.drift-distribution', { column: after.name, psi, distance: jensenShannon }),
  }
}

function toDistribution(column: ColumnProfile): Distribution | undefined {
  const binnedRowCount = column.histogram.reduce((sum, { count }) => sum + count, 0)
  if (column.family === 'number' && binnedRowCount >= 30) return { kind: 'range', bins: column.histogram }
  const countedRowCount = column.top.reduce((sum, { count }) => sum + count, 0)
  return listsAllValues(column) && countedRowCount >= 30 ? { kind: 'values', counts: column.top } : undefined
}
