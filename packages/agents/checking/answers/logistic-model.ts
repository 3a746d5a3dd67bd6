/** A labeled example. */
export interface Example {
  /** The IDs of the binary features that the example has. */
  readonly features: readonly number[]
  /** The log odds estimated without labels. */
  readonly offset: number
  readonly isPositive: boolean
  readonly weight: number
}

const maxPasses = 60
const tolerance = 1e-3

/**
 * Fits a logistic regression with binary features to a small number of labels. Computes the maximum a posteriori
 * weights by coordinate descent with Newton steps. The prior of each weight is a normal distribution with mean 0. Where
 * labels agree with the offsets, the weights stay near 0, so predictions are the same as without labels.
 *
 * @param variances - The prior variances, indexed by feature ID.
 * @returns The weights, indexed by feature ID.
 */
export function fitLogisticModel(examples: readonly Example[], variances: ArrayLike<number>): Float64Array {
  const weights = new Float64Array(variances.length)
  const scores = examples.map(({ offset }) => offset)
  const examplesByFeature = new Map<number, number[]>()
  examples.forEach(({ features }, index) => {
    for (const feature of features) {
      const featureExamples = examplesByFeature.get(feature)
      if (featureExamples) featureExamples.push(index)
      else examplesByFeature.set(feature, [index])
    }
  })
  for (let pass = 0; pass < maxPasses; pass++) {
    let change = 0
    for (const [feature, indexes] of examplesByFeature) {
      const variance = variances[feature] as number
      const weight = weights[feature] as number
      let gradient = -weight / variance
      let curvature = 1 / variance
      for (const index of indexes) {
        const { isPositive, weight: importance } = examples[index] as Example
        const probability = 1 / (1 + Math.exp(-(scores[index] as number)))
        gradient += importance * ((isPositive ? 1 : 0) - probability)
        // A minimum curvature keeps steps short in flat regions.
        curvature += importance * Math.max(0.05, probability * (1 - probability))
      }
      const step = Math.max(-1, Math.min(1, gradient / curvature))
      if (Math.abs(step) < 1e-6) continue
      weights[feature] = weight + step
      for (const index of indexes) scores[index] = (scores[index] as number) + step
      change = Math.max(change, Math.abs(step))
    }
    if (change < tolerance) break
  }
  return weights
}
