import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'

const catalogs = fileURLToPath(new URL('../messages/catalogs.ts', import.meta.url))
const separator = '\t'
const isGerman = (id: string): boolean => id.replaceAll('\\', '/').endsWith('/messages/german/index.ts')

const evaluate = async (path: string): Promise<Record<string, Record<string, string>>> =>
  (await runnerImport<Record<string, Record<string, string>>>(path, { configFile: false, logLevel: 'error' })).module

/**
 * Omits the message codes from the German catalog in builds. Its messages are listed in the order of the English
 * catalog, which a page has already loaded.
 */
export const compactCatalogsPlugin: Plugin = {
  name: 'aw-compact-catalogs',
  apply: 'build',
  async load(id) {
    if (!isGerman(id)) return undefined
    const [{ german = {} }, { english = {} }] = [await evaluate(id), await evaluate(catalogs)]
    const messages = Object.keys(english).map((code) => german[code] ?? '')
    if (messages.some((text) => text.includes(separator))) throw new Error('A German message contains a tab.')
    return `import { english } from '../catalogs.ts'
const texts = ${JSON.stringify(messages.join(separator))}.split(${JSON.stringify(separator)})
export const german = {}
for (const [index, code] of Object.keys(english).entries()) if (texts[index]) german[code] = texts[index]`
  },
}
