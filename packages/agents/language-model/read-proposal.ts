import { message, type Message } from '@aw-flow/messages'
import { preparationProposalSchema, type PreparationProposal } from '@aw-flow/schema'
import type { ModelReply } from './language-model.ts'

/** A valid proposal, or what is wrong with the answer, for the next request to the model. */
export type ReadProposal = { proposal: PreparationProposal } | { wrong: Message }

/**
 * Reads a model's reply as a proposal. JSON may stand alone, in a fence, or between other words; it must then be what the
 * schema says, to the letter.
 */
export function readProposal({ text, ended }: ModelReply): ReadProposal {
  const json = parse(text)
  if (json === undefined) {
    if (text.trim() === '')
      return { wrong: ended === 'stop' ? message('model.answer-empty', {}) : message('model.answer-interrupted', {}) }
    if (ended === 'length') return { wrong: message('model.answer-too-long', {}) }
    if (ended === 'unknown') return { wrong: message('model.answer-cut', { end: text.slice(-60) }) }
    return { wrong: message('model.answer-not-json', { start: text.slice(0, 120) }) }
  }
  const read = preparationProposalSchema.safeParse(json)
  if (read.success) return { proposal: read.data }
  const issues = read.error.issues
    .slice(0, 10)
    .map(({ path, message: fault }) => `${path.join('.') || 'answer'}: ${fault}`)
  return { wrong: message('model.answer-not-valid', { issues }) }
}

function parse(text: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?```/.exec(text)?.[1]
  const braces = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  for (const candidate of [text, fenced, braces]) {
    if (candidate === undefined || candidate.trim() === '') continue
    try {
      return JSON.parse(candidate)
    } catch {
      // The next one may be the JSON.
    }
  }
  return undefined
}
