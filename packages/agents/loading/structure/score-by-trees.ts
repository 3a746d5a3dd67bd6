/**
 * A complete binary decision tree. It consists of the feature index and the threshold of each inner node, level by
 * level, and the score of each leaf from left to right. A feature value at or above the threshold goes right.
 */
export type ScoreTree = readonly [features: readonly number[], thresholds: readonly number[], leaves: readonly number[]]

/**
 * Returns the sum of the scores of the leaves that the features reach. A node without a feature (-1) always goes left.
 */
export function scoreByTrees(trees: readonly ScoreTree[], features: ArrayLike<number>): number {
  let score = 0
  for (const [nodes, thresholds, leaves] of trees) {
    let node = 0
    while (node < nodes.length) {
      const feature = nodes[node] as number
      const goesRight = feature >= 0 && (features[feature] as number) >= (thresholds[node] as number)
      node = 2 * node + (goesRight ? 2 : 1)
    }
    score += leaves[node - nodes.length] as number
  }
  return score
}
