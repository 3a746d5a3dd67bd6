import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'

const catalogsPath = fileURLToPath(new URL('../messages/catalogs.ts', import.meta.url))
const separator = '\t'
const isGermanCatalog = (id: string): boolean => id.replaceAll('\\', '/').endsWith('/messages/german/index.ts')

const evaluateModule = async (path: string): Promise<Record<string, Record<string, string>>> =>
  (await runnerImport<Record<string, Record<string, string>>>(path, { configFile: false, logLevel: 'error' })).module

/** Placeholder for declarations that are the same in the German and the English message. */
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
 * Makes the German catalog smaller by omitting the parts that it shares with the English catalog, which a page has
 * already loaded: the codes, because both catalogs have the same order, and declarations and expressions that equal
 * those of the English message.
 */
export const compactCatalogsPlugin: Plugin = {
  name: 'aw-compact-catalogs',
  apply: 'build',
  async load(id) {
    if (!isGermanCatalog(id)) return undefined
    const [{ german = {} }, { english = {} }] = [await evaluateModule(id), await evaluateModule(catalogsPath)]
    const messages = Object.keys(english).map((code) => compactMessage(german[code] ?? '', english[code]!))
    if (Object.values(german).some(hasControlCharacter))
      throw new Error('A German message contains a control character.')
    return `import { english } from '../catalogs.ts'
const texts = ${JSON.stringify(messages.join(separator))}.split(${JSON.stringify(separator)})
export const german = {}
for (const [index, [code, text]] of Object.entries(english).entries()) {
  if (!texts[index]) continue
  const expressions = [...new Set(text.match(${expressionPattern}))]
  german[code] = texts[index]
    .replace(${JSON.stringify(declarationsPlaceholder)}, () => text.slice(0, text.indexOf('{{')))
    .replace(/[\\x0e-\\x1f]/g, (character) => expressions[character.charCodeAt(0) - ${firstPlaceholderCode}])
}`
  },
}
