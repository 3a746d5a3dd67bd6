import { findMax } from '../large-lists.ts'

/** A source's claim about an item. */
export interface Claim {
  readonly row: number
  /** Index of the source. */
  readonly source: number
  /** Code of the claimed value. */
  readonly value: number
}

/** An attribute of an entity, with all claims about its value. */
export interface Item {
  readonly column: number
  readonly claims: readonly Claim[]
  /** The true value's code, if it is known from a user's answer. */
  readonly knownValue?: number
}

/** The estimate of an item's true value. */
export interface Verdict {
  /** Code of the value. */
  readonly value: number
  /** The probability that the value is true, from 0 to 1. */
  readonly probability: number
  /** Number of claims with this value. */
  readonly agreeingCount: number
  /** Total number of claims about the item. */
  readonly claimCount: number
  /** Set if the value is known from a user's answer. */
  readonly isKnown?: true
}

/** The probability assigned to users' answers. It is less than 1, because answers can be wrong too. */
const knownProbability = 0.995
const maxIterations = 60
const convergenceThreshold = 1e-4
const minReliability = 0.02
const maxReliability = 0.99
const minWeight = 0.05
const maxFalseValues = 50
/** Reliability assumed for a source before its claims are considered. */
const priorReliability = 0.8
/** Weight of the prior reliability, expressed as a number of claims. */
const priorClaimCount = 3
/** Weight of the posterior log odds in a verdict. The log odds of the vote share have the remaining weight. */
const posteriorWeight = 0.5

/**
 * Performs truth discovery: alternately estimates the reliability of each source and the true value of each item until
 * the estimates converge. Each source has a single reliability for all of its claims. This is the one-coin model of A.
 * P. Dawid and A. M. Skene ("Maximum likelihood estimation of observer error-rates using the EM algorithm", 1979).
 * Votes are weighted as in X. L. Dong, L. Berti-Equille and D. Srivastava ("Integrating conflicting data: the role of
 * source dependence", 2009).
 */
export function estimateReliability(
  items: readonly Item[],
  sourceCount: number,
): { verdicts: (Verdict | undefined)[]; reliability: Float64Array } {
  let reliabilities = new Float64Array(sourceCount).fill(priorReliability)
  let verdicts: (Verdict | undefined)[] = []
  let falseValueCount = 1
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const correctCounts = new Float64Array(sourceCount)
    const claimCounts = new Float64Array(sourceCount)
    verdicts = items.map(({ claims, knownValue }) => {
      if (claims.length === 0) return undefined
      if (knownValue !== undefined) {
        for (const { source, value } of claims) {
          if (value === knownValue) correctCounts[source] = (correctCounts[source] as number) + 1
          claimCounts[source] = (claimCounts[source] as number) + 1
        }
        const agreeingCount = claims.filter(({ value }) => value === knownValue).length
        return {
          value: knownValue,
          probability: knownProbability,
          agreeingCount,
          claimCount: claims.length,
          isKnown: true,
        }
      }
      const scores = scoreValues(claims, reliabilities, falseValueCount)
      const bestScore = findMax(scores.values())
      let sum = 0
      for (const score of scores.values()) sum += Math.exp(score - bestScore)
      for (const { source, value } of claims) {
        correctCounts[source] =
          (correctCounts[source] as number) + Math.exp((scores.get(value) as number) - bestScore) / sum
        claimCounts[source] = (claimCounts[source] as number) + 1
      }
      return decideVerdict(claims, scores, sum)
    })
    falseValueCount = estimateFalseValueCount(items, verdicts)
    const updatedReliabilities = new Float64Array(sourceCount)
    let change = 0
    for (let source = 0; source < sourceCount; source++) {
      updatedReliabilities[source] =
        ((correctCounts[source] as number) + priorReliability * priorClaimCount) /
        ((claimCounts[source] as number) + priorClaimCount)
      change = Math.max(change, Math.abs((updatedReliabilities[source] as number) - (reliabilities[source] as number)))
    }
    reliabilities = updatedReliabilities
    if (change < convergenceThreshold) break
  }
  return { verdicts, reliability: reliabilities }
}

/** Computes the weight of a source's vote, on a log scale. Votes weigh more if false claims rarely agree by chance. */
const computeVoteWeight = (reliability: number, falseValueCount: number): number => {
  const clampedReliability = Math.min(maxReliability, Math.max(minReliability, reliability))
  return Math.max(minWeight, Math.log((falseValueCount * clampedReliability) / (1 - clampedReliability)))
}

function scoreValues(
  claims: readonly Claim[],
  reliabilities: Float64Array,
  falseValueCount: number,
): Map<number, number> {
  const scores = new Map<number, number>()
  for (const { source, value } of claims) {
    const weight = computeVoteWeight(reliabilities[source] as number, falseValueCount)
    scores.set(value, (scores.get(value) ?? 0) + weight)
  }
  return scores
}

/**
 * Estimates the effective number of false values per item, the inverse of the probability that two false claims agree.
 */
function estimateFalseValueCount(items: readonly Item[], verdicts: readonly (Verdict | undefined)[]): number {
  let equalPairCount = 0
  let pairCount = 0
  items.forEach(({ claims }, index) => {
    const counts = new Map<number, number>()
    for (const { value } of claims)
      if (value !== verdicts[index]?.value) counts.set(value, (counts.get(value) ?? 0) + 1)
    let total = 0
    for (const count of counts.values()) {
      equalPairCount += count * (count - 1)
      total += count
    }
    pairCount += total * (total - 1)
  })
  return Math.min(maxFalseValues, Math.max(1, (pairCount + 2) / (equalPairCount + 2)))
}

/**
 * Determines the verdict for an item. The posterior probability assumes independent sources and is overconfident if
 * sources copy from each other, so it is averaged with the vote share.
 */
function decideVerdict(claims: readonly Claim[], scores: ReadonlyMap<number, number>, normalizer: number): Verdict {
  let value = 0
  let bestScore = -Infinity
  let total = 0
  for (const [candidate, score] of scores) {
    total += score
    if (score > bestScore) [value, bestScore] = [candidate, score]
  }
  const voteShare = (bestScore + 0.25) / (total + 0.5)
  const toLogOdds = (probability: number): number => Math.log(probability / Math.max(1e-6, 1 - probability))
  const posterior = Math.min(1 / normalizer, 1 - 1e-4)
  const logOdds = posteriorWeight * toLogOdds(posterior) + (1 - posteriorWeight) * toLogOdds(voteShare)
  return {
    value,
    probability: 1 / (1 + Math.exp(-logOdds)),
    agreeingCount: claims.filter((claim) => claim.value === value).length,
    claimCount: claims.length,
  }
}
