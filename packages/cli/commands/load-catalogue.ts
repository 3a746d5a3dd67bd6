import { NodeError, type Catalogue } from '@aw-flow/engine'
import { builtInCatalogue, ownNodes } from '@aw-flow/nodes'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { wrongUse } from '../command-error.ts'

/**
 * Loads the node types: the built-in ones, and those of the modules in AW_NODES (comma-separated paths) and in `named`.
 *
 * @throws {CommandError} With the module that cannot be loaded.
 */
export async function loadCatalogue(named: readonly string[]): Promise<Catalogue> {
  const paths = [...(process.env.AW_NODES ?? '').split(','), ...named].map((path) => path.trim()).filter(Boolean)
  const modules = [...new Set(paths.map((path) => pathToFileURL(resolve(path)).href))]
  try {
    return builtInCatalogue(await ownNodes(modules, (module) => import(module)))
  } catch (cause) {
    if (cause instanceof NodeError) throw wrongUse(cause.problem)
    throw cause
  }
}
