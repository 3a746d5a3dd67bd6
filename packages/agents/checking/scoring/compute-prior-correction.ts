/** The share of wrong cells that the scores assume. */
const assumedShare = 0.012
/** Candidate shares of wrong cells, each twice the previous one. */
const shares = Array.from({ length: 8 }, (_, step) => 2 ** step / 1500)
/** Prior probability of the lowest share; the others are equally probable. */
const cleanPrior = 0.5
/** Log odds are clamped to this value. */
const maxOdds = 20

/**
 * Corrects the log odds of suspicious cells for the share of wrong cells in their table: a table with few certain
 * errors has few uncertain ones. The share is the posterior mean over the candidate shares (Bayes).
 *
 * @param odds - Log odds of the suspicious cells.
 * @param cells - Number of cells of the table.
 * @param expected - Number of pseudo-cells with the assumed share of errors, which pull the correction towards 0.
 * @returns At most 0.
 */
export function computePriorCorrection(odds: readonly number[], cells: number, expected = 0): number {
  const ratios = odds.map((logOdds) => Math.exp(Math.min(logOdds, maxOdds)) * ((1 - assumedShare) / assumedShare))
  const others = Math.max(0, cells - odds.length) + expected * (1 - assumedShare)
  const logs = shares.map((share, index) => {
    const prior = index === 0 ? cleanPrior : (1 - cleanPrior) / (shares.length - 1)
    const suspiciousTerm = ratios.reduce((sum, ratio) => sum + Math.log1p(share * (ratio - 1)), 0)
    const expectedTerm = expected * assumedShare * Math.log(share)
    return Math.log(prior) + suspiciousTerm + expectedTerm + others * Math.log1p(-share)
  })
  const max = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - max))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const share = weights.reduce((sum, weight, index) => sum + (weight / all) * (shares[index] as number), 0)
  return Math.min(0, Math.log(share / assumedShare))
}
