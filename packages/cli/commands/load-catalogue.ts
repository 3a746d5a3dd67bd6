import { NodeError, type Catalogue } from '@aw-flow/engine'
import { builtInCatalogue, ownNodes } from '@aw-flow/nodes'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { usageError } from '../command-error.ts'

/**
 * Loads the built-in node types, and custom ones from the modules in AW_NODES (comma-separated paths) and `extraPaths`.
 *
 * @throws {CommandError} With the module that cannot be loaded.
 */
export async function loadCatalogue(extraPaths: readonly string[]): Promise<Catalogue> {
  const paths = [...(process.env.AW_NODES ?? '').split(','), ...extraPaths].map((path) => path.trim()).filter(Boolean)
  const modules = [...new Set(paths.map((path) => pathToFileURL(resolve(path)).href))]
  try {
    return builtInCatalogue(await ownNodes(modules, (module) => import(module)))
  } catch (cause) {
    if (cause instanceof NodeError) throw usageError(cause.problem)
    throw cause
  }
}
