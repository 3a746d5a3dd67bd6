import type { NodePage } from '../engine/requests.ts'

type Pages = Readonly<Record<string, string>>

/** Loaders of translated documentation, by language. */
const translations = new Map<string, () => Promise<Pages>>([
  ['de', async () => (await import('@aw-flow/nodes/docs-de')).nodeDocs],
])

/** Reads the documentation of a node type in a language (`de-AT` uses `de`), or else in English; `undefined` without any. */
export async function readNodePage(type: string, language = 'en'): Promise<NodePage | undefined> {
  const [tag = ''] = language.toLowerCase().split('-')
  const translated = await translations.get(tag)?.()
  if (translated && Object.hasOwn(translated, type)) return { markdown: translated[type]!, language: tag }
  const { nodeDocs } = await import('@aw-flow/nodes/docs')
  return Object.hasOwn(nodeDocs, type) ? { markdown: nodeDocs[type]!, language: 'en' } : undefined
}
