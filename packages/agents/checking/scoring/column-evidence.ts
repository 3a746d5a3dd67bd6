import { buildColumnModel } from './column-model.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import type { ErrorRates } from './error-rates.ts'
import { createMissingValueDetector } from '../repairs/missing-value-detector.ts'
import { isUsualShape, proposeShapeRepair } from '../repairs/repair-shape.ts'
import type { Predictor } from '../dependencies/predictor.ts'
import { noCandidates, proposeRepairs, type Proposal } from '../repairs/propose-repairs.ts'
import { measureFormats, isUsualFormatDifference } from '../repairs/text-format.ts'

/** The evidence about the cells of one column. */
export type ColumnEvidence = ReturnType<typeof createColumnEvidence>

/** The search stops once a proposal has at least these log odds. */
const sufficientLogOdds = 2
const noProposals: readonly Proposal[] = []

/** The statistics of a column, which are valid until one of its cells is repaired. */
export type ColumnStatistics = ReturnType<typeof measureColumn>

/** Measures a column. */
export const measureColumn = (column: EncodedColumn, rowCount: number) => ({
  revision: column.revision,
  model: buildColumnModel(column, rowCount),
  formatStatistics: measureFormats(column),
  proposeMissingValueRepair: createMissingValueDetector(column, rowCount),
  /** The codes of values without proposals for any error rates, as far as they are known. */
  ordinaryCodes: new Set<number>(),
})

/** Creates the evidence about a column. Proposals are cached by value. */
export function createColumnEvidence(
  { model, formatStatistics, proposeMissingValueRepair, ordinaryCodes }: ColumnStatistics,
  predictors: readonly Predictor[],
  rates: ErrorRates,
) {
  const { column } = model
  const propose = (text: string): readonly Proposal[] => {
    const missingProposal = proposeMissingValueRepair(text)
    if (missingProposal) return [missingProposal]
    if (text === '') return noProposals
    const repairs = proposeRepairs(text, model, formatStatistics, rates)
    if (repairs === noCandidates && isUsualShape(text, model)) return noCandidates
    const results = repairs.filter(
      ({ value }) => value === undefined || !isUsualFormatDifference(formatStatistics, text, value),
    )
    if ((results[0]?.logOdds ?? -Infinity) >= sufficientLogOdds) return results
    const shapeProposal = proposeShapeRepair(text, model, rates)
    if (shapeProposal) results.push(shapeProposal)
    if (results.length === 0) return noProposals
    return results
      .filter(({ value }) => value === undefined || !isUsualFormatDifference(formatStatistics, text, value))
      .sort((a, b) => b.logOdds - a.logOdds)
  }
  const proposalsByCode: (readonly Proposal[] | undefined)[] = []
  /** Cached proposals for strings that have no code in the column. */
  const proposalsByText = new Map<string, readonly Proposal[]>()
  const getProposalsByCode = (code: number): readonly Proposal[] => {
    const known = proposalsByCode[code]
    if (known) return known
    const text = column.values[code] as string
    const isOrdinary = ordinaryCodes.has(code) && !(rates.placeholder && text.includes(rates.placeholder.character))
    const proposals = isOrdinary
      ? noProposals
      : ((proposalsByText.size > 0 ? proposalsByText.get(text) : undefined) ?? propose(text))
    if (proposals === noCandidates) ordinaryCodes.add(code)
    proposalsByCode[code] = proposals
    return proposals
  }
  const getProposals = (text: string): readonly Proposal[] => {
    const code = column.codes.get(text)
    if (code !== undefined) return getProposalsByCode(code)
    const cached = proposalsByText.get(text) ?? propose(text)
    proposalsByText.set(text, cached)
    return cached
  }
  return {
    model,
    predictors,
    rates,
    /** Returns whether two values differ only in a format variation that is common in the column. */
    isCommonDifference: (observed: string, value: string): boolean =>
      isUsualFormatDifference(formatStatistics, observed, value),
    /** Returns proposed repairs of a value, based only on the column, in descending order of likelihood. */
    getProposals,
    /** Returns the proposals of `getProposals` for the value with a given code. */
    getProposalsByCode,
  }
}
