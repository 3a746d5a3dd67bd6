import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { builtInCatalogue } from '@aw-flow/nodes'
import { format } from 'oxfmt'

const at = (path: string): string => fileURLToPath(new URL(`../../../packages/nodes/${path}`, import.meta.url))

/** What stands in the pages of the node types, without their pictures and links to files of the repository. */
export function readNodeDocs(): Record<string, string> {
  const docs: Record<string, string> = {}
  for (const { type, family } of builtInCatalogue().list()) {
    const page = `${type.replaceAll('_', '-')}.md`
    if (!readdirSync(at(family)).includes(page)) throw new Error(`There is no page ${family}/${page}.`)
    docs[type] = readFileSync(at(`${family}/${page}`), 'utf8')
      .replaceAll(/^!\[.*$/gm, '')
      .replaceAll(/^Examples?: `examples\/.*$/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  }
  return docs
}

/** The module that brings them into a page, as it stands in `packages/nodes/node-docs.ts`. */
export async function writeNodeDocs(): Promise<string> {
  const source = `/** The pages of the node types as Markdown, by type. Made of \`*.md\` beside them: \`npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts\`. */
export const nodeDocs: Readonly<Record<string, string>> = ${JSON.stringify(readNodeDocs(), null, 2)}`
  return (await format('node-docs.ts', source, { semi: false, singleQuote: true, printWidth: 120 })).code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(at('node-docs.ts'), await writeNodeDocs())
