import type { NodeTypeDocs } from '../engine/requests.ts'

type DocsByType = Readonly<Record<string, string>>

/** Functions that load translated documentation, keyed by language. */
const translationLoaders = new Map<string, () => Promise<DocsByType>>([
  ['de', async () => (await import('@aw-flow/nodes/docs-de')).nodeDocs],
])

/**
 * Returns the documentation of a node type in a language (`de` for `de-AT`), falling back to English. Returns
 * `undefined` if neither exists.
 */
export async function readNodeDocs(type: string, language = 'en'): Promise<NodeTypeDocs | undefined> {
  const [languageCode = ''] = language.toLowerCase().split('-')
  const translation = await translationLoaders.get(languageCode)?.()
  if (translation && Object.hasOwn(translation, type)) return { markdown: translation[type]!, language: languageCode }
  const { nodeDocs } = await import('@aw-flow/nodes/docs')
  return Object.hasOwn(nodeDocs, type) ? { markdown: nodeDocs[type]!, language: 'en' } : undefined
}
