/** Assigns an ID to each feature name and stores the feature's prior variance. */
export type FeatureIndex = ReturnType<typeof createFeatureIndex>

export function createFeatureIndex() {
  const ids = new Map<string, number>()
  const variances: number[] = []
  return {
    /** The prior variances, indexed by feature ID. */
    variances,
    /** Returns a feature's ID. Adds the feature if it is new; `variance` is ignored for existing features. */
    getId(name: string, variance: number): number {
      const existing = ids.get(name)
      if (existing !== undefined) return existing
      ids.set(name, variances.length)
      variances.push(variance)
      return variances.length - 1
    },
  }
}
