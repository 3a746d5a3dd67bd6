/** How far numbers lie from where they are expected, as a density: how probable so large a difference is. */
export interface ResidualSpread {
  /** Half of all differences are smaller. */
  typical: number
  /** Nineteen of twenty are smaller. */
  wide: number
  /** The density at a difference, either way. */
  density(difference: number): number
}

/** Tails of real measures are between these powers; a normal distribution's is cut off sooner than any. */
const leastPower = 1
const mostPower = 6

/**
 * Learns a density from differences, some of which are errors: by their quantiles up to the 95th, which a few errors do not
 * move, and beyond it by a power law that goes on as the last quantiles do (Hill 1975 by quantiles in place of the
 * largest values, since these may be the errors). `grain`: the least step between numbers of the column.
 */
export function residualSpread(differences: Float64Array, grain: number): ResidualSpread {
  const sizes = differences.map(Math.abs).sort()
  const at = (share: number): number => sizes[Math.floor(share * (sizes.length - 1))] ?? 0
  const half = Math.max(at(0.5), grain / 2)
  const most = Math.max(at(0.75), 1.25 * half)
  const wide = Math.max(at(0.95), 1.5 * most)
  const power = Math.min(mostPower, Math.max(leastPower, Math.log(5) / Math.log(wide / most)))
  return {
    typical: half,
    wide,
    density(difference) {
      const size = Math.abs(difference)
      if (size <= half) return 0.5 / half / 2
      if (size <= most) return 0.25 / (most - half) / 2
      if (size <= wide) return 0.2 / (wide - most) / 2
      return ((0.05 * power) / wide / 2) * (size / wide) ** (-power - 1)
    },
  }
}
