import { NodeError, type Catalog, type HostFunctions } from '@aw-flow/engine'
import { builtInTypes, createBuiltInCatalog, loadCustomNodes, loadHostFunctions } from '@aw-flow/nodes'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createUsageError } from '../../command-error.ts'

/**
 * Loads the built-in node types and custom ones. Custom node types come from the modules listed in AW_NODES
 * (comma-separated paths) and in `extraPaths`.
 *
 * @throws {CommandError} If a module cannot be loaded; the problem names the module.
 */
export const loadCatalog = (extraPaths: readonly string[]): Promise<Catalog> =>
  readModules(extraPaths, async (modules) =>
    createBuiltInCatalog(await loadCustomNodes(modules, importModule, builtInTypes)),
  )

/**
 * Loads functions that agents can call, from the same modules as `loadCatalog`.
 *
 * @throws {CommandError} If a module cannot be loaded; the problem names the module.
 */
export const loadFunctions = (extraPaths: readonly string[]): Promise<HostFunctions | undefined> =>
  readModules(extraPaths, (modules) => loadHostFunctions(modules, importModule))

const importModule = (module: string): Promise<unknown> => import(module)

async function readModules<T>(
  extraPaths: readonly string[],
  read: (modules: readonly string[]) => Promise<T>,
): Promise<T> {
  const paths = [...(process.env.AW_NODES ?? '').split(','), ...extraPaths].map((path) => path.trim()).filter(Boolean)
  const modules = [...new Set(paths.map((path) => pathToFileURL(resolve(path)).href))]
  try {
    return await read(modules)
  } catch (cause) {
    if (cause instanceof NodeError) throw createUsageError(cause.problem)
    throw cause
  }
}
