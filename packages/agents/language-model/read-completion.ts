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

/** A chat completion, whole or a chunk of a stream, in what services that call themselves compatible have in common. */
export interface Completion {
  choices?: readonly (Choice | null)[] | null
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null
}

const endings: Readonly<Record<string, ModelReply['ended']>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'refused',
}

/**
 * Puts a reply together from a whole completion or from chunks as they come, in whatever order their fields are and
 * whichever of them a service leaves out.
 */
export function replyBuilder(): { add(piece: Completion): void; reply(): ModelReply } {
  let text = ''
  let refusal = ''
  let ended: ModelReply['ended'] = 'unknown'
  let tokens: ModelReply['tokens']
  return {
    add({ choices, usage }) {
      const choice = choices?.[0]
      const said = choice?.message ?? choice?.delta
      text += said?.content ?? choice?.text ?? ''
      refusal += said?.refusal ?? ''
      const reason = choice?.finish_reason
      if (typeof reason === 'string' && reason !== '') ended = endings[reason] ?? 'unknown'
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
