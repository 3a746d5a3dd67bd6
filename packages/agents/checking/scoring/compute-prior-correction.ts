/** The share of wrong cells that scores assume. */
const assumedErrorRate = 0.012
/** Candidates for the share of wrong cells. Each is twice the previous one. */
const candidateErrorRates = Array.from({ length: 8 }, (_, step) => 2 ** step / 1500)
/** Prior probability of the lowest share. The other shares are equally probable. */
const minRatePrior = 0.5
/** Higher log odds of a cell are clamped to this value. */
const maxLogOdds = 20

/**
 * Computes a correction for the log odds of suspicious cells that accounts for the share of wrong cells in their table,
 * because a table with few certain errors also has few uncertain ones. The share is estimated as the Bayesian posterior
 * mean over the candidate shares.
 *
 * @param logOdds - The log odds of the suspicious cells.
 * @param cellCount - Number of cells in the table.
 * @param pseudoCellCount - Number of pseudo-cells to add. They contain the assumed share of errors and pull the
 * correction toward 0.
 * @returns The number to add to the log odds; at most 0.
 */
export function computePriorCorrection(logOdds: readonly number[], cellCount: number, pseudoCellCount = 0): number {
  const ratios = logOdds.map(
    (cellLogOdds) => Math.exp(Math.min(cellLogOdds, maxLogOdds)) * ((1 - assumedErrorRate) / assumedErrorRate),
  )
  const otherCellCount = Math.max(0, cellCount - logOdds.length) + pseudoCellCount * (1 - assumedErrorRate)
  const logWeights = candidateErrorRates.map((errorRate, index) => {
    const prior = index === 0 ? minRatePrior : (1 - minRatePrior) / (candidateErrorRates.length - 1)
    const suspiciousTerm = ratios.reduce((sum, ratio) => sum + Math.log1p(errorRate * (ratio - 1)), 0)
    const pseudoCellTerm = pseudoCellCount * assumedErrorRate * Math.log(errorRate)
    return Math.log(prior) + suspiciousTerm + pseudoCellTerm + otherCellCount * Math.log1p(-errorRate)
  })
  const max = Math.max(...logWeights)
  const weights = logWeights.map((log) => Math.exp(log - max))
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0)
  const errorRate = weights.reduce(
    (sum, weight, index) => sum + (weight / totalWeight) * (candidateErrorRates[index] as number),
    0,
  )
  return Math.min(0, Math.log(errorRate / assumedErrorRate))
}
