import type { NodePage } from '../engine/requests.ts'

type Pages = Readonly<Record<string, string>>

/** Functions that load translated documentation, keyed by language. */
const translations = new Map<string, () => Promise<Pages>>([
  ['de', async () => (await import('@aw-flow/nodes/docs-de')).nodeDocs],
])

/**
 * Returns the documentation of a node type in a language (`de` for `de-AT`), falling back to English. Returns
 * `undefined` if neither exists.
 */
export async function readNodePage(type: string, language = 'en'): Promise<NodePage | undefined> {
  const [tag = ''] = language.toLowerCase().split('-')
  const translation = await translations.get(tag)?.()
  if (translation && Object.hasOwn(translation, type)) return { markdown: translation[type]!, language: tag }
  const { nodeDocs } = await import('@aw-flow/nodes/docs')
  return Object.hasOwn(nodeDocs, type) ? { markdown: nodeDocs[type]!, language: 'en' } : undefined
}
