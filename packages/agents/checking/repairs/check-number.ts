import { message, type Message } from '@aw-flow/messages'
import type { ColumnEvidence } from '../scoring/column-evidence.ts'
import type { EncodedTable } from '../encoded-table.ts'
import { typoSources } from './repair-shape.ts'
import { fitNumberModel, type NumberFit, type NumberModel } from '../dependencies/number-models.ts'
import { isNumber } from '../scoring/value-shape.ts'
import type { ScoredCell } from '../scoring/score-cell.ts'

/**
 * Scores the cell of a row by a number model.
 *
 * @param isWrong - Whether the cell is already suspicious and only a repair is searched for.
 */
export type NumberCheck = (row: number, evidence: ColumnEvidence, isWrong?: boolean) => ScoredCell | undefined

const maxLength = 24
/** Minimum log odds of a suspicious number. */
const minOdds = 1.5
/** The same for the model of all numbers: measurements have longer tails than any distribution. */
const minGlobalOdds = 3
/** Minimum log likelihood ratio of the best repair to all others combined. */
const minMargin = 0.7
/** Texts in more cells are not typos. */
const maxOccurrences = 2
/** Maximum number of positions by which the decimal mark is shifted. */
const maxShifted = 6

/** Creates the check of a column of measurements by its number model and by the model of all numbers. */
export function createNumberCheck(model: NumberModel, table: EncodedTable): NumberCheck {
  const fit = fitNumberModel(model, table.columns)
  const globalFit = model.kind === 'all' ? fit : fitNumberModel({ ...model, kind: 'all', by: -1 }, table.columns)
  // Some far numbers are correct exceptions to the model.
  const exceptions = Math.min(0.05, Math.max(0.001, 0.4 * fit.far))
  const byColumn = model.by < 0 ? '' : (table.columns[model.by]?.name ?? '')
  return (row, evidence, isWrong = false) => {
    const { column, shapes } = evidence.model
    const { rates } = evidence
    const written = column.values[column.observed[row] as number] as string
    if (written === '' || written.length > maxLength) return undefined
    const cells = column.written[column.observed[row] as number] as number
    if (cells > maxOccurrences && !isWrong) return undefined
    const number = isNumber(written) ? Number(written) : Number.NaN
    const near = Number.isNaN(number) ? 0 : fit.density(row, number)
    if (near === undefined) return undefined
    const anywhere = Number.isNaN(number) ? 0 : (globalFit.density(row, number) ?? 0)
    const correctDensity = (1 - exceptions) * near + exceptions * anywhere
    const isFar = near < fit.residuals.density(2 * fit.residuals.wide) / (model.isLog ? Math.abs(number) : 1)
    if (!isFar && !isWrong) return undefined
    const found = new Map<string, number>()
    let all = 0
    const add = (value: string, rate: number): void => {
      if (
        value === written ||
        !isNumber(value) ||
        (shapes.usual.length > 0 && !shapes.usual.includes(shapes.shapeOf(value)))
      )
        return
      const mass = rate * (fit.density(row, Number(value)) ?? 0)
      if (mass === 0) return
      all += mass
      found.set(value, (found.get(value) ?? 0) + mass)
    }
    for (const [value, rate] of typoSources(written, evidence.model, rates)) add(value, rate)
    if (number)
      for (const value of shifted(written))
        add(value, (rates.other / 4 / maxShifted) * Math.min(1, Math.abs(Number(value) / number)))
    const otherErrors = rates.other * anywhere
    const odds = Math.log((all + otherErrors) / (correctDensity + 1e-300))
    if (odds < (model.kind === 'all' ? minGlobalOdds : minOdds) && !isWrong) return undefined
    const [first] = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const isSure = first && Math.log(first[1] / (all - first[1] + otherErrors + 1e-300)) >= minMargin
    return {
      ...(isSure ? { value: first[0] } : {}),
      odds,
      change: odds,
      by: { rule: 'outlier', reason: reasonOf(fit, row, byColumn), odds },
    }
  }
}

/** The number with the opposite sign, and with its decimal mark at other positions. */
function shifted(written: string): string[] {
  const found: string[] = written.startsWith('-') ? [written.slice(1)] : [`-${written}`]
  if (/[eE]/.test(written)) return found
  const [integerPart = '', fraction = ''] = written.replace(/^[-+]/, '').split('.')
  const sign = written.startsWith('-') ? '-' : ''
  const digits = integerPart + fraction
  for (let by = 1; by <= maxShifted; by++) {
    const left = integerPart.length - by
    found.push(sign + (left > 0 ? `${digits.slice(0, left)}.${digits.slice(left)}` : `0.${'0'.repeat(-left)}${digits}`))
    const right = integerPart.length + by
    found.push(
      sign +
        (right < digits.length
          ? `${digits.slice(0, right)}.${digits.slice(right)}`
          : digits + '0'.repeat(right - digits.length)
        ).replace(/^0+(?=\d)/, ''),
    )
  }
  return found.map((value) => (value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value))
}

function reasonOf({ model, expected, residuals }: NumberFit, row: number, column: string): Message {
  const center = expected[row] as number
  const [min, max] = [center - residuals.wide, center + residuals.wide].map((bound) =>
    Number((model.isLog ? Math.exp(bound) : bound).toPrecision(4)),
  ) as [number, number]
  const by = model.kind === 'rows' && column !== '' ? 'group-rows' : model.kind
  return message('finding.expected-range', { by, column, min, max })
}
