import { scoreByTrees, type ScoreTree } from '../../../packages/agents/loading/structure/score-by-trees.ts'

/** The candidates of one file. */
export interface CandidateGroup {
  features: readonly Float32Array[]
  /** Whether each candidate is right. */
  right: readonly boolean[]
}

/** Settings of the training. `seed` chooses the features that each tree may use. */
export interface BoostOptions {
  rounds: number
  depth: number
  learningRate: number
  seed: number
}

const maxBins = 32
const regularization = 2
const minHessian = 0.5
const featureShare = 0.4
const maxLeaf = 1.5

/**
 * Fits boosted regression trees whose sum ranks the candidates of each group: gradient boosting with second-order steps
 * (T. Chen and C. Guestrin, XGBoost, 2016) of the softmax loss over the candidates of a group, as ListNet ranks lists
 * (Z. Cao et al., 2007). The same input gives the same trees.
 */
export function boostTrees(groups: readonly CandidateGroup[], options: BoostOptions): ScoreTree[] {
  const rows = groups.flatMap(({ features }) => features)
  const featureCount = rows[0]?.length ?? 0
  const edges = Array.from({ length: featureCount }, (_, feature) => findEdges(rows, feature))
  const bins = binFeatures(rows, edges)
  const random = createRandom(options.seed)
  const scores = new Float64Array(rows.length)
  const gradients = new Float64Array(rows.length)
  const hessians = new Float64Array(rows.length)
  const trees: ScoreTree[] = []
  for (let round = 0; round < options.rounds; round++) {
    computeGradients(groups, scores, gradients, hessians)
    const features = edges.flatMap((list, feature) => (list.length > 0 && random() < featureShare ? [feature] : []))
    const { tree, leafIndexes } = growTree(bins, edges, features, gradients, hessians, options)
    for (let row = 0; row < rows.length; row++)
      scores[row] = (scores[row] as number) + (tree[2][leafIndexes[row] as number] as number)
    trees.push(tree)
  }
  return trees
}

/** Returns the index of the candidate with the highest score. */
export function findBest(trees: readonly ScoreTree[], candidates: readonly ArrayLike<number>[]): number {
  const scores = candidates.map((features) => scoreByTrees(trees, features))
  return scores.reduce((best, score, index) => (score > (scores[best] as number) ? index : best), 0)
}

/** Linear congruential generator of numbers from 0 to 1 (Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Returns the values that separate the bins of a feature. */
function findEdges(rows: readonly Float32Array[], feature: number): number[] {
  const step = Math.max(1, Math.floor(rows.length / 20_000))
  const values = rows
    .filter((_, index) => index % step === 0)
    .map((row) => row[feature] as number)
    .sort((a, b) => a - b)
  const distinct = [...new Set(values)]
  if (distinct.length <= maxBins)
    return distinct.slice(1).map((value, index) => (value + (distinct[index] as number)) / 2)
  const quantiles = Array.from(
    { length: maxBins - 1 },
    (_, index) => values[Math.floor(((index + 1) * values.length) / maxBins)] as number,
  )
  return [...new Set(quantiles)]
}

function binFeatures(rows: readonly Float32Array[], edges: readonly (readonly number[])[]): Uint8Array {
  const bins = new Uint8Array(rows.length * edges.length)
  rows.forEach((row, index) => {
    for (let feature = 0; feature < edges.length; feature++) {
      const list = edges[feature] as readonly number[]
      let bin = 0
      while (bin < list.length && (row[feature] as number) >= (list[bin] as number)) bin++
      bins[index * edges.length + feature] = bin
    }
  })
  return bins
}

function computeGradients(
  groups: readonly CandidateGroup[],
  scores: Float64Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  let start = 0
  for (const { right } of groups) {
    const max = right.reduce((value, _, index) => Math.max(value, scores[start + index] as number), -Infinity)
    const weights = right.map((_, index) => Math.exp((scores[start + index] as number) - max))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const rightTotal = weights.reduce((sum, weight, index) => sum + (right[index] ? weight : 0), 0)
    weights.forEach((weight, index) => {
      const probability = weight / total
      gradients[start + index] = probability - (right[index] ? weight / rightTotal : 0)
      hessians[start + index] = Math.max(1e-4, probability * (1 - probability))
    })
    start += right.length
  }
}

