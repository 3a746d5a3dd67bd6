/** The share of cells that are found wrong in a table as the odds of its cells take it for granted. */
const takenForGranted = 0.012
/** Shares of wrong cells that tables may have, each twice the one before: no table is taken for cleaner than the first. */
const shares = Array.from({ length: 8 }, (_, step) => 2 ** step / 1500)
/** How probable it is, before anything is seen, that a table is as clean as that; the other shares are equally probable. */
const clean = 0.5
/** Odds beyond these are as good as certain. */
const surest = 20

/**
 * By how much the odds of a table's suspicious cells are to be changed, as a logarithm: a table in which few cells are
 * wrong beyond doubt has few that are wrong and doubtful, and of a small one few cells tell little. The share of wrong cells
 * is the mean of what it may be, each share as probable as it makes the suspicious cells and all that are not (Bayes).
 * `expected`: so many further cells are taken to be wrong as often as the odds take it for granted.
 */
export function errorLevel(odds: readonly number[], cells: number, expected = 0): number {
  const ratios = odds.map((one) => Math.exp(Math.min(one, surest)) * ((1 - takenForGranted) / takenForGranted))
  const others = Math.max(0, cells - odds.length) + expected * (1 - takenForGranted)
  const logs = shares.map((share, at) => {
    const prior = at === 0 ? clean : (1 - clean) / (shares.length - 1)
    const ofSuspicious = ratios.reduce((sum, ratio) => sum + Math.log1p(share * (ratio - 1)), 0)
    const ofExpected = expected * takenForGranted * Math.log(share)
    return Math.log(prior) + ofSuspicious + ofExpected + others * Math.log1p(-share)
  })
  const most = Math.max(...logs)
  const weights = logs.map((one) => Math.exp(one - most))
  const all = weights.reduce((sum, one) => sum + one, 0)
  const share = weights.reduce((sum, one, at) => sum + (one / all) * (shares[at] as number), 0)
  return Math.min(0, Math.log(share / takenForGranted))
}
