import { defined } from '@aw-flow/schema'
import {
  computeLogCorrectProbability,
  maxTypoRatio,
  toRateKind,
  classifyTypo,
  type ColumnModel,
} from './column-model.ts'
import { computeLogErrorLikelihood } from './error-rates.ts'
import { minUnanimity } from '../dependencies/measure-dependency.ts'
import { countOtherCells, type Predictor, type Tally } from '../dependencies/predictor.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import type { Proposal } from '../repairs/propose-repairs.ts'

/** The most likely error in a cell. */
export interface ScoredCell {
  /** The repair. Absent if it is unknown. */
  value?: string
  /** Log odds that the cell is wrong. */
  logOdds: number
  /** Log likelihood ratio of this error to no error, based only on the column. */
  logLikelihoodRatio: number
  /** The source of the score: a proposal based on the column, or a predictor. */
  source: Predictor | Proposal
  /** The number of other rows that support the repair, and the total number of rows in the evidence. */
  support?: { agreeing: number; total: number }
}

/** Evidence is decisive if it is unanimous and its doubt is below this probability. */
const maxDecisiveDoubt = 0.009

interface Vote {
  predictor: Predictor
  tally: Tally
  weight: number
  /** The probability that the evidence does not apply to this cell. */
  doubt: number
  /** The code of the majority value. */
  majorityCode: number
  /** Share of the column's cells whose value is not the majority value. */
  otherShare: number
  /** The probability that another cell in the evidence is wrong. */
  errorProbability: number
  /** Whether the evidence allows only one value, so that any other value is an error. */
  isDecisive: boolean
}

const noMaskedColumns: ReadonlySet<number> = new Set()

/**
 * Scores a cell. Compares the likelihood of each candidate value, observed through a noisy channel, with the likelihood
 * that the observed value is correct. The candidates come from the column and from predictors.
 *
 * @param maskedColumns - The indexes of columns that may be wrong in this row and are therefore not used as evidence.
 * @returns The best candidate, or `undefined` if nothing indicates an error.
 */
export function scoreCell(
  row: number,
  evidence: ColumnEvidence,
  maskedColumns: ReadonlySet<number> = noMaskedColumns,
): ScoredCell | undefined {
  const { model } = evidence
  const { column } = model
  const observed = column.values[column.observedCodes[row] as number] as string
  const selfCount = column.repairedCodes[row] === column.observedCodes[row] ? 1 : 0
  const code = column.observedCodes[row] as number
  const proposals = evidence.getProposalsByCode(code)
  // This test comes first because most cells agree with all evidence.
  if (proposals.length === 0 && agreesWithAll(row, code, evidence, maskedColumns)) return undefined
  const votes = collectVotes(row, evidence, maskedColumns)
  if (votes.length === 0) return scoreByColumn(proposals)
  if (proposals.length === 0 && votes.every(({ tally }) => hasMajority(tally, code))) return undefined
  const isMissing = code === 0 || proposals[0]?.rule === 'missing'
  const computeColumnProbability = (text: string): number => Math.exp(computeLogCorrectProbability(model, text, 0))
  const minLogCorrect = proposals.reduce(
    (min, { logCorrectProbability: logProbability = 0 }) => Math.min(min, logProbability),
    0,
  )
  const correctProbability = isMissing
    ? estimateNullProbability(votes, model, code === 0)
    : combineVotes(
        votes,
        code,
        Math.exp(minLogCorrect < 0 ? minLogCorrect : computeLogCorrectProbability(model, observed, selfCount)),
        minLogCorrect < 0,
      )
  let best: ScoredCell | undefined
  for (const [value, proposal] of collectCandidates(votes, proposals, column.values)) {
    if (value === observed || value === '' || evidence.isCommonDifference(observed, value)) continue
    // A value that is suspicious itself is not used as a repair.
    if (!proposal && (evidence.getProposals(value)[0]?.logOdds ?? 0) > 2) continue
    const intendedCode = column.codes.get(value) ?? -1
    const probability = combineVotes(votes, intendedCode, computeColumnProbability(value))
    const { isDecisive } = votes[0] as Vote
    const logError = computeLogObservedLikelihood(observed, value, evidence, isMissing, selfCount, isDecisive)
    const similarProbability = isMissing
      ? 0
      : estimateSimilarProbability(observed, value, probability, logError, evidence, votes)
    let logOdds = Math.log(probability) + logError - Math.log(correctProbability + similarProbability)
    // Unless the votes are decisive, the column determines the format of its values.
    if (proposal?.rule === 'format' && !isDecisive) logOdds = Math.max(logOdds, proposal.logOdds)
    if (best && logOdds <= best.logOdds) continue
    const vote = votes.reduce((strongest, candidate) =>
      countOtherCells(candidate.tally, intendedCode) * candidate.weight >
      countOtherCells(strongest.tally, intendedCode) * strongest.weight
        ? candidate
        : strongest,
    )
    const agreeingCount = countOtherCells(vote.tally, intendedCode)
    const logLikelihoodRatio =
      logError +
      computeLogCorrectProbability(model, value, 0) -
      computeLogCorrectProbability(model, observed, selfCount)
    best =
      agreeingCount > 0
        ? {
            value,
            logOdds,
            logLikelihoodRatio,
            source: vote.predictor,
            support: { agreeing: agreeingCount, total: vote.tally.otherCellCount },
          }
        : { value, logOdds, logLikelihoodRatio, source: proposal ?? vote.predictor }
  }
  const [bestProposal] = proposals
  // If the observed value does not occur in the evidence, the evidence does not show whether its shape or spelling is
  // usual.
  if (
    bestProposal &&
    (bestProposal.rule === 'pattern' || bestProposal.rule === 'spelling') &&
    (best?.logOdds ?? -Infinity) < bestProposal.logOdds &&
    !(votes[0] as Vote).isDecisive &&
    votes.every(({ tally }) => countOtherCells(tally, code) <= 0)
  )
    return scoreByColumn(proposals)
  return bestProposal?.rule === 'missing' && (best?.logOdds ?? -Infinity) < bestProposal.logOdds
    ? ({
        ...scoreByColumn(proposals),
        ...(best?.value !== undefined && best.logOdds > -3 ? { value: best.value } : {}),
      } as ScoredCell)
    : best
}

