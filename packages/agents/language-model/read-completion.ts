import type { ModelReply } from './language-model.ts'

interface Delta {
  content?: string | null
  refusal?: string | null
}

interface Choice {
  message?: Delta | null
  delta?: Delta | null
  text?: string | null
  finish_reason?: string | null
}

/** A chat completion or a chunk of a stream: the common part of compatible services. */
export interface Completion {
  choices?: readonly (Choice | null)[] | null
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null
}

const endByFinishReason: Readonly<Record<string, ModelReply['ended']>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'refused',
}

/**
 * Builds a reply from a complete response or from chunks of a stream. All fields are optional.
 */
export function createReplyBuilder(): { add(chunk: Completion): void; reply(): ModelReply } {
  let text = ''
  let refusal = ''
  let ended: ModelReply['ended'] = 'unknown'
  let tokens: ModelReply['tokens']
  return {
    add({ choices, usage }) {
      const choice = choices?.[0]
      const delta = choice?.message ?? choice?.delta
      text += delta?.content ?? choice?.text ?? ''
      refusal += delta?.refusal ?? ''
      const reason = choice?.finish_reason
      if (typeof reason === 'string' && reason !== '') ended = endByFinishReason[reason] ?? 'unknown'
      if (typeof usage?.prompt_tokens === 'number' || typeof usage?.completion_tokens === 'number')
        tokens = { input: usage.prompt_tokens ?? 0, output: usage.completion_tokens ?? 0 }
    },
    reply: () => ({
      text,
      ended: refusal === '' ? ended : 'refused',
      ...(refusal === '' ? {} : { refusal }),
      ...(tokens ? { tokens } : {}),
    }),
  }
}
