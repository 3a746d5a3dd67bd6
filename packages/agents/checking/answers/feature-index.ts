/** Assigns numbers to feature names, and stores the prior variance of each feature. */
export interface FeatureIndex {
  readonly variances: number[]
  /** Returns the number of a feature; adds the feature if it is new. Later calls do not change its variance. */
  getId(name: string, variance: number): number
}

export function createFeatureIndex(): FeatureIndex {
  const ids = new Map<string, number>()
  const variances: number[] = []
  return {
    variances,
    getId(name, variance) {
      const existing = ids.get(name)
      if (existing !== undefined) return existing
      ids.set(name, variances.length)
      variances.push(variance)
      return variances.length - 1
    },
  }
}
