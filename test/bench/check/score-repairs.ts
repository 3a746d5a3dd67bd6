import type { Finding } from '@aw-flow/schema/internal'

/**
 * The F1 scores of detection (is the cell wrong?) and of repair (is the proposed value correct?), with the underlying
 * counts.
 */
export interface RepairScore {
  errors: number
  claims: number
  detection: number
  repair: number
  /** For calibration: each claim's confidence and whether the cell is actually wrong. */
  claimed: readonly { confidence: number; isWrong: boolean }[]
}

/**
 * Scores findings against the clean table. As in the literature, an empty proposed value counts as a repair, namely
 * that the cell has no value. The script `../shared/hospital/score.mjs` does not count it.
 */
export function scoreRepairs(
  header: readonly string[],
  dirty: readonly (readonly string[])[],
  clean: readonly (readonly string[])[],
  findings: readonly Pick<Finding, 'row' | 'column' | 'repair' | 'confidence'>[],
): RepairScore {
  const findTruth = (row: number, column: string): string | undefined => {
    const columnIndex = header.indexOf(column)
    const truth = clean[row - 1]?.[columnIndex]
    return truth === dirty[row - 1]?.[columnIndex] ? undefined : truth
  }
  let errors = 0
  dirty.forEach((cells, row) =>
    cells.forEach((cell, columnIndex) => (errors += cell === clean[row]?.[columnIndex] ? 0 : 1)),
  )
  const scoredClaims = findings.map(({ row, column, repair, confidence }) => {
    const truth = findTruth(row, column)
    return { confidence, isWrong: truth !== undefined, isRepaired: truth !== undefined && repair === truth, repair }
  })
  const f1 = (correct: number, claimed: number): number =>
    claimed + errors === 0 ? 1 : (2 * correct) / (claimed + errors)
  return {
    errors,
    claims: findings.length,
    detection: f1(scoredClaims.filter(({ isWrong }) => isWrong).length, scoredClaims.length),
    repair: f1(
      scoredClaims.filter(({ isRepaired }) => isRepaired).length,
      scoredClaims.filter(({ repair }) => repair !== undefined).length,
    ),
    claimed: scoredClaims.map(({ confidence, isWrong }) => ({ confidence, isWrong })),
  }
}

/** A bin of the reliability diagram. */
export interface ReliabilityBin {
  from: number
  claims: number
  confidence: number
  precision: number
}

/**
 * Computes the confidence and precision of claims in ten bins, and the mean difference between the two (expected
 * calibration error).
 */
export function calibration(claimed: RepairScore['claimed']): { error: number; bins: ReliabilityBin[] } {
  const bins = Array.from({ length: 10 }, (_, bin): ReliabilityBin => {
    const members = claimed.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin)
    const mean = (select: (claim: (typeof members)[number]) => number): number =>
      members.length === 0 ? 0 : members.reduce((sum, claim) => sum + select(claim), 0) / members.length
    return {
      from: bin / 10,
      claims: members.length,
      confidence: mean(({ confidence }) => confidence),
      precision: mean(({ isWrong }) => (isWrong ? 1 : 0)),
    }
  }).filter(({ claims }) => claims > 0)
  const error = bins.reduce(
    (sum, { claims, confidence, precision }) => sum + (claims * Math.abs(confidence - precision)) / claimed.length,
    0,
  )
  return { error, bins }
}
