import { message, type Message } from '@aw-flow/messages'
import type { LoadedTable } from '@aw-flow/engine'
import {
  warning,
  type Evidence,
  type LoadedColumn,
  type LoadPlan,
  type PlannedColumn,
  type Problem,
} from '@aw-flow/schema'
import { isIdName } from '../../column-meaning.ts'
import { certainFormat } from '../columns/date-format.ts'
import { dateTemplate } from '../columns/date-template.ts'
import { findDurationFormat } from '../columns/duration-format.ts'
import { toleratedMisfits } from '../columns/infer-column.ts'
import { isNullWord } from '../columns/null-words.ts'

/** A plan that fixes the problems of the previous load. */
export interface CorrectedPlan {
  plan: LoadPlan
  reason: Message
  /** Columns whose ambiguity is resolved; warnings about it no longer apply. */
  resolved: string[]
  /** Warnings about columns that became text. */
  warnings: Problem[]
}

/**
 * Corrects a plan for the invalid cells that a load has counted over all rows: adds null values, changes integers to
 * decimals, increases the scale of decimals, changes times beyond 24 hours to durations, swaps day and month of
 * ambiguous dates, adds a second format of dates, and changes all other columns to text. A few invalid cells are
 * tolerated and only reported.
 *
 * @param isLastAttempt Whether only one more attempt is allowed. Then only corrections with a certain outcome are made.
 * @returns `undefined` if there is nothing to correct.
 */
export function correctPlan(plan: LoadPlan, loaded: LoadedTable, isLastAttempt: boolean): CorrectedPlan | undefined {
  const reasons: Message[] = []
  let { evidence } = plan
  const resolved: string[] = []
  const warnings: Problem[] = []
  const columns = plan.columns.map((column, index) => {
    const counted = loaded.columns[index]
    if (!counted || counted.badCells === 0) return column
    const change =
      swapDayAndMonth(plan, column, counted, isLastAttempt) ??
      addDateFormat(column, counted, isLastAttempt) ??
      correctColumn(column, counted, loaded.table.rows, isLastAttempt)
    if (!change) return column
    reasons.push(change.reason)
    const newEvidence = change.evidence
    const isText = change.column.type === 'VARCHAR'
    if (newEvidence || isText) resolved.push(column.name)
    if (isText) warnings.push(staysTextWarning(column.name, change.reason))
    evidence = replaceEvidence(evidence, newEvidence ?? columnEvidence(column, change, evidence))
    return change.column
  })
  const reason = joinReasons(reasons)
  if (!reason) return undefined
  return {
    plan: { ...plan, columns, evidence },
    reason,
    resolved,
    warnings: limitWarnings(warnings),
  }
}

/** Joins the first three reasons and the number of further columns. */
function joinReasons(reasons: readonly Message[]): Message | undefined {
  const shown = reasons.slice(0, 3)
  if (shown.length === 0) return undefined
  const first = shown.reduce((before, second) => message('loading.both', { first: before, second }))
  const columns = reasons.length - 3
  return columns > 0 ? message('loading.more-columns', { first, columns }) : first
}

/**
 * Returns the evidence of a corrected column: the new reason is appended to the previous one if the type is unchanged.
 */
