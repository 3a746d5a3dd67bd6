import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { languages, type Language } from '@aw-flow/messages'
import { createBuiltInCatalog } from '@aw-flow/nodes'

const resolvePath = (path: string): string => fileURLToPath(new URL(`../../../packages/nodes/${path}`, import.meta.url))

/**
 * File name suffix of each language: `filter.md` and `node-docs.json` in English, `filter.de.md` and `node-docs.de.json`
 * in German.
 */
const readSuffix = (language: Language): string => (language === 'en' ? '' : `.${language}`)

/**
 * Returns the pages of the node types by type, without pictures and links to files of the repository.
 *
 * @throws If a type has no page in the language.
 */
export function readNodeDocs(language: Language): Record<string, string> {
  const docs: Record<string, string> = {}
  for (const { type, family } of createBuiltInCatalog().list()) {
    const page = `pages/${family}/${type.replaceAll('_', '-')}${readSuffix(language)}.md`
    if (!existsSync(resolvePath(page))) throw new Error(`Missing page: ${page}`)
    docs[type] = readFileSync(resolvePath(page), 'utf8')
      .replaceAll(/^!\[.*$/gm, '')
      .replaceAll(/^Examples?: `examples\/.*$/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  }
  return docs
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const language of languages)
    writeFileSync(
      resolvePath(`node-docs${readSuffix(language)}.json`),
      `${JSON.stringify(readNodeDocs(language), null, 2)}\n`,
    )
}
