import { NodeError, type Catalog } from '@aw-flow/engine'
import { createBuiltInCatalog, loadCustomNodes } from '@aw-flow/nodes'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createUsageError } from '../command-error.ts'

/**
 * Loads the built-in node types, and custom ones from the modules in AW_NODES (comma-separated paths) and `extraPaths`.
 *
 * @throws {CommandError} With the module that cannot be loaded.
 */
export async function loadCatalog(extraPaths: readonly string[]): Promise<Catalog> {
  const paths = [...(process.env.AW_NODES ?? '').split(','), ...extraPaths].map((path) => path.trim()).filter(Boolean)
  const modules = [...new Set(paths.map((path) => pathToFileURL(resolve(path)).href))]
  try {
    return createBuiltInCatalog(await loadCustomNodes(modules, (module) => import(module)))
  } catch (cause) {
    if (cause instanceof NodeError) throw createUsageError(cause.problem)
    throw cause
  }
}
