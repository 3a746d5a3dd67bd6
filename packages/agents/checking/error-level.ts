/** The share of cells that are found wrong in a table as the odds of its cells take it for granted. */
const takenForGranted = 0.012
/** No table is taken for cleaner than one in so many cells. */
const cleanest = 1 / 1500
/** As good as so many cells of a table as it is taken for granted: what is thought of a small table. */
const expectedCells = 400
const turns = 12

/**
 * By how much the odds of a table's suspicious cells are to be changed, as a logarithm: a table in which few cells are
 * wrong beyond doubt has few that are wrong and doubtful. The share of wrong cells is the mean probability of being wrong,
 * which depends on itself (expectation maximization of a mixing proportion; Dempster, Laird and Rubin 1977).
 */
export function errorLevel(odds: readonly number[], cells: number): number {
  let share = takenForGranted
  for (let turn = 0; turn < turns; turn++) {
    const change = Math.log(share / takenForGranted)
    const wrong = odds.reduce((sum, one) => sum + 1 / (1 + Math.exp(-one - change)), 0)
    share = (wrong + takenForGranted * expectedCells) / (cells + expectedCells)
  }
  return Math.min(0, Math.log(Math.max(cleanest, share) / takenForGranted))
}
