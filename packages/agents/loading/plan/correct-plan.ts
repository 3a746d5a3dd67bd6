import { message, type Message } from '@aw-flow/messages'
import type { LoadedTable } from '@aw-flow/engine'
import { warning, defined, type LoadPlan, type Problem } from '@aw-flow/schema'
import type { Evidence, LoadedColumn, PlannedColumn } from '@aw-flow/schema/internal'
import { isIdName } from '../../column-meaning.ts'
import { findUnambiguousFormat } from '../columns/date-format.ts'
import { parseDateTemplate } from '../columns/date-template.ts'
import { findDurationFormat } from '../columns/duration-format.ts'
import { computeMaxMisfits } from '../columns/infer-column.ts'
import { isNullWord } from '../columns/null-words.ts'

/** A corrected plan that avoids the invalid cells of the previous load. */
export interface CorrectedPlan {
  plan: LoadPlan
  reason: Message
  /** Names of columns whose ambiguity is resolved. Earlier warnings about the ambiguity are obsolete. */
  resolvedColumns: string[]
  /** Warnings about columns whose type was changed to text. */
  warnings: Problem[]
}

/**
 * Corrects a plan based on the invalid cells that the previous load counted in all rows. Corrections are: adding null
 * values, changing integers to decimals, increasing the scale of decimals, changing times beyond 24 hours to durations,
 * swapping the day and month of ambiguous dates, and adding a second date format. If none of them applies, the column
 * is changed to text. A few invalid cells per column are tolerated and only reported.
 *
 * @param isLastAttempt Whether only one more attempt is allowed. In that case, the function makes only corrections that
 * are certain to work.
 * @param declaredNames The names of columns whose type a schema declares. Their invalid cells are not tolerated: the
 * column is changed to text, so that a check of the type finds them.
 * @returns The corrected plan, or `undefined` if no column needs a correction.
 */
export function correctPlan(
  plan: LoadPlan,
  loadedTable: LoadedTable,
  isLastAttempt: boolean,
  declaredNames: ReadonlySet<string> = new Set(),
): CorrectedPlan | undefined {
  const reasons: Message[] = []
  let { evidence } = plan
  const resolvedColumns: string[] = []
  const warnings: Problem[] = []
  const columns = plan.columns.map((column, index) => {
    const loadedColumn = loadedTable.columns[index]
    if (!loadedColumn || loadedColumn.badCells === 0) return column
    const change = declaredNames.has(column.name)
      ? changeToText(column, loadedColumn, loadedTable.table.rows, column.nulls)
      : (swapDayAndMonth(plan, column, loadedColumn, isLastAttempt) ??
        addDateFormat(column, loadedColumn, isLastAttempt) ??
        correctColumn(column, loadedColumn, loadedTable.table.rows, isLastAttempt))
    if (!change) return column
    reasons.push(change.reason)
    const newEvidence = change.evidence
    const isText = change.column.type === 'VARCHAR'
    if (newEvidence || isText) resolvedColumns.push(column.name)
    if (isText) warnings.push(createTextColumnWarning(column.name, change.reason))
    evidence = replaceEvidence(evidence, newEvidence ?? createColumnEvidence(column, change, evidence))
    return change.column
  })
  const reason = joinReasons(reasons)
  if (!reason) return undefined
  return {
    plan: { ...plan, columns, evidence },
    reason,
    resolvedColumns,
    warnings: limitWarnings(warnings),
  }
}

/** Joins the first three reasons and adds the number of further corrected columns. */
function joinReasons(reasons: readonly Message[]): Message | undefined {
  const listedReasons = reasons.slice(0, 3)
  if (listedReasons.length === 0) return undefined
  const first = listedReasons.reduce((previous, second) => message('loading.both', { first: previous, second }))
  const columns = reasons.length - 3
  return columns > 0 ? message('loading.more-columns', { first, columns }) : first
}

/**
 * Creates the evidence for a corrected column. If the type is unchanged, the new reason is appended to the previous
 * one.
 */
