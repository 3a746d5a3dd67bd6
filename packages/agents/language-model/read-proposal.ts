import { preparationProposalSchema, type PreparationProposal } from '@aw-flow/schema'
import type { ModelReply } from './language-model.ts'

/** A proposal as it could be read, or why it could not, in words for whoever made it. */
export type ReadProposal = { proposal: PreparationProposal } | { wrong: string }

/**
 * Reads a model's reply as a proposal. JSON may stand alone, in a fence, or between other words; it must then be what the
 * schema says, to the letter.
 */
export function readProposal({ text, ended }: ModelReply): ReadProposal {
  const json = parse(text)
  if (json === undefined) {
    if (text.trim() === '')
      return { wrong: ended === 'stop' ? 'The answer was empty.' : 'The answer broke off before anything came.' }
    if (ended === 'length') return { wrong: 'The answer was too long and was cut: name fewer operations.' }
    if (ended === 'unknown') return { wrong: `The answer broke off: “…${text.slice(-60)}”` }
    return { wrong: `The answer is no JSON: “${text.slice(0, 120)}”` }
  }
  const read = preparationProposalSchema.safeParse(json)
  if (read.success) return { proposal: read.data }
  const issues = read.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`)
  return { wrong: `The answer is not what was asked for: ${issues.join('; ')}` }
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
