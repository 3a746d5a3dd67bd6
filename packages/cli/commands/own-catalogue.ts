import { NodeError, type Catalogue } from '@aw-flow/engine'
import { builtInCatalogue, ownNodes } from '@aw-flow/nodes'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { wrongUse } from '../command-error.ts'

/**
 * The node types that a command knows: the built-in ones, those of the modules of AW_NODES (paths with commas), and
 * those of the modules that it names. Rejects with a `CommandError` that names the module where one cannot be taken.
 */
export async function ownCatalogue(named: readonly string[]): Promise<Catalogue> {
  const paths = [...(process.env.AW_NODES ?? '').split(','), ...named].map((path) => path.trim()).filter(Boolean)
  const modules = [...new Set(paths.map((path) => pathToFileURL(resolve(path)).href))]
  try {
    return builtInCatalogue(await ownNodes(modules, (module) => import(module)))
  } catch (cause) {
    if (cause instanceof NodeError) throw wrongUse(cause.problem)
    throw cause
  }
}
