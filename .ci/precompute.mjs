/** Modules that compute a value from data which only they use: texts of the English entries, and their explanations. */
const precomputedModules = ['english-messages', 'reference/explanations']

const precomputedPath = new RegExp(`/packages/messages/(?:${precomputedModules.join('|')})\\.ts$`)

/** Paths of the precomputed modules in the published package. */
export const precomputedScripts = precomputedModules.map((name) => `dist/${name}.js`)

/** Returns a module with values as its exports. */
export const printModule = (values) =>
  Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`)
    .join('')

/**
 * Replaces the precomputed modules with their values in builds, so that pages load messages and hints without the
 * explanations, although one entry contains both.
 */
export const precomputePlugin = {
  name: 'aw-precompute',
  apply: 'build',
  async load(id) {
    const path = id.replaceAll('\\', '/')
    if (!precomputedPath.test(path)) return undefined
    const { runnerImport } = await import('vite')
    const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' })
    return printModule(module)
  },
}