function createColumnEvidence(
  { name, type }: PlannedColumn,
  { column, reason }: { column: PlannedColumn; reason: Message },
  evidence: readonly Evidence[],
): Evidence {
  const decision = `type of ${name}`
  const previous = evidence.find((item) => item.decision === decision)
  if (previous && column.type === type)
    return { ...previous, reason: message('loading.both', { first: previous.reason, second: reason }) }
  return { decision, value: column.type, confidence: 1, reason, runnersUp: [] }
}

const replaceEvidence = (evidence: readonly Evidence[], replacement: Evidence): Evidence[] =>
  evidence.some(({ decision }) => decision === replacement.decision)
    ? evidence.map((item) => (item.decision === replacement.decision ? replacement : item))
    : [...evidence, replacement]

const maxWarnings = 5

const limitWarnings = (warnings: readonly Problem[]): Problem[] =>
  warnings.length <= maxWarnings
    ? [...warnings]
    : [
        ...warnings.slice(0, maxWarnings),
        warning('load.column-stays-text.more', { columns: warnings.length - maxWarnings }),
      ]

const createTextColumnWarning = (column: string, reason: Message): Problem =>
  warning('load.column-stays-text.counted', { reason }, { where: { column } })

/** Swaps day and month if the samples were ambiguous and all invalid cells match the swapped order. */
function swapDayAndMonth(
  { evidence }: LoadPlan,
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence: Evidence } | undefined {
  const { name, format = '' } = column
  if (isLastAttempt && badCells > badExamples.length) return undefined
  const currentEvidence = evidence.find(({ decision }) => decision === `type of ${name}`)
  const swappedFormat = format.replaceAll(/%[dm]/g, (part) => (part === '%d' ? '%m' : '%d'))
  if (swappedFormat === format || !currentEvidence?.runnersUp.some(({ value }) => value === swappedFormat))
    return undefined
  const examples = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  if (examples.length === 0 || !examples.every((text) => fitsDayMonthOrder(text, swappedFormat))) return undefined
  const reason = message('loading.corrected-dates', { value: examples[0]!, column: name, format: swappedFormat })
  return {
    column: { ...column, format: swappedFormat },
    reason,
    evidence: { ...currentEvidence, confidence: 1, reason, runnersUp: [] },
  }
}

/** Adds a second date format if all invalid cells match it and its day-month order is certain. */
function addDateFormat(
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence?: Evidence } | undefined {
  const { name, type, format = type === 'DATE' ? '%Y-%m-%d' : undefined, otherFormat } = column
  if (format === undefined || otherFormat !== undefined || column.months || !/^(?:DATE|TIMESTAMP)$/.test(type))
    return undefined
  if (isLastAttempt && badCells > badExamples.length) return undefined
  const examples = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  const templates = examples.flatMap((text) => parseDateTemplate(text) ?? [])
  const [first] = templates
  if (!first || templates.length < examples.length || templates.some((template) => template.text !== first.text))
    return undefined
  const newFormat = findUnambiguousFormat(first.text, templates)
  if (newFormat === undefined || newFormat.replace(/%[dm]/g, '') === format.replace(/%[dm]/g, '')) return undefined
  if (first.hasTime && type === 'DATE') return undefined
  const formats = newFormat.includes('%y')
    ? { format: newFormat, otherFormat: format }
    : { format, otherFormat: newFormat }
  const reason = message('loading.corrected-dates', { value: examples[0]!, column: name, format: newFormat })
  return { column: { ...column, ...formats }, reason }
}

