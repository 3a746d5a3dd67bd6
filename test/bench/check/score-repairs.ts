import type { Finding } from '@aw-flow/schema'

/** F1 of detection (is the cell wrong?) and of repair (is the proposal correct?), with the counts behind them. */
export interface RepairScore {
  errors: number
  claims: number
  detection: number
  repair: number
  /** Each claim and whether the cell is wrong, for calibration. */
  claimed: readonly { confidence: number; isWrong: boolean }[]
}

/**
 * Scores findings against the clean table as in the literature: an empty proposal counts as a repair (the cell has no
 * value). The script `../shared/hospital/score.mjs` does not count it.
 */
export function scoreRepairs(
  header: readonly string[],
  dirty: readonly (readonly string[])[],
  clean: readonly (readonly string[])[],
  findings: readonly Pick<Finding, 'row' | 'column' | 'repair' | 'confidence'>[],
): RepairScore {
  const truthOf = (row: number, column: string): string | undefined => {
    const at = header.indexOf(column)
    const truth = clean[row - 1]?.[at]
    return truth === dirty[row - 1]?.[at] ? undefined : truth
  }
  let errors = 0
  dirty.forEach((cells, row) => cells.forEach((cell, at) => (errors += cell === clean[row]?.[at] ? 0 : 1)))
  const judged = findings.map(({ row, column, repair, confidence }) => {
    const truth = truthOf(row, column)
    return { confidence, isWrong: truth !== undefined, isRepaired: truth !== undefined && repair === truth, repair }
  })
  const f1 = (right: number, claimed: number): number => (claimed + errors === 0 ? 1 : (2 * right) / (claimed + errors))
  return {
    errors,
    claims: findings.length,
    detection: f1(judged.filter(({ isWrong }) => isWrong).length, judged.length),
    repair: f1(
      judged.filter(({ isRepaired }) => isRepaired).length,
      judged.filter(({ repair }) => repair !== undefined).length,
    ),
    claimed: judged.map(({ confidence, isWrong }) => ({ confidence, isWrong })),
  }
}

/** A bin of the reliability diagram. */
export interface ReliabilityBin {
  from: number
  claims: number
  confidence: number
  precision: number
}

/** Confidence and precision of claims in ten bins, and the mean difference of both (expected calibration error). */
export function calibration(claimed: RepairScore['claimed']): { error: number; bins: ReliabilityBin[] } {
  const bins = Array.from({ length: 10 }, (_, bin): ReliabilityBin => {
    const held = claimed.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin)
    const mean = (of: (claim: (typeof held)[number]) => number): number =>
      held.length === 0 ? 0 : held.reduce((sum, claim) => sum + of(claim), 0) / held.length
    return {
      from: bin / 10,
      claims: held.length,
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