interface GrownTree {
  tree: ScoreTree
  /** The leaf of each row. */
  leafIndexes: Int32Array
}

function growTree(
  bins: Uint8Array,
  edges: readonly (readonly number[])[],
  features: readonly number[],
  gradients: Float64Array,
  hessians: Float64Array,
  { depth, learningRate }: BoostOptions,
): GrownTree {
  const featureCount = edges.length
  const nodes: number[] = []
  const thresholds: number[] = []
  const nodeIndexes = new Int32Array(gradients.length)
  for (let level = 0; level < depth; level++) {
    const sums = new Float64Array(2 ** level * featureCount * (maxBins + 1) * 2)
    for (let row = 0; row < nodeIndexes.length; row++) {
      const base = (nodeIndexes[row] as number) * featureCount
      for (const feature of features) {
        const cell = ((base + feature) * (maxBins + 1) + (bins[row * featureCount + feature] as number)) * 2
        sums[cell] = (sums[cell] as number) + (gradients[row] as number)
        sums[cell + 1] = (sums[cell + 1] as number) + (hessians[row] as number)
      }
    }
    const splits = Array.from({ length: 2 ** level }, (_, node) =>
      findSplit(sums, node * featureCount, features, edges),
    )
    for (const { feature, bin } of splits) {
      nodes.push(feature)
      thresholds.push(feature < 0 ? 0 : ((edges[feature] as readonly number[])[bin] as number))
    }
    for (let row = 0; row < nodeIndexes.length; row++) {
      const node = nodeIndexes[row] as number
      const { feature, bin } = splits[node] as Split
      nodeIndexes[row] = 2 * node + (feature >= 0 && (bins[row * featureCount + feature] as number) > bin ? 1 : 0)
    }
  }
  const leafSums = new Float64Array(2 ** depth * 2)
  nodeIndexes.forEach((leaf, row) => {
    leafSums[2 * leaf] = (leafSums[2 * leaf] as number) + (gradients[row] as number)
    leafSums[2 * leaf + 1] = (leafSums[2 * leaf + 1] as number) + (hessians[row] as number)
  })
  const leaves = Array.from({ length: 2 ** depth }, (_, leaf) => {
    const step = -(leafSums[2 * leaf] as number) / ((leafSums[2 * leaf + 1] as number) + regularization)
    return Math.max(-maxLeaf, Math.min(maxLeaf, step)) * learningRate
  })
  return { tree: [nodes, thresholds, leaves], leafIndexes: nodeIndexes }
}

interface Split {
  /** -1 if no split reduces the loss. */
  feature: number
  /** The last bin that goes left. */
  bin: number
}

function findSplit(
  sums: Float64Array,
  base: number,
  features: readonly number[],
  edges: readonly (readonly number[])[],
): Split {
  let best: Split & { gain: number } = { feature: -1, bin: 0, gain: 1e-6 }
  const cost = (gradient: number, hessian: number): number => gradient ** 2 / (hessian + regularization)
  for (const feature of features) {
    const start = (base + feature) * (maxBins + 1) * 2
    let [gradient, hessian] = [0, 0]
    for (let bin = 0; bin <= maxBins; bin++) {
      gradient += sums[start + 2 * bin] as number
      hessian += sums[start + 2 * bin + 1] as number
    }
    let [left, leftHessian] = [0, 0]
    for (let bin = 0; bin < (edges[feature] as readonly number[]).length; bin++) {
      left += sums[start + 2 * bin] as number
      leftHessian += sums[start + 2 * bin + 1] as number
      if (leftHessian < minHessian || hessian - leftHessian < minHessian) continue
      const gain = cost(left, leftHessian) + cost(gradient - left, hessian - leftHessian) - cost(gradient, hessian)
      if (gain > best.gain) best = { feature, bin, gain }
    }
  }
  return best
}
