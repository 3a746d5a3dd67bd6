import { NodeError, type Models } from '@aw-flow/engine'
import { error, defined, type Json } from '@aw-flow/schema'
import { z } from 'zod'
import type { LanguageModel, ModelReply } from './language-model.ts'
import { removeReasoning } from './reasoning-filter.ts'

const replySchema = z.object({
  text: z.string(),
  refusal: z.string().optional(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })).optional(),
  ended: z.enum(['stop', 'length', 'refused', 'tools', 'unknown']),
  tokens: z
    .object({ input: z.number().min(0), cachedInput: z.number().min(0).optional(), output: z.number().min(0) })
    .optional(),
})

/**
 * Creates a language model that forwards requests to the host. The host may use the browser's built-in model or one
 * that it has registered.
 *
 * @internal
 */
export const createHostModel = (id: string, name: string, models: Models): LanguageModel => ({
  name,
  host: 'host',
  async ask({ signal = new AbortController().signal, onText, ...request }) {
    if (!models.ask) throw new NodeError('permanent', error('model.no-host', { model: id }))
    const reply = await models.ask(id, request as unknown as Json, defined({ signal, onText }))
    const { data } = replySchema.safeParse(reply)
    if (data) return { ...data, text: removeReasoning(data.text) } as ModelReply
    throw new NodeError('permanent', error('model.invalid-reply', { model: id }))
  },
})
