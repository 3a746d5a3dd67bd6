/** The share of wrong cells that the scores assume. */
const assumedShare = 0.012
/** Candidate shares of wrong cells, each twice the previous one. */
const shares = Array.from({ length: 8 }, (_, step) => 2 ** step / 1500)
/** Prior probability of the lowest share; the others are equally probable. */
const cleanPrior = 0.5
/** Maximum log odds of a cell; higher values are clamped. */
const maxLogOdds = 20

/**
 * Computes the correction of the log odds of suspicious cells that accounts for the share of wrong cells in their table: a table with few certain
 * errors has few uncertain ones. The share is the posterior mean over the candidate shares (Bayes).
 *
 * @param logOdds - Log odds of the suspicious cells.
 * @param cells - Number of cells in the table.
 * @param pseudoCells - Number of pseudo-cells with the assumed share of errors, which pull the correction towards 0.
 * @returns At most 0.
 */
export function computePriorCorrection(logOdds: readonly number[], cells: number, pseudoCells = 0): number {
  const ratios = logOdds.map(
    (cellLogOdds) => Math.exp(Math.min(cellLogOdds, maxLogOdds)) * ((1 - assumedShare) / assumedShare),
  )
  const others = Math.max(0, cells - logOdds.length) + pseudoCells * (1 - assumedShare)
  const logs = shares.map((share, index) => {
    const prior = index === 0 ? cleanPrior : (1 - cleanPrior) / (shares.length - 1)
    const suspiciousTerm = ratios.reduce((sum, ratio) => sum + Math.log1p(share * (ratio - 1)), 0)
    const pseudoCellTerm = pseudoCells * assumedShare * Math.log(share)
    return Math.log(prior) + suspiciousTerm + pseudoCellTerm + others * Math.log1p(-share)
  })
  const max = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - max))
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0)
  const share = weights.reduce((sum, weight, index) => sum + (weight / totalWeight) * (shares[index] as number), 0)
  return Math.min(0, Math.log(share / assumedShare))
}
