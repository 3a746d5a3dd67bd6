import type { NextTypeCounts, TypeCounts } from './count-next-types.ts'
import { contextKinds, listContexts, type Context, type ContextKind, type WorkflowShape } from './next-node-contexts.ts'

/** A node type and the probability that it comes next. */
export interface RankedType {
  readonly type: string
  readonly probability: number
}

interface ContextWeight {
  /** Exponent of the ratio by which the context changes a probability. */
  readonly weight: number
  /** Number of observations at which the context counts as much as the more general distribution. */
  readonly prior: number
}

/**
 * Weights and priors, fitted by five-fold cross-validation on public workflows. `npm run bench -- assistant` prints how
 * often the actual next type is among the first three.
 */
const contextWeights: Readonly<Record<ContextKind, ContextWeight>> = {
  previous: { weight: 1, prior: 10 },
  pair: { weight: 0.5, prior: 30 },
  triple: { weight: 0.8, prior: 30 },
  start: { weight: 0.5, prior: 60 },
  upstream: { weight: 0.2, prior: 100 },
  upstreamPair: { weight: 0.2, prior: 60 },
}

/** Contexts that include the previous type. They are compared with the distribution of the types that follow it. */
const previousTypeContexts: ReadonlySet<ContextKind> = new Set(['pair', 'triple', 'start', 'upstreamPair'])

/**
 * Ranks the node types that may follow a node, most probable first, based on counts from other workflows. The
 * distribution of each context is smoothed with a more general one, and all of them are combined in a logarithmic
 * opinion pool (Genest and Zidek, 1986). Takes less than a millisecond for a workflow with a hundred nodes.
 *
 * @param previousIndex - The index of the node in `shape.types`.
 * @returns All counted types. Their probabilities sum to 1.
 *
 * @example
 *   const shape = { types: ['trigger', 'http_request'], edges: [{ source: 0, target: 1, isData: true }] }
 *   rankNextTypes(shape, 1, await loadNextTypeCounts())[0] // { type: 'transform', probability: 0.2… }
 */
export function rankNextTypes(shape: WorkflowShape, previousIndex: number, counts: NextTypeCounts): RankedType[] {
  const types = [...counts.total.keys()]
  const sum = sumCounts(counts.total)
  const generalDistribution = types.map((type) => ((counts.total.get(type) ?? 0) + 0.5) / (sum + 0.5 * types.length))
  const contexts = listContexts(shape, previousIndex)
  const filterByKind = (kind: ContextKind): Context[] => contexts.filter((context) => context.kind === kind)

  const smooth = ({ kind, key }: Context, base: readonly number[]): readonly number[] => {
    const contextCounts = counts.contexts[kind].get(key)
    if (!contextCounts) return base
    const { prior } = contextWeights[kind]
    const total = sumCounts(contextCounts) + prior
    return types.map((type, index) => ((contextCounts.get(type) ?? 0) + prior * (base[index] ?? 0)) / total)
  }

  const [previousContext] = filterByKind('previous')
  const previousTypeDistribution = previousContext ? smooth(previousContext, generalDistribution) : generalDistribution
  const scores = generalDistribution.map(Math.log)
  for (const kind of contextKinds) {
    const matchingContexts = filterByKind(kind)
    const base = previousTypeContexts.has(kind) ? previousTypeDistribution : generalDistribution
    const weight = contextWeights[kind].weight / Math.sqrt(matchingContexts.length)
    for (const context of matchingContexts) {
      smooth(context, base).forEach((probability, index) => {
        scores[index] = (scores[index] ?? 0) + weight * Math.log(probability / (base[index] ?? 1))
      })
    }
  }
  const max = Math.max(...scores)
  const relativeProbabilities = scores.map((score) => Math.exp(score - max))
  const total = relativeProbabilities.reduce((a, b) => a + b, 0)
  return types
    .map((type, index) => ({ type, probability: (relativeProbabilities[index] ?? 0) / total }))
    .toSorted((a, b) => b.probability - a.probability)
}

const sumCounts = (counts: TypeCounts): number => [...counts.values()].reduce((a, b) => a + b, 0)
