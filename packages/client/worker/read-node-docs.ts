import { findTranslation, type TranslatedLanguage } from '@aw-flow/messages'
import type { NodeTypeDocs } from '../engine/request-schemas.ts'

type DocsByType = Readonly<Record<string, string>>

const translationLoaders: Readonly<Record<TranslatedLanguage, () => Promise<DocsByType>>> = {
  de: async () => (await import('@aw-flow/nodes/docs-de')).nodeDocs,
}

/**
 * Returns the documentation of a node type in a language (`de` for `de-AT`), falling back to English. Returns
 * `undefined` if neither exists.
 */
export async function readNodeDocs(type: string, language = 'en'): Promise<NodeTypeDocs | undefined> {
  const translation = findTranslation(language)
  const translatedDocs = translation ? await translationLoaders[translation]() : {}
  if (translation && Object.hasOwn(translatedDocs, type))
    return { markdown: translatedDocs[type]!, language: translation }
  const { nodeDocs } = await import('@aw-flow/nodes/docs')
  return Object.hasOwn(nodeDocs, type) ? { markdown: nodeDocs[type]!, language: 'en' } : undefined
}
