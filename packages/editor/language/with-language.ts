import type { Text } from '@aw-flow/messages'
import type { NodeTypeTexts } from './node-type-texts.ts'

/** The language tag, and the functions that render messages and node types in the language. */
export interface LanguageRenderers {
  /** A BCP 47 tag, for numbers and dates. */
  readonly language: string
  readonly renderText: (text: Text) => string
  readonly nodeTypes: NodeTypeTexts
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Replaces `language`, `renderText` and `nodeTypes` in every group of an element's strings, including the strings of
 * its child elements.
 */
export const withLanguage = <Strings extends object>(strings: Strings, renderers: LanguageRenderers): Strings =>
  copyGroups(strings, (key, value) =>
    key === 'language' || key === 'renderText' || key === 'nodeTypes' ? renderers[key] : value,
  )

/** Copies strings with all their groups, so that every element that uses one of them re-renders. */
export function copyGroups<Strings extends object>(
  strings: Strings,
  replace: (key: string, value: unknown) => unknown = (_, value) => value,
): Strings {
  const copied = Object.entries(strings).map(([key, value]: [string, unknown]) => {
    const replaced = replace(key, value)
    return [key, replaced === value && isGroup(value) ? copyGroups(value, replace) : replaced]
  })
  return Object.fromEntries(copied) as Strings
}
