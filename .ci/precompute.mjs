/**
 * Modules that compute a value from data or code which only they need, by package: texts of the English entries, their
 * explanations, and the node types of the page's engine.
 */
const precomputedModules = {
  'packages/messages': ['english-messages', 'reference/explanations'],
  'packages/client': ['worker/built-in-types'],
}

const paths = Object.entries(precomputedModules).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}`))
const precomputedPath = new RegExp(`/(?:${paths.join('|')})\\.ts$`)

/** Returns whether a script of a package, by its path in the published package, is a precomputed module. */
export const isPrecomputed = (folder, path) =>
  precomputedModules[folder]?.some((name) => path === `dist/${name}.js`) === true

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
    const { defaultServerConditions, runnerImport } = await import('vite')
    // The packages are read from source: a module can be computed before they are built.
    const resolve = { noExternal: /^@aw-flow\//, conditions: ['aw-source', ...defaultServerConditions] }
    const { module } = await runnerImport(path, { logLevel: 'error', environments: { inline: { resolve } } })
    return printModule(module)
  },
}