function fitsDayMonthOrder(text: string, format: string): boolean {
  const pair = parseDateTemplate(text)?.pair
  if (!pair) return false
  const [day, month] = format.indexOf('%d') < format.indexOf('%m') ? pair : [pair[1], pair[0]]
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

function correctColumn(
  column: PlannedColumn,
  loadedColumn: LoadedColumn,
  rowCount: number,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence?: Evidence } | undefined {
  const { name, type } = column
  const examples = loadedColumn.badExamples.map(({ text }) => text.trim())
  const value = examples[0] ?? ''
  const hasAllExamples = loadedColumn.badCells <= examples.length
  const nullMarkers = examples.filter(isNullWord)
  if (nullMarkers.length === examples.length && examples.length > 0 && (!isLastAttempt || hasAllExamples)) {
    const nulls = [...new Set([...column.nulls, ...nullMarkers])].sort()
    return { column: { ...column, nulls }, reason: message('loading.corrected-null', { value, column: name }) }
  }
  const lossyText = examples.find(losesDigits)
  if (lossyText !== undefined)
    return {
      column: toTextColumn(column),
      reason: message('loading.corrected-digits', { column: name, value: lossyText }),
    }
  const valueCount = rowCount - (loadedColumn.nulls - loadedColumn.badCells)
  const maxMisfits = isIdName(name) ? 0 : computeMaxMisfits(valueCount)
  if (
    type === 'BIGINT' &&
    (!isLastAttempt || hasAllExamples) &&
    examples.every((text) => isNullWord(text) || isDecimal(text, column))
  ) {
    const nulls = [...new Set([...column.nulls, ...nullMarkers])].sort()
    return {
      column: { ...column, type: 'DOUBLE', nulls },
      reason: message('loading.corrected-decimals', { column: name, value }),
    }
  }
  const widerType = findWiderType(type, examples)
  if (widerType !== undefined && (!isLastAttempt || hasAllExamples))
    return {
      column: { ...column, type: widerType },
      reason: message('loading.corrected-type', { column: name, value, type: widerType }),
    }
  if (loadedColumn.badCells <= maxMisfits) return undefined
  return changeToText(column, loadedColumn, rowCount)
}

/** Changes a column to text because of its invalid cells. */
function changeToText(
  column: PlannedColumn,
  { badCells, badExamples, nulls: nullCount }: LoadedColumn,
  rowCount: number,
  nulls?: string[],
): { column: PlannedColumn; reason: Message; evidence?: Evidence } {
  const value = badExamples[0]?.text.trim() ?? ''
  const params = { column: column.name, cells: badCells, values: rowCount - (nullCount - badCells) }
  const reason = message('loading.corrected-text', { ...params, type: column.type, value })
  return { column: { ...toTextColumn(column), ...defined({ nulls }) }, reason }
}

const decimalTypePattern = /^DECIMAL\((\d+),(\d+)\)$/

/** Returns a wider type that can store the column's values and the examples without loss, or `undefined`. */
function findWiderType(type: string, examples: readonly string[]): string | undefined {
  if (type === 'TIME') return findDurationFormat(examples, 0)?.type
  const scale = Number(decimalTypePattern.exec(type)?.[2])
  const scales = examples.map((text) => /^[+-]?\d+[.,](\d+)$/.exec(text)?.[1]?.length)
  if (Number.isNaN(scale) || scales.length === 0 || scales.some((count) => count === undefined)) return undefined
  const requiredScale = Math.max(scale, ...(scales as number[]))
  const maxIntegerDigits = Math.max(
    ...examples.map((text) => text.replace(/[.,][^]*$/, '').replace(/^[+-]/, '').length),
  )
  return requiredScale > scale && requiredScale + maxIntegerDigits <= 38 ? `DECIMAL(38,${requiredScale})` : undefined
}

/** Returns whether converting the text to a number would lose leading zeros or exceed the precision of a double. */
const losesDigits = (text: string): boolean => /^[+-]?(?:0\d+|\d{16,})$/.test(text)

/** Returns whether a cell is a decimal number in the column's notation with at most 15 integer digits. */
function isDecimal(text: string, { decimal = '.', thousands = '', strip = [] }: PlannedColumn): boolean {
  let digits = text
  for (const part of [...strip, ...thousands]) if (part !== '') digits = digits.replaceAll(part, '')
  if (/^[+-]?inf(?:inity)?$/i.test(digits)) return true
  const pointPattern = decimal === '.' ? '\\.' : ','
  return new RegExp(`^[+-]?(?:\\d{1,15}(?:${pointPattern}\\d*)?|${pointPattern}\\d+)(?:[eE][+-]?\\d+)?$`).test(digits)
}

function toTextColumn({ name, sourceName, path, nulls }: PlannedColumn): PlannedColumn {
  return defined({
    name,
    sourceName,
    path,
    type: 'VARCHAR',
    nulls: nulls.filter((word) => /^(?:null|\\N|#N\/A)$/i.test(word)),
  })
}
