import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'

const catalogsPath = fileURLToPath(new URL('../messages/catalogs.ts', import.meta.url))
const separator = '\t'
const isTranslation = (id: string): boolean => /\/messages\/[a-z]{2}\/index\.ts$/.test(id.replaceAll('\\', '/'))

const evaluateModule = async (path: string): Promise<Record<string, Record<string, string>>> =>
  (await runnerImport<Record<string, Record<string, string>>>(path, { configFile: false, logLevel: 'error' })).module

/** Placeholder for declarations that are the same in a message and in its English source. */
const declarationsPlaceholder = '\v'
/** Character code of the placeholder for a message's first expression. Each further expression has the next code. */
const firstPlaceholderCode = 14
/** Maximum number of placeholders for expressions. Codes from 32 (space) onward are ordinary characters. */
const maxExpressions = 18
const expressionPattern = /\{\$[^{}]*\}/g

/** Returns a message's declarations: everything before its first pattern. */
const extractDeclarations = (text: string): string => (text.startsWith('.') ? text.slice(0, text.indexOf('{{')) : '')

function compactMessage(text: string, english: string): string {
  const declarations = extractDeclarations(english)
  const hasSameDeclarations = declarations !== '' && text.startsWith(declarations)
  const expressions = [...new Set(english.match(expressionPattern))]
  const pattern = (hasSameDeclarations ? text.slice(declarations.length) : text).replace(
    expressionPattern,
    (expression) => {
      const index = expressions.indexOf(expression)
      return index === -1 || index >= maxExpressions ? expression : String.fromCharCode(firstPlaceholderCode + index)
    },
  )
  return (hasSameDeclarations ? declarationsPlaceholder : '') + pattern
}

/** Returns whether a string contains a placeholder or the separator. */
const hasControlCharacter = (text: string): boolean =>
  [...text].some((character) => character < ' ' && character !== '\n')

/**
 * Makes the catalog of a language smaller by omitting the parts that it shares with the English catalog, which a page has
 * already loaded: the codes, because both catalogs have the same order, and declarations and expressions that equal
 * those of the English message.
 */
export const compactCatalogsPlugin: Plugin = {
  name: 'aw-compact-catalogs',
  apply: 'build',
  async load(id) {
    if (!isTranslation(id)) return undefined
    const [{ messages: translation = {} }, { english = {} }] = [
      await evaluateModule(id),
      await evaluateModule(catalogsPath),
    ]
    const texts = Object.keys(english).map((code) => compactMessage(translation[code] ?? '', english[code]!))
    if (Object.values(translation).some(hasControlCharacter))
      throw new Error(`A message of ${id} contains a control character. Remove it.`)
    return `import { english } from '../catalogs.ts'
const texts = ${JSON.stringify(texts.join(separator))}.split(${JSON.stringify(separator)})
export const messages = {}
for (const [index, [code, text]] of Object.entries(english).entries()) {
  if (!texts[index]) continue
  const expressions = [...new Set(text.match(${expressionPattern}))]
  messages[code] = texts[index]
    .replace(${JSON.stringify(declarationsPlaceholder)}, () => text.slice(0, text.indexOf('{{')))
    .replace(/[\\x0e-\\x1f]/g, (character) => expressions[character.charCodeAt(0) - ${firstPlaceholderCode}])
}`
  },
}
