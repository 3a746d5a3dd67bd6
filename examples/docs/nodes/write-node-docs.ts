import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { format } from 'oxfmt'

const resolvePath = (path: string): string => fileURLToPath(new URL(`../../../packages/nodes/${path}`, import.meta.url))

/**
 * File name suffix of each language: `filter.md` and `node-docs.ts` in English, `filter.de.md` and `node-docs.de.ts` in
 * German.
 */
const suffixes = { English: '', German: '.de' }
type Language = keyof typeof suffixes

/**
 * Returns the pages of the node types by type, without pictures and links to files of the repository.
 *
 * @throws If a type has no page in the language.
 */
export function readNodeDocs(language: Language): Record<string, string> {
  const docs: Record<string, string> = {}
  for (const { type, family } of createBuiltInCatalog().list()) {
    const page = `pages/${family}/${type.replaceAll('_', '-')}${suffixes[language]}.md`
    if (!existsSync(resolvePath(page))) throw new Error(`Missing page: ${page}`)
    docs[type] = readFileSync(resolvePath(page), 'utf8')
      .replaceAll(/^!\[.*$/gm, '')
      .replaceAll(/^Examples?: `examples\/.*$/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  }
  return docs
}

/** Generates the module that contains the pages, as in `packages/nodes/node-docs.ts` and `node-docs.de.ts`. */
export async function writeNodeDocs(language: Language): Promise<string> {
  const source = `/**
 * ${language} documentation pages of the node types as Markdown, keyed by type. Generated from the
 * \`${suffixes[language]}.md\` files in \`pages\` by
 * \`npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts\`.
 *
 * @internal
 */
export const nodeDocs: Readonly<Record<string, string>> = ${JSON.stringify(readNodeDocs(language), null, 2)}`
  return (await format('node-docs.ts', source, { semi: false, singleQuote: true, printWidth: 120 })).code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const language of ['English', 'German'] as const)
    writeFileSync(resolvePath(`node-docs${suffixes[language]}.ts`), await writeNodeDocs(language))
}
