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
  reason: string
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
  const reasons: string[] = []
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
    if (isText) warnings.push(staysText(column.name, change.reason))
    evidence = withGrounds(evidence, grounds ?? groundsOf(column, change, evidence))
    return change.column
  })
  if (reasons.length === 0) return undefined
  const more = reasons.length > 3 ? ` And ${reasons.length - 3} more columns.` : ''
  return {
    plan: { ...plan, columns, evidence },
    reason: reasons.slice(0, 3).join(' ') + more,
    settled,
    warnings: fewOf(warnings),
  }
}

/** Why a column is read as it is now: words for "no value" add to what was seen before, another type replaces it. */
function groundsOf(
  { name, type }: PlannedColumn,
  { column, reason }: { column: PlannedColumn; reason: string },
  evidence: readonly Evidence[],
): Evidence {
  const decision = `type of ${name}`
  const before = evidence.find((one) => one.decision === decision)
  if (before && column.type === type) return { ...before, reason: `${before.reason} ${reason}` }
  return { decision, value: column.type, confidence: 1, reason, runnersUp: [] }
}

const withGrounds = (evidence: readonly Evidence[], grounds: Evidence): Evidence[] =>
  evidence.some(({ decision }) => decision === grounds.decision)
    ? evidence.map((one) => (one.decision === grounds.decision ? grounds : one))
    : [...evidence, grounds]

const told = 5

const fewOf = (warnings: readonly Problem[]): Problem[] =>
  warnings.length <= told
    ? [...warnings]
    : [
        ...warnings.slice(0, told),
        warning('load.column-stays-text', `${warnings.length - told} more columns stay text for the same reason.`, {
          hint: 'Look at the types of the columns, and give others to those that matter.',
        }),
      ]

const staysText = (name: string, reason: string): Problem =>
  warning('load.column-stays-text', reason, {
    where: { column: name },
    hint: 'Correct the cells in the source and load it again, or work with the column as text.',
  })

/** The other order of a column's dates, where its samples allowed both and all that did not fit shows this one. */
function exchangeDayAndMonth(
  { evidence }: LoadPlan,
  column: PlannedColumn,
  { badCells, badExamples }: LoadedColumn,
  last: boolean,
): { column: PlannedColumn; reason: string; evidence: Evidence } | undefined {
  const { name, format = '' } = column
  if (last && badCells > badExamples.length) return undefined
  const grounds = evidence.find(({ decision }) => decision === `type of ${name}`)
  const other = format.replaceAll(/%[dm]/g, (mark) => (mark === '%d' ? '%m' : '%d'))
  if (other === format || !grounds?.runnersUp.some(({ value }) => value === other)) return undefined
  const texts = badExamples.map(({ text }) => text.trim()).filter((text) => !isNullWord(text))
  if (texts.length === 0 || !texts.every((text) => fitsOrder(text, other))) return undefined
  const reason = `${JSON.stringify(texts[0])} in \`${name}\` shows that its dates are written as ${other}.`
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
): { column: PlannedColumn; reason: string; evidence?: Evidence } | undefined {
  const { name, type } = column
  const texts = counted.badExamples.map(({ text }) => text.trim())
  const example = JSON.stringify(texts[0] ?? '')
  const isKnown = counted.badCells <= texts.length
  const words = texts.filter(isNullWord)
  if (words.length === texts.length && texts.length > 0 && (!last || isKnown)) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return { column: { ...column, nulls }, reason: `${example} in \`${name}\` means "no value".` }
  }
  const code = texts.find(isCode)
  if (code !== undefined)
    return {
      column: asText(column),
      reason: `\`${name}\` stays text: ${JSON.stringify(code)} would lose digits as a number.`,
    }
  const values = rows - (counted.nulls - counted.badCells)
  const tolerated = isIdName(name) ? 0 : toleratedMisfits(values)
  if (type === 'BIGINT' && (!last || isKnown) && texts.every((text) => isNullWord(text) || isDecimal(text, column))) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return { column: { ...column, type: 'DOUBLE', nulls }, reason: `\`${name}\` holds decimals such as ${example}.` }
  }
  const wider = widerType(type, texts)
  if (wider !== undefined && (!last || isKnown))
    return { column: { ...column, type: wider }, reason: `\`${name}\` holds values such as ${example}: ${wider}.` }
  if (counted.badCells <= tolerated) return undefined
  return {
    column: asText(column),
    reason: `\`${name}\` stays text: ${counted.badCells} of ${values} cells are not ${type}, such as ${example}.`,
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