/** Returns whether more than half of the other cells in the evidence have the value. */
const hasMajority = (tally: Tally, code: number): boolean =>
  code !== 0 && countOtherCells(tally, code) * 2 > tally.otherCellCount

/** Returns whether the value is the majority value of every applicable predictor. */
function agreesWithAll(
  row: number,
  code: number,
  { predictors }: ColumnEvidence,
  maskedColumns: ReadonlySet<number>,
): boolean {
  for (const predictor of predictors) {
    if (maskedColumns.size > 0 && predictor.sourceIndexes.some((column) => maskedColumns.has(column))) continue
    const tally = predictor.tally(row)
    if (tally && !hasMajority(tally, code)) return false
  }
  return true
}

function scoreByColumn(proposals: readonly Proposal[]): ScoredCell | undefined {
  const [best] = proposals
  if (!best) return undefined
  return defined({ value: best.value, logOdds: best.logOdds, logLikelihoodRatio: best.logOdds, source: best })
}

/**
 * Estimates the probability that the observed value is new and correct and merely resembles the candidate. For example,
 * codes and dates within a group often differ by one character.
 */
function estimateSimilarProbability(
  observed: string,
  value: string,
  probability: number,
  logError: number,
  { model, rates }: ColumnEvidence,
  votes: readonly Vote[],
): number {
  if ((model.column.counts[model.column.codes.get(observed) ?? -1] ?? 0) > 1) return 0
  const kind = classifyTypo(observed, value)
  const doubt = votes.reduce((sum, vote) => sum + vote.doubt, 0) / votes.length
  const rate = rates[toRateKind(kind)]
  return (doubt * model.unseenProbability * model.similarShares[kind] * probability * Math.exp(logError)) / rate
}

/** Collects the votes of a cell's predictors. If any vote is decisive, returns only the decisive votes. */
function collectVotes(
  row: number,
  { model, predictors, rates }: ColumnEvidence,
  maskedColumns: ReadonlySet<number>,
): Vote[] {
  const votes: Vote[] = []
  for (const predictor of predictors) {
    if (predictor.sourceIndexes.some((column) => maskedColumns.has(column))) continue
    const tally = predictor.tally(row)
    if (!tally) continue
    const errorProbability = Math.max(rates.other, Math.min(0.3, predictor.disagreement))
    const majorityCode = findMajorityCode(tally)
    const agreeingCount = countOtherCells(tally, majorityCode)
    const isUnanimous = agreeingCount >= minUnanimity * tally.otherCellCount
    const exceptionRate = isUnanimous ? predictor.unanimousExceptionRate : predictor.exceptionRate
    const doubt = Math.min(0.9, exceptionRate + errorProbability ** agreeingCount)
    const isDecisive = isUnanimous && doubt < maxDecisiveDoubt
    const majorityFraction = (model.column.counts[majorityCode] as number) / Math.max(1, model.nonEmptyCount)
    votes.push({
      predictor,
      tally,
      doubt,
      majorityCode,
      errorProbability,
      isDecisive,
      otherShare: Math.max(0.02, 1 - majorityFraction),
      weight: (predictor.weight * tally.otherCellCount) / (tally.otherCellCount + 1),
    })
  }
  const decisiveVotes = votes.filter(({ isDecisive }) => isDecisive)
  return decisiveVotes.length > 0 ? decisiveVotes : votes
}

