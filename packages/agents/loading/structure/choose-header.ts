import trees from './header-trees.json' with { type: 'json' }
import { listHeaderCandidates, type HeaderCandidate, type HeaderContext } from './header-candidates.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { scoreByTrees, type ScoreTree } from './score-by-trees.ts'

/**
 * Trees that score candidates for the header, written by `test/labels/train/train-header-trees.ts`. They are trained
 * with the proposals of the rules of the time when a file was labeled: today's rules fit the training files too well.
 */
const headerTrees = trees.map(([features = [], thresholds = [], leaves = []]): ScoreTree => [
  features,
  thresholds,
  leaves,
])

/** Minimum score difference in nats. A different header is selected if it is at least three times as probable. */
const minDifference = Math.log(3)

/** Minimum number of records. With fewer records, the columns cannot be characterized. */
export const minModelRecords = 5

/**
 * A header that the model prefers to the proposed one. `confidence` is the model's probability that it is the better of
 * the two.
 */
export interface ChosenHeader extends HeaderCandidate {
  confidence: number
}

/**
 * Selects the header and the first record from all candidates, using boosted trees that `test/labels/train` fits to
 * labeled files. A record below the proposed header whose width differs from the table's is damaged and not part of the
 * header. Returns `undefined` if no candidate is clearly better than the proposed header, or if there are too few
 * records.
 */
export function chooseHeader(context: HeaderContext): ChosenHeader | undefined {
  if (context.mainRecords.length < minModelRecords) return undefined
  const { headerLines, firstRecordLine } = context.proposedHeader
  let best: HeaderCandidate | undefined
  let bestScore = -Infinity
  let proposedScore = Infinity
  const lastLine = headerLines.at(-1) ?? Infinity
  for (const candidate of listHeaderCandidates(context)) {
    const isDamaged = ({ line, cells }: SourceRecord): boolean => line > lastLine && cells.length !== context.width
    if (!candidate.isComment && candidate.header.some(isDamaged)) continue
    const score = scoreByTrees(headerTrees, candidate.features)
    const isProposed =
      candidate.firstRecordLine === firstRecordLine && candidate.headerLines.join() === headerLines.join()
    if (isProposed) proposedScore = score
    if (score > bestScore) [best, bestScore] = [candidate, score]
  }
  // A proposal that is not among the candidates, for example because its line cannot be parsed, is left unchanged.
  const difference = bestScore - proposedScore
  return best && difference >= minDifference ? { ...best, confidence: 1 / (1 + Math.exp(-difference)) } : undefined
}
