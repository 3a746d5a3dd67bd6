import type { ModelMessage } from '../language-model/language-model.ts'
import { estimateTokens } from '../language-model/model-usage.ts'
import type { ConversationTurn } from './conversation-turn.ts'

const countTokens = (messages: readonly ModelMessage[]): number => estimateTokens({ messages }).input

/**
 * Selects turns that fit into a token budget, most important first, and returns them in conversation order. A turn is
 * included completely or not at all, so that a tool call is never separated from its result.
 *
 * @param ranking Indexes of turns, most important first.
 * @internal
 */
export function selectTurns(
  turns: readonly ConversationTurn[],
  ranking: readonly number[],
  maxTokens: number,
): ConversationTurn[] {
  const selectedIndexes: number[] = []
  let tokenCount = 0
  for (const turnIndex of ranking) {
    const turnTokenCount = countTokens(turns[turnIndex]!.messages)
    if (tokenCount + turnTokenCount > maxTokens) continue
    tokenCount += turnTokenCount
    selectedIndexes.push(turnIndex)
  }
  return selectedIndexes.toSorted((a, b) => a - b).map((turnIndex) => turns[turnIndex]!)
}

/**
 * Selects the newest turns that fit into a token budget. The selection stops at the first turn that does not fit, so
 * that the conversation has no gaps.
 *
 * @internal
 */
export function selectNewestTurns(turns: readonly ConversationTurn[], maxTokens: number): ConversationTurn[] {
  let start = turns.length
  let tokenCount = 0
  while (start > 0) {
    tokenCount += countTokens(turns[start - 1]!.messages)
    if (tokenCount > maxTokens) break
    start--
  }
  return turns.slice(start)
}