/** Returns the code of the most frequent value among the other cells, or 0 if they are all empty. */
function findMajorityCode(tally: Tally): number {
  let majorityCode = 0
  for (const code of tally.leadingCodes ?? tally.counts.keys()) {
    if (code === 0 || countOtherCells(tally, code) <= 0) continue
    if (majorityCode === 0 || countOtherCells(tally, code) > countOtherCells(tally, majorityCode)) majorityCode = code
  }
  return majorityCode
}

/**
 * Computes the probability of a value as the weighted mean of the votes.
 *
 * @param columnProbability - The value's probability based only on the column.
 * @param resemblesValue - Whether the value differs from a frequent value by one typo, so that other cells with the
 * value may repeat the typo.
 */
function combineVotes(votes: readonly Vote[], code: number, columnProbability: number, resemblesValue = false): number {
  let sum = 0
  let totalWeight = 0
  for (const { tally, doubt, weight, majorityCode, otherShare, errorProbability, isDecisive } of votes) {
    const count = countOtherCells(tally, code)
    const isTypo = resemblesValue && count <= maxTypoRatio * countOtherCells(tally, majorityCode)
    const evidenceProbability = !isDecisive
      ? isTypo
        ? 0
        : count / tally.otherCellCount
      : code === majorityCode
        ? 1
        : count === 0
          ? 0
          : errorProbability ** (countOtherCells(tally, majorityCode) - count)
    sum +=
      weight *
      ((1 - doubt) * evidenceProbability + (code === majorityCode ? 0 : (doubt * columnProbability) / otherShare))
    totalWeight += weight
  }
  return sum / totalWeight
}

/** Estimates the probability that the cell is correctly empty. */
function estimateNullProbability(
  votes: readonly Vote[],
  { column, nonEmptyCount }: ColumnModel,
  isEmpty: boolean,
): number {
  const emptyCellCount = column.counts[0] as number
  // If at least 1% of the column is empty, missing values are usual, regardless of the rest of the group.
  const isCommonlyEmpty = isEmpty && (column.observedCounts[0] as number) >= 0.01 * (nonEmptyCount + emptyCellCount)
  const emptyFraction = Math.max(0.3, emptyCellCount - 1) / (nonEmptyCount + emptyCellCount)
  let sum = 0
  let totalWeight = 0
  for (const { tally, doubt: voteDoubt, weight, isDecisive } of votes) {
    const doubt = isCommonlyEmpty ? Math.max(0.5, voteDoubt) : voteDoubt
    const otherNullCount = Math.max(0, countOtherCells(tally, 0))
    // If the evidence is decisive, a small number of other missing values are also errors.
    const nullCount = isDecisive && otherNullCount < 0.15 * (otherNullCount + tally.otherCellCount) ? 0 : otherNullCount
    sum += weight * (((1 - doubt) * nullCount) / (tally.otherCellCount + nullCount) + doubt * emptyFraction)
    totalWeight += weight
  }
  return sum / totalWeight
}

/** Collects the candidate values: each vote's two most frequent values and the column's proposals. */
function collectCandidates(
  votes: readonly Vote[],
  proposals: readonly Proposal[],
  values: readonly string[],
): Map<string, Proposal | undefined> {
  const results = new Map<string, Proposal | undefined>()
  for (const { tally } of votes) {
    let [first, second] = [0, 0]
    for (const code of tally.leadingCodes ?? tally.counts.keys()) {
      if (code === 0 || countOtherCells(tally, code) <= 0) continue
      if (first === 0 || countOtherCells(tally, code) > countOtherCells(tally, first)) [first, second] = [code, first]
      else if (second === 0 || countOtherCells(tally, code) > countOtherCells(tally, second)) second = code
    }
    for (const code of [first, second]) if (code !== 0) results.set(values[code] as string, undefined)
  }
  for (const proposal of proposals) if (proposal.value !== undefined) results.set(proposal.value, proposal)
  return results
}

/**
 * Computes the log likelihood of an observed string given the intended value. In addition to typos, the value may have
 * been removed, garbled or replaced with another value of the column.
 */
function computeLogObservedLikelihood(
  observed: string,
  intended: string,
  { model, rates }: ColumnEvidence,
  isMissing: boolean,
  selfCount: number,
  isDecisive: boolean,
): number {
  if (isMissing) return Math.log(rates.missing / 6)
  const knownCount = countOtherOccurrences(model, model.column.codes.get(observed) ?? -1, selfCount)
  const replacedLogLikelihood =
    knownCount > 0
      ? Math.log((rates.other * (knownCount / model.nonEmptyCount + 1 / model.distinctCount)) / 2)
      : -Infinity
  const garbledLogLikelihood =
    Math.log(rates.garbled) +
    Math.min(model.texts.computeLogProbability(observed, selfCount > 0), -2.3 * Math.min(40, observed.length))
  return Math.max(
    computeLogErrorLikelihood(observed, intended, rates, isDecisive),
    replacedLogLikelihood,
    garbledLogLikelihood,
  )
}

const countOtherOccurrences = ({ column }: ColumnModel, code: number, selfCount = 1): number =>
  (column.counts[code] ?? 0) - selfCount
