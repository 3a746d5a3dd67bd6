import {
  NodeError,
  type DataKind,
  type HostFunctionDefinition,
  type HostFunctions,
  type SideEffects,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/**
 * Loads the functions that agents can call as tools. Host modules export them as the list `functions`, in addition to
 * the node types that `loadCustomNodes` loads.
 *
 * @param modules - URLs or paths of the modules.
 * @param load - Imports a module, in a page's worker or in Node.
 * @returns The functions of all modules, or `undefined` if there are none.
 * @throws {NodeError} If a list entry lacks `name`, `description`, `parameters`, `reads`, `effects` or `call`, or if a
 *   name occurs twice. The error names the module.
 *
 * @example
 * // my-nodes.js: export const functions = [{ name: 'stock', …, call: ({ item }) => readStock(item) }]
 * const functions = await loadHostFunctions(['/my-nodes.js'], (url) => import(url))
 * @internal
 */
export async function loadHostFunctions(
  modules: readonly string[],
  load: (module: string) => Promise<unknown>,
): Promise<HostFunctions | undefined> {
  const functionsByName = new Map<string, HostFunctionDefinition>()
  for (const module of modules) {
    for (const [index, definition] of listFunctions(await load(module)).entries()) {
      const createError = (reason: string): NodeError =>
        new NodeError('permanent', error('nodes.not-loaded', { module, reason }))
      if (!isDefinition(definition)) {
        const { name } = Object(definition) as { name?: unknown }
        const label = typeof name === 'string' ? `"${name}"` : String(index + 1)
        throw createError(`Function ${label} needs name, description, parameters, reads, effects and call.`)
      }
      if (functionsByName.has(definition.name)) throw createError(`The function "${definition.name}" is defined twice.`)
      functionsByName.set(definition.name, definition)
    }
  }
  if (functionsByName.size === 0) return undefined
  return {
    list: async () => [...functionsByName.values()].map(({ call: _call, ...declaration }) => declaration),
    async call(name, args, context) {
      const definition = functionsByName.get(name)
      if (!definition) throw new Error(`The function "${name}" does not exist.`)
      return (await definition.call(args, context)) ?? null
    },
  }
}

/** Returns the `functions` list that a module exports, or an empty list if there is none. @internal */
export function listFunctions(loadedModule: unknown): readonly unknown[] {
  const { functions } = Object(loadedModule) as { functions?: unknown }
  return Array.isArray(functions) ? functions : []
}

const dataKinds: ReadonlySet<unknown> = new Set<DataKind>(['untrusted', 'private'])
const allEffects: ReadonlySet<unknown> = new Set<SideEffects>(['none', 'internal', 'external'])

function isDefinition(value: unknown): value is HostFunctionDefinition {
  const { name, description, parameters, reads, effects, targets, call } = Object(value) as Record<string, unknown>
  return (
    typeof name === 'string' &&
    name !== '' &&
    typeof description === 'string' &&
    typeof parameters === 'object' &&
    parameters !== null &&
    Array.isArray(reads) &&
    reads.every((kind) => dataKinds.has(kind)) &&
    allEffects.has(effects) &&
    (targets === undefined || (Array.isArray(targets) && targets.every((target) => typeof target === 'string'))) &&
    typeof call === 'function'
  )
}
