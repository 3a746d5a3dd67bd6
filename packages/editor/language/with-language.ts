import type { Text } from '@aw-flow/messages'
import type { NodeTypeTexts } from './node-type-texts.ts'

/** What renders in a language: numbers, messages and the texts of node types. */
export interface LanguageRenderers {
  /** A BCP 47 tag, for numbers and dates. */
  readonly language: string
  readonly renderText: (text: Text) => string
  readonly nodeTypes: NodeTypeTexts
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Replaces `language`, `renderText` and `nodeTypes` in every group of the strings of an element and of the elements in it.
 */
export function withLanguage<Strings extends object>(strings: Strings, renderers: LanguageRenderers): Strings {
  const replaced = Object.entries(strings).map(([key, value]: [string, unknown]) => {
    if (key === 'language' || key === 'renderText' || key === 'nodeTypes') return [key, renderers[key]]
    return [key, isGroup(value) ? withLanguage(value, renderers) : value]
  })
  return Object.fromEntries(replaced) as Strings
}
