import type { ModelMessage } from '../language-model/language-model.ts'
import { estimateTokens } from '../language-model/model-usage.ts'
import type { ConversationTurn } from './conversation-turn.ts'

const countTokens = (messages: readonly ModelMessage[]): number => estimateTokens({ messages }).input

/**
 * Selects turns in the given order of importance that fit into a number of tokens, and returns them in the order of the
 * conversation. A turn is used completely or not at all, so that a call is never separated from its result.
 *
 * @param order Positions of turns, the most important first.
 * @internal
 */
export function selectTurns(
  turns: readonly ConversationTurn[],
  order: readonly number[],
  maxTokens: number,
): ConversationTurn[] {
  const chosen: number[] = []
  let tokens = 0
  for (const position of order) {
    const cost = countTokens(turns[position]!.messages)
    if (tokens + cost > maxTokens) continue
    tokens += cost
    chosen.push(position)
  }
  return chosen.toSorted((a, b) => a - b).map((position) => turns[position]!)
}

/**
 * Selects the newest turns that fit into a number of tokens. The selection ends at the first one that does not fit, so
 * that the conversation has no gap.
 *
 * @internal
 */
export function selectNewestTurns(turns: readonly ConversationTurn[], maxTokens: number): ConversationTurn[] {
  let start = turns.length
  let tokens = 0
  while (start > 0) {
    tokens += countTokens(turns[start - 1]!.messages)
    if (tokens > maxTokens) break
    start--
  }
  return turns.slice(start)
}
