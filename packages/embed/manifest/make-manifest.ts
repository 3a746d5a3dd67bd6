import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, ts } from '@custom-elements-manifest/analyzer/index.js'
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
import { readSharedProperties } from './css-properties.ts'
import { createElementPlugin } from './element-plugin.ts'
import { isElementOrEvent } from './list-elements.ts'
import type { Manifest } from './manifest.ts'

const packagesFolder = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Creates the custom elements manifest of all elements from their sources. In the manifest, `<aw-workflow-editor>` is
 * the class of this package, which creates its own session. Reading the sources takes seconds, so the manifest is
 * cached.
 */
export const makeManifest = (): Manifest => (cachedManifest ??= readManifest())

let cachedManifest: Manifest | undefined

function readManifest(): Manifest {
  const modules = listSources().flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    // Skip files without elements and events, because analyzing them takes as long as analyzing the others.
    if (!/\bclass \w|customElements\.define/.test(text)) return []
    const path = relative(packagesFolder, file).split(sep).join('/')
    return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  })
  const context = { dev: false, thirdPartyCEMs: [] }
  const manifest = create({
    modules,
    plugins: [...litPlugin(), createElementPlugin(readSharedProperties(join(packagesFolder, 'editor')))],
    context,
  }) as Manifest
  const publicModules = manifest.modules
    .map((module) => {
      const declarations = (module.declarations ?? []).filter(isElementOrEvent)
      const names = new Set(declarations.map(({ name }) => name))
      const exports = (module.exports ?? []).filter(({ declaration }) => names.has(declaration.name))
      return { ...module, declarations, exports }
    })
    .filter(({ declarations }) => declarations.length > 0)
  return { ...manifest, modules: publicModules }
}

/** Lists the paths of the source files that contain elements and events. */
export const listSources = (): string[] =>
  ['editor', 'embed'].flatMap((name) => [...walkSources(join(packagesFolder, name))])

function* walkSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !/^(dist|node_modules|manifest)$/.test(entry.name)) yield* walkSources(path)
    else if (
      entry.name.endsWith('.ts') &&
      !/\.(test|stories|d|config|styles)\.ts$|^test-|-strings\.ts$/.test(entry.name)
    )
      yield path
  }
}
