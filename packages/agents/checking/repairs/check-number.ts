import { message, type Message } from '@aw-flow/messages'
import type { ColumnEvidence } from '../scoring/column-evidence.ts'
import type { EncodedTable } from '../encoded-table.ts'
import { generateCorrections } from './repair-shape.ts'
import { fitNumberModel, createSharedNumbers, type NumberFit, type NumberModel } from '../dependencies/number-models.ts'
import { isNumber } from '../scoring/value-shape.ts'
import type { ScoredCell } from '../scoring/score-cell.ts'
import { roundToDigits } from '../../round-to-digits.ts'

/**
 * Scores the cell in a row based on a number model.
 *
 * @param isKnownError - Whether the cell is already known to be suspicious, so that only its repair is needed.
 */
export type NumberCheck = (row: number, evidence: ColumnEvidence, isKnownError?: boolean) => ScoredCell | undefined

const maxLength = 24
/** Minimum log odds of a suspicious number for all models except `all`. */
const minLogOdds = 1.5
/** Minimum log odds of a suspicious number for the `all` model. It is higher because measurements have long tails. */
const minGlobalLogOdds = 3
/** Minimum log likelihood ratio of the best repair to all alternatives combined. */
const minMargin = 0.7
/** A number that occurs in more cells than this is not considered a typo. */
const maxOccurrences = 2
/** Maximum number of positions by which the decimal point is shifted. */
const maxShift = 6

/** Creates the check for a column of measurements, based on its number model and the `all` model. */
export function createNumberCheck(model: NumberModel, table: EncodedTable): NumberCheck {
  const sharedNumbers = createSharedNumbers(table.columns)
  const fit = fitNumberModel(model, sharedNumbers)
  const globalFit =
    model.kind === 'all' ? fit : fitNumberModel({ ...model, kind: 'all', otherIndex: -1 }, sharedNumbers)
  // Accounts for outliers that are correct exceptions to the model.
  const exceptionRate = Math.min(0.05, Math.max(0.001, 0.4 * fit.outlierShare))
  const otherColumnName = model.otherIndex < 0 ? '' : (table.columns[model.otherIndex]?.name ?? '')
  return (row, evidence, isKnownError = false) => {
    const { column, shapes } = evidence.model
    const { rates } = evidence
    const observed = column.values[column.observedCodes[row] as number] as string
    if (observed === '' || observed.length > maxLength) return undefined
    const occurrences = column.observedCounts[column.observedCodes[row] as number] as number
    if (occurrences > maxOccurrences && !isKnownError) return undefined
    const number = isNumber(observed) ? Number(observed) : Number.NaN
    const localDensity = Number.isNaN(number) ? 0 : fit.getDensity(row, number)
    if (localDensity === undefined) return undefined
    const globalDensity = Number.isNaN(number) ? 0 : (globalFit.getDensity(row, number) ?? 0)
    const correctDensity = (1 - exceptionRate) * localDensity + exceptionRate * globalDensity
    const isOutlier =
      localDensity < fit.residuals.getDensity(2 * fit.residuals.percentile95) / (model.isLog ? Math.abs(number) : 1)
    if (!isOutlier && !isKnownError) return undefined
    const massByValue = new Map<string, number>()
    let total = 0
    const addCandidate = (value: string, rate: number): void => {
      if (
        value === observed ||
        !isNumber(value) ||
        (shapes.commonShapes.length > 0 && !shapes.commonShapes.includes(shapes.toShape(value)))
      )
        return
      const mass = rate * (fit.getDensity(row, Number(value)) ?? 0)
      if (mass === 0) return
      total += mass
      massByValue.set(value, (massByValue.get(value) ?? 0) + mass)
    }
    for (const [value, rate] of generateCorrections(observed, evidence.model, rates)) addCandidate(value, rate)
    if (number)
      for (const value of listNumberVariants(observed))
        addCandidate(value, (rates.other / 4 / maxShift) * Math.min(1, Math.abs(Number(value) / number)))
    const otherErrors = rates.other * globalDensity
    const logOdds = Math.log((total + otherErrors) / (correctDensity + 1e-300))
    if (logOdds < (model.kind === 'all' ? minGlobalLogOdds : minLogOdds) && !isKnownError) return undefined
    const [first] = [...massByValue].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const isConfident = first && Math.log(first[1] / (total - first[1] + otherErrors + 1e-300)) >= minMargin
    return {
      ...(isConfident ? { value: first[0] } : {}),
      logOdds,
      logLikelihoodRatio: logOdds,
      source: { rule: 'outlier', reason: describeReason(fit, row, otherColumnName), logOdds },
    }
  }
}

/** Returns variants of a number: with the opposite sign, and with the decimal point shifted. */
function listNumberVariants(observed: string): string[] {
  const results: string[] = observed.startsWith('-') ? [observed.slice(1)] : [`-${observed}`]
  if (/[eE]/.test(observed)) return results
  const [integerPart = '', fraction = ''] = observed.replace(/^[-+]/, '').split('.')
  const sign = observed.startsWith('-') ? '-' : ''
  const digits = integerPart + fraction
  for (let shift = 1; shift <= maxShift; shift++) {
    const leftIndex = integerPart.length - shift
    results.push(
      sign +
        (leftIndex > 0
          ? `${digits.slice(0, leftIndex)}.${digits.slice(leftIndex)}`
          : `0.${'0'.repeat(-leftIndex)}${digits}`),
    )
    const rightIndex = integerPart.length + shift
    results.push(
      sign +
        (rightIndex < digits.length
          ? `${digits.slice(0, rightIndex)}.${digits.slice(rightIndex)}`
          : digits + '0'.repeat(rightIndex - digits.length)
        ).replace(/^0+(?=\d)/, ''),
    )
  }
  return results.map((value) => (value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value))
}

function describeReason({ model, expected, residuals }: NumberFit, row: number, column: string): Message {
  const center = expected[row] as number
  const [min, max] = [center - residuals.percentile95, center + residuals.percentile95].map((bound) =>
    roundToDigits(model.isLog ? Math.exp(bound) : bound, 4),
  ) as [number, number]
  const basis = model.kind === 'rows' && column !== '' ? 'group-rows' : model.kind
  return message('finding.expected-range', { by: basis, column, min, max })
}