function columnEvidence(
  { name, type }: PlannedColumn,
  { column, reason }: { column: PlannedColumn; reason: Message },
  evidence: readonly Evidence[],
): Evidence {
  const decision = `type of ${name}`
  const before = evidence.find((item) => item.decision === decision)
  if (before && column.type === type)
    return { ...before, reason: message('loading.both', { first: before.reason, second: reason }) }
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

const staysTextWarning = (column: string, reason: Message): Problem =>
  warning('load.column-stays-text.counted', { reason }, { where: { column } })

/** Swaps day and month if the samples allowed both orders and all invalid cells fit the other order. */
function swapDayAndMonth(
  { evidence }: LoadPlan,
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence: Evidence } | undefined {
  const { name, format = '' } = column
  if (isLastAttempt && badCells > badExamples.length) return undefined
  const evidenceOfColumn = evidence.find(({ decision }) => decision === `type of ${name}`)
  const swapped = format.replaceAll(/%[dm]/g, (mark) => (mark === '%d' ? '%m' : '%d'))
  if (swapped === format || !evidenceOfColumn?.runnersUp.some(({ value }) => value === swapped)) return undefined
  const texts = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  if (texts.length === 0 || !texts.every((text) => fitsOrder(text, swapped))) return undefined
  const reason = message('loading.corrected-dates', { value: texts[0]!, column: name, format: swapped })
  return {
    column: { ...column, format: swapped },
    reason,
    evidence: { ...evidenceOfColumn, confidence: 1, reason, runnersUp: [] },
  }
}

/** Adds a second date format if all invalid cells have it and its order of day and month is certain. */
function addDateFormat(
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence?: Evidence } | undefined {
  const { name, type, format = type === 'DATE' ? '%Y-%m-%d' : undefined, otherFormat } = column
  if (format === undefined || otherFormat !== undefined || column.months || !/^(?:DATE|TIMESTAMP)$/.test(type))
    return undefined
  if (isLastAttempt && badCells > badExamples.length) return undefined
  const texts = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  const templates = texts.flatMap((text) => dateTemplate(text) ?? [])
  const [first] = templates
  if (!first || templates.length < texts.length || templates.some((other) => other.text !== first.text))
    return undefined
  const found = certainFormat(first.text, templates)
  if (found === undefined || found.replace(/%[dm]/g, '') === format.replace(/%[dm]/g, '')) return undefined
  if (first.hasTime && type === 'DATE') return undefined
  const formats = found.includes('%y') ? { format: found, otherFormat: format } : { format, otherFormat: found }
  const reason = message('loading.corrected-dates', { value: texts[0]!, column: name, format: found })
  return { column: { ...column, ...formats }, reason }
}

function fitsOrder(text: string, format: string): boolean {
  const pair = dateTemplate(text)?.pair
  if (!pair) return false
  const [day, month] = format.indexOf('%d') < format.indexOf('%m') ? pair : [pair[1], pair[0]]
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

function correctColumn(
  column: PlannedColumn,
  counted: LoadedColumn,
  rows: number,
  isLastAttempt: boolean,
): { column: PlannedColumn; reason: Message; evidence?: Evidence } | undefined {
  const { name, type } = column
  const texts = counted.badExamples.map(({ text }) => text.trim())
  const value = texts[0] ?? ''
  const allExamplesKnown = counted.badCells <= texts.length
  const words = texts.filter(isNullWord)
  if (words.length === texts.length && texts.length > 0 && (!isLastAttempt || allExamplesKnown)) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return { column: { ...column, nulls }, reason: message('loading.corrected-null', { value, column: name }) }
  }
  const code = texts.find(isCode)
  if (code !== undefined)
    return {
      column: asText(column),
      reason: message('loading.corrected-digits', { column: name, value: code }),
    }
  const values = rows - (counted.nulls - counted.badCells)
  const tolerated = isIdName(name) ? 0 : toleratedMisfits(values)
  if (
    type === 'BIGINT' &&
    (!isLastAttempt || allExamplesKnown) &&
    texts.every((text) => isNullWord(text) || isDecimal(text, column))
  ) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return {
      column: { ...column, type: 'DOUBLE', nulls },
      reason: message('loading.corrected-decimals', { column: name, value }),
    }
  }
  const wider = widerType(type, texts)
  if (wider !== undefined && (!isLastAttempt || allExamplesKnown))
    return {
      column: { ...column, type: wider },
      reason: message('loading.corrected-type', { column: name, value, type: wider }),
    }
  if (counted.badCells <= tolerated) return undefined
  return {
    column: asText(column),
    reason: message('loading.corrected-text', { column: name, cells: counted.badCells, values, type, value }),
  }
}

const decimalType = /^DECIMAL\((\d+),(\d+)\)$/

/** Returns a type that represents the column's values and these texts without loss. */
function widerType(type: string, texts: readonly string[]): string | undefined {
  if (type === 'TIME') return findDurationFormat(texts, 0)?.type
  const scale = Number(decimalType.exec(type)?.[2])
  const places = texts.map((text) => /^[+-]?\d+[.,](\d+)$/.exec(text)?.[1]?.length)
  if (Number.isNaN(scale) || places.length === 0 || places.some((count) => count === undefined)) return undefined
  const scaleNeeded = Math.max(scale, ...(places as number[]))
  const wholeDigits = Math.max(...texts.map((text) => text.replace(/[.,].*$/, '').replace(/^[+-]/, '').length))
  return scaleNeeded > scale && scaleNeeded + wholeDigits <= 38 ? `DECIMAL(38,${scaleNeeded})` : undefined
}

/** Whether a number would lose digits of a text: leading zeros, or more digits than it has. */
const isCode = (text: string): boolean => /^[+-]?(?:0\d+|\d{16,})$/.test(text)

/** Whether a text is a decimal number in the column's format with at most 15 digits before the mark. */
function isDecimal(text: string, { decimal = '.', thousands = '', strip = [] }: PlannedColumn): boolean {
  let bare = text
  for (const part of [...strip, ...thousands]) if (part !== '') bare = bare.replaceAll(part, '')
  if (/^[+-]?inf(?:inity)?$/i.test(bare)) return true
  const point = decimal === '.' ? '\\.' : ','
  return new RegExp(`^[+-]?(?:\\d{1,15}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?$`).test(bare)
}

function asText({ name, sourceName, path, nulls }: PlannedColumn): PlannedColumn {
  return {
    name,
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(path === undefined ? {} : { path }),
    type: 'VARCHAR',
    nulls: nulls.filter((word) => /^(?:null|\\N|#N\/A)$/i.test(word)),
  }
}
