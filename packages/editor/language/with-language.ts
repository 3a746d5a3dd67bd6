import type { Text } from '@aw-flow/messages'
import type { NodeTypeTranslator } from './node-type-translator.ts'

/** A language tag, and the functions that render messages and node types in the language. */
export interface LanguageRenderers {
  /** BCP 47 tag, used to format numbers and dates. */
  readonly language: string
  readonly renderText: (text: Text) => string
  readonly nodeTypes: NodeTypeTranslator
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Returns a copy of an element's strings in which `language`, `renderText` and `nodeTypes` are replaced in every group,
 * including the groups of child elements.
 */
export const withLanguage = <Strings extends object>(strings: Strings, renderers: LanguageRenderers): Strings =>
  copyGroups(strings, (key, value) =>
    key === 'language' || key === 'renderText' || key === 'nodeTypes' ? renderers[key] : value,
  )

/** Deeply copies strings, so that every element that uses one of the groups is rendered again. */
export function copyGroups<Strings extends object>(
  strings: Strings,
  replace: (key: string, value: unknown) => unknown = (_, value) => value,
): Strings {
  const copiedEntries = Object.entries(strings).map(([key, value]: [string, unknown]) => {
    const replacement = replace(key, value)
    return [key, replacement === value && isGroup(value) ? copyGroups(value, replace) : replacement]
  })
  return Object.fromEntries(copiedEntries) as Strings
}
