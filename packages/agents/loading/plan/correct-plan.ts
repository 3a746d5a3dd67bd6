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
import { dateTemplate } from '../columns/date-template.ts'
import { findDurationFormat } from '../columns/duration-format.ts'
import { toleratedMisfits } from '../columns/infer-column.ts'
import { isNullWord } from '../columns/null-words.ts'

/** A plan that reads what the last one could not, and why it differs. */
export interface CorrectedPlan {
  plan: LoadPlan
  reason: Message
  /** Columns that were read by habit and are no more: what was warned of them no longer holds. */
  settled: string[]
  /** Of columns that became text. */
  warnings: Problem[]
}

/**
 * The plan after a load whose counts over all rows showed cells that are not of their column's type: words for "no
 * value" are added, whole numbers become decimals, decimals get more places, times of day beyond 24 hours become spans
 * of time, day and month change places where only habit had decided which is which, everything else becomes text. A few odd cells in many are left to be
 * told of. `undefined` where nothing is to be corrected. `last` says that no further correction is possible: then
 * nothing is tried of which the outcome is not sure.
 */
export function correctPlan(plan: LoadPlan, loaded: LoadedTable, last: boolean): CorrectedPlan | undefined {
  const reasons: Message[] = []
  let { evidence } = plan
  const settled: string[] = []
  const warnings: Problem[] = []
  const columns = plan.columns.map((column, index) => {
    const counted = loaded.columns[index]
    if (!counted || counted.badCells === 0) return column
    const change =
      exchangeDayAndMonth(plan, column, counted, last) ?? correctColumn(column, counted, loaded.table.rows, last)
    if (!change) return column
    reasons.push(change.reason)
    const grounds = change.evidence
    const isText = change.column.type === 'VARCHAR'
    if (grounds || isText) settled.push(column.name)
    if (isText) warnings.push(staysTextWarning(column.name, change.reason))
    evidence = withGrounds(evidence, grounds ?? groundsOf(column, change, evidence))
    return change.column
  })
  const reason = joinReasons(reasons)
  if (!reason) return undefined
  return {
    plan: { ...plan, columns, evidence },
    reason,
    settled,
    warnings: fewOf(warnings),
  }
}

/** The first three reasons, and how many columns more are changed. */
function joinReasons(reasons: readonly Message[]): Message | undefined {
  const [one, ...others] = reasons.slice(0, 3)
  if (!one) return undefined
  const first = others.reduce((before, second) => message('loading.both', { first: before, second }), one)
  const columns = reasons.length - 3
  return columns > 0 ? message('loading.more-columns', { first, columns }) : first
}

/** Why a column is read as it is now: words for "no value" add to what was seen before, another type replaces it. */
function groundsOf(
  { name, type }: PlannedColumn,
  { column, reason }: { column: PlannedColumn; reason: Message },
  evidence: readonly Evidence[],
): Evidence {
  const decision = `type of ${name}`
  const before = evidence.find((one) => one.decision === decision)
  if (before && column.type === type)
    return { ...before, reason: message('loading.both', { first: before.reason, second: reason }) }
  return { decision, value: column.type, confidence: 1, reason, runnersUp: [] }
}

const withGrounds = (evidence: readonly Evidence[], grounds: Evidence): Evidence[] =>
  evidence.some(({ decision }) => decision === grounds.decision)
    ? evidence.map((one) => (one.decision === grounds.decision ? grounds : one))
    : [...evidence, grounds]

const maxWarnings = 5

const fewOf = (warnings: readonly Problem[]): Problem[] =>
  warnings.length <= maxWarnings
    ? [...warnings]
    : [
        ...warnings.slice(0, maxWarnings),
        warning('load.column-stays-text.more', { columns: warnings.length - maxWarnings }),
      ]

const staysTextWarning = (column: string, reason: Message): Problem =>
  warning('load.column-stays-text.counted', { reason }, { where: { column } })

/** The other order of a column's dates, where its samples allowed both and all that did not fit shows this one. */
function exchangeDayAndMonth(
  { evidence }: LoadPlan,
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  last: boolean,
): { column: PlannedColumn; reason: Message; evidence: Evidence } | undefined {
  const { name, format = '' } = column
  if (last && badCells > badExamples.length) return undefined
  const grounds = evidence.find(({ decision }) => decision === `type of ${name}`)
  const other = format.replaceAll(/%[dm]/g, (mark) => (mark === '%d' ? '%m' : '%d'))
  if (other === format || !grounds?.runnersUp.some(({ value }) => value === other)) return undefined
  const texts = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  if (texts.length === 0 || !texts.every((text) => fitsOrder(text, other))) return undefined
  const reason = message('loading.corrected-dates', { value: texts[0]!, column: name, format: other })
  return {
    column: { ...column, format: other },
    reason,
    evidence: { ...grounds, confidence: 1, reason, runnersUp: [] },
  }
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
  last: boolean,
): { column: PlannedColumn; reason: Message; evidence?: Evidence } | undefined {
  const { name, type } = column
  const texts = counted.badExamples.map(({ text }) => text.trim())
  const value = texts[0] ?? ''
  const isKnown = counted.badCells <= texts.length
  const words = texts.filter(isNullWord)
  if (words.length === texts.length && texts.length > 0 && (!last || isKnown)) {
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
  if (type === 'BIGINT' && (!last || isKnown) && texts.every((text) => isNullWord(text) || isDecimal(text, column))) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return {
      column: { ...column, type: 'DOUBLE', nulls },
      reason: message('loading.corrected-decimals', { column: name, value }),
    }
  }
  const wider = widerType(type, texts)
  if (wider !== undefined && (!last || isKnown))
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

/** The type that holds a column's values and these texts too, without a loss. */
function widerType(type: string, texts: readonly string[]): string | undefined {
  if (type === 'TIME') return findDurationFormat(texts, 0)?.type
  const scale = Number(decimalType.exec(type)?.[2])
  const places = texts.map((text) => /^[+-]?\d+[.,](\d+)$/.exec(text)?.[1]?.length)
  if (Number.isNaN(scale) || places.length === 0 || places.some((count) => count === undefined)) return undefined
  const most = Math.max(scale, ...(places as number[]))
  const whole = Math.max(...texts.map((text) => text.replace(/[.,].*$/, '').replace(/^[+-]/, '').length))
  return most > scale && most + whole <= 38 ? `DECIMAL(38,${most})` : undefined
}

/** Digits that a number does not keep: leading zeros, or more of them than it has. */
const isCode = (text: string): boolean => /^[+-]?(?:0\d+|\d{16,})$/.test(text)

/** A number with decimals as the column writes its numbers; not so large that digits would be lost. */
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
