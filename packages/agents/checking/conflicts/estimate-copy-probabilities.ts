import type { Item, Verdict } from './estimate-reliability.ts'

/** Prior probability that one of two sources copies from the other. */
const priorCopyProbability = 0.1
/** Assumed fraction of a copying source's claims that are copied. */
const copyRate = 0.9
const minCommonItems = 8
const maxSources = 120
const minReliability = 0.05
const maxReliability = 0.95

/**
 * The probability that one of two sources copies from the other, keyed by `first * sourceCount + second`, where
 * `first < second`.
 */
export type CopyProbabilities = ReadonlyMap<number, number>

/**
 * Estimates which sources copy from each other, based on the fact that independent sources rarely agree on false
 * values. Implements X. L. Dong, L. Berti-Equille and D. Srivastava ("Integrating conflicting data: the role of source
 * dependence", 2009).
 *
 * @param falseValueCount - The effective number of false values per item.
 */
export function estimateCopyProbabilities(
  items: readonly Item[],
  verdicts: readonly (Verdict | undefined)[],
  reliabilities: Float64Array,
  falseValueCount: number,
): CopyProbabilities {
  const sourceCount = reliabilities.length
  if (sourceCount < 3 || sourceCount > maxSources) return new Map()
  const counts = [0, 1, 2].map(() => new Float64Array(sourceCount * sourceCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const [bothTrueCounts, bothFalseCounts, differentCounts] = counts
  items.forEach(({ claims }, itemIndex) => {
    const trueValue = verdicts[itemIndex]?.value
    claims.forEach((claim, index) => {
      for (const other of claims.slice(index + 1)) {
        if (other.source === claim.source) continue
        const pairKey = toPairKey(claim.source, other.source, sourceCount)
        const count =
          claim.value !== other.value ? differentCounts : claim.value === trueValue ? bothTrueCounts : bothFalseCounts
        count[pairKey] = (count[pairKey] as number) + 1
      }
    })
  })
  const copyProbabilities = new Map<number, number>()
  const clampReliability = (source: number): number =>
    Math.min(maxReliability, Math.max(minReliability, reliabilities[source] as number))
  for (let first = 0; first < sourceCount; first++)
    for (let second = first + 1; second < sourceCount; second++) {
      const pairKey = toPairKey(first, second, sourceCount)
      const [trueCount, falseCount, differentCount] = counts.map((count) => count[pairKey] as number) as [
        number,
        number,
        number,
      ]
      if (trueCount + falseCount + differentCount < minCommonItems) continue
      const [a, b] = [clampReliability(first), clampReliability(second)]
      const bothTrueProbability = a * b
      const bothFalseProbability = ((1 - a) * (1 - b)) / Math.max(1, falseValueCount)
      const mean = (a + b) / 2
      const independentLogLikelihood =
        trueCount * Math.log(bothTrueProbability) +
        falseCount * Math.log(bothFalseProbability) +
        differentCount * Math.log(1 - bothTrueProbability - bothFalseProbability)
      const dependentLogLikelihood =
        trueCount * Math.log(copyRate * mean + (1 - copyRate) * bothTrueProbability) +
        falseCount * Math.log(copyRate * (1 - mean) + (1 - copyRate) * bothFalseProbability) +
        differentCount * Math.log((1 - copyRate) * (1 - bothTrueProbability - bothFalseProbability))
      const logOdds =
        Math.log(priorCopyProbability / (1 - priorCopyProbability)) + dependentLogLikelihood - independentLogLikelihood
      const probability = 1 / (1 + Math.exp(-logOdds))
      if (probability > 0.01) copyProbabilities.set(pairKey, probability)
    }
  return copyProbabilities
}

const toPairKey = (first: number, second: number, sourceCount: number): number =>
  Math.min(first, second) * sourceCount + Math.max(first, second)

/**
 * Computes the fraction of each source's vote that is independent of more reliable sources with the same claim.
 *
 * @param claimants - The sources that claim the same value.
 */
export function computeIndependentFractions(
  claimants: readonly number[],
  reliabilities: Float64Array,
  copyProbabilities: CopyProbabilities,
): Map<number, number> {
  const sourceCount = reliabilities.length
  const sortedSources = [...new Set(claimants)].toSorted(
    (a, b) => (reliabilities[b] as number) - (reliabilities[a] as number) || a - b,
  )
  return new Map(
    sortedSources.map((source, index) => [
      source,
      sortedSources
        .slice(0, index)
        .reduce(
          (fraction, other) =>
            fraction * (1 - copyRate * (copyProbabilities.get(toPairKey(source, other, sourceCount)) ?? 0)),
          1,
        ),
    ]),
  )
}
