/** A claim of the check: its class (kind or rule), its log odds, and whether the cell is actually wrong. */
export interface ScoredClaim {
  /** The table and column. Claims about the same column are correlated. */
  readonly column: string
  readonly class: string
  readonly logOdds: number
  readonly isWrong: boolean
}

const steps = 400
/**
 * Prior standard deviations of the slope (mean 1) and the intercept (mean 0). They keep classes with few claims almost
 * unchanged.
 */
const slopeDeviation = 0.3
const interceptDeviation = 1
const maxSlope = 2

/**
 * Fits a logistic calibration per class of findings (J. C. Platt, "Probabilistic outputs for support vector machines",
 * 1999). A column with n claims of a class has a weight of √n.
 *
 * @returns The slope and intercept of the log odds, keyed by class.
 */
export function fitCalibration(claims: readonly ScoredClaim[]): Record<string, [slope: number, intercept: number]> {
  const sizes = new Map<string, number>()
  const groupKey = (claim: ScoredClaim): string => `${claim.class}|${claim.column}`
  for (const claim of claims) sizes.set(groupKey(claim), (sizes.get(groupKey(claim)) ?? 0) + 1)
  const classes = [...new Set(claims.map((claim) => claim.class))].toSorted()
  return Object.fromEntries(
    classes.map((name) => {
      const weighted = claims
        .filter((claim) => claim.class === name)
        .map(({ logOdds, isWrong, ...claim }) => ({
          logOdds,
          isWrong,
          weight: 1 / Math.sqrt(sizes.get(`${name}|${claim.column}`) as number),
        }))
      return [name, fitLogistic(weighted)]
    }),
  )
}

function fitLogistic(claims: readonly { logOdds: number; isWrong: boolean; weight: number }[]): [number, number] {
  let [slope, intercept] = [1, 0]
  for (let step = 0; step < steps; step++) {
    // Newton's method, with the prior as a quadratic penalty.
    let [ds, di] = [(1 - slope) / slopeDeviation ** 2, -intercept / interceptDeviation ** 2]
    let [ss, si, ii] = [1 / slopeDeviation ** 2, 0, 1 / interceptDeviation ** 2]
    for (const { logOdds, isWrong, weight } of claims) {
      const p = 1 / (1 + Math.exp(-(slope * logOdds + intercept)))
      const error = weight * ((isWrong ? 1 : 0) - p)
      const curvature = weight * p * (1 - p)
      ds += error * logOdds
      di += error
      ss += curvature * logOdds * logOdds
      si += curvature * logOdds
      ii += curvature
    }
    const determinant = ss * ii - si * si
    const [stepSlope, stepIntercept] = [(ii * ds - si * di) / determinant, (ss * di - si * ds) / determinant]
    slope = Math.min(maxSlope, Math.max(0.2, slope + stepSlope))
    intercept += stepIntercept
    if (Math.abs(stepSlope) + Math.abs(stepIntercept) < 1e-6) break
  }
  return [Math.round(slope * 100) / 100, Math.round(intercept * 100) / 100]
}
