import { headerTrees } from './header-trees.ts'
import { listHeaderCandidates, type HeaderCandidate, type HeaderContext } from './header-candidates.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { scoreByTrees } from './score-by-trees.ts'

/**
 * Minimum difference between the scores in nats: another header is chosen if it is at least three times as probable.
 */
const minDifference = Math.log(3)

/** Minimum number of records. The columns of fewer records cannot be described. */
const minRecords = 5

/** The chosen header, and the probability that it is correct, according to the model. */
export interface ChosenHeader extends HeaderCandidate {
  confidence: number
}

/**
 * Chooses the header and the first record from all candidates by boosted trees, which `test/labels/train` fits to labeled
 * files. A record of another width below the proposed header is a damaged record, not part of the header. Returns
 * `undefined` if the proposed header is the best, or nearly so, or if there are only a few records.
 */
export function chooseHeader(context: HeaderContext): ChosenHeader | undefined {
  if (context.main.length < minRecords) return undefined
  const { headerLines, firstRecordLine } = context.proposed
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
  // A proposal that is not among the candidates (names in a line that cannot be read) is not corrected.
  const difference = bestScore - proposedScore
  return best && difference >= minDifference ? { ...best, confidence: 1 / (1 + Math.exp(-difference)) } : undefined
}
