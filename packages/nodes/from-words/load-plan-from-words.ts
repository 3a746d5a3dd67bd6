import type { WordsPlan } from '@aw-flow/schema'
import type { WordsRequest } from './plan-from-words.ts'

/**
 * Plans the nodes that a description in English or German requests, by rules. The rules are in a separate module that
 * is loaded by the first call.
 *
 * @internal
 */
export async function planFromWords(request: WordsRequest): Promise<WordsPlan> {
  const rules = await import('./plan-from-words.ts')
  return rules.planFromWords(request)
}
