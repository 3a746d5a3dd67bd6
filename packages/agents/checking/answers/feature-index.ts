/** Numbers for the names of features, with their prior variances. */
export interface FeatureIndex {
  readonly variances: number[]
  /** The number of a feature. The variance of the first call applies. */
  of(name: string, variance: number): number
}

export function createFeatureIndex(): FeatureIndex {
  const numbers = new Map<string, number>()
  const variances: number[] = []
  return {
    variances,
    of(name, variance) {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, variances.length)
      variances.push(variance)
      return variances.length - 1
    },
  }
}
