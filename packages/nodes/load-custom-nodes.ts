import { message, registerMessages } from '@aw-flow/messages'
import { createCatalog, NodeError, type NodeDefinition } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { listFunctions } from './load-host-functions.ts'

/**
 * Loads custom node types from host modules and registers their messages. The default export of each module is a node
 * definition or a list of definitions. It can be omitted if the module exports functions for agents.
 *
 * @param modules - URLs or paths of the modules.
 * @param load - Imports a module, in a page's worker or in Node.
 * @param takenTypes - Names that the definitions must not have, such as `builtInTypes`.
 * @returns The definitions of all modules, in order.
 * @throws {NodeError} If a module cannot be loaded, has no default export, or exports a definition that was not created
 *   with `defineNode` or has one of `takenTypes`. The error names the module and the type.
 *
 * @example
 * // my-nodes.js, on the page's own origin and next to the server: export default [shoutNode, whisperNode]
 * const customNodes = await loadCustomNodes(['/my-nodes.js'], (url) => import(url))
 * @internal
 */
export async function loadCustomNodes(
  modules: readonly string[],
  load: (module: string) => Promise<unknown>,
  takenTypes?: ReadonlySet<string>,
): Promise<NodeDefinition[]> {
  const hostNodes: NodeDefinition[] = []
  for (const module of modules) {
    const loadedModule = await load(module).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw createPermanentError(error('nodes.not-loaded', { module, reason }))
    })
    const defaultExport = (loadedModule as { default?: unknown } | undefined)?.default
    const definitions: unknown[] = Array.isArray(defaultExport)
      ? defaultExport
      : defaultExport === undefined
        ? []
        : [defaultExport]
    if (definitions.length === 0 && listFunctions(loadedModule).length === 0) {
      throw createPermanentError(error('nodes.none', { module }))
    }
    for (const [index, definition] of definitions.entries())
      hostNodes.push(checkDefinition(definition, { module, index, takenTypes }))
  }
  for (const { messages } of hostNodes) if (messages) registerMessages(messages)
  return hostNodes
}

function checkDefinition(
  definition: unknown,
  { module, index, takenTypes }: { module: string; index: number; takenTypes: ReadonlySet<string> | undefined },
): NodeDefinition {
  const { type, version, inputs, outputs, settings, describe, run } = (definition ?? {}) as Partial<NodeDefinition>
  const name = typeof type === 'string' ? `"${type}"` : `Entry ${index + 1}`
  const missingParts = [
    ...(typeof type === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(type) ? [] : [message('nodes.missing-type', {})]),
    ...(Number.isInteger(version) && version! >= 1 ? [] : [message('nodes.missing-version', {})]),
    ...(Array.isArray(inputs) && Array.isArray(outputs) ? [] : [message('nodes.missing-ports', {})]),
    ...(typeof settings?.safeParse === 'function' ? [] : [message('nodes.missing-settings', {})]),
    ...(typeof describe === 'function' && typeof run === 'function' ? [] : [message('nodes.missing-functions', {})]),
  ]
  if (missingParts.length > 0)
    throw createPermanentError(
      error('nodes.invalid', { reason: message('nodes.invalid-definition', { name, module, missing: missingParts }) }),
    )
  if (takenTypes?.has(type!)) throw createPermanentError(error('nodes.taken', { module, name }))
  try {
    createCatalog([definition as NodeDefinition]).list()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw createPermanentError(
      error('nodes.invalid', { reason: message('nodes.invalid-settings', { name, module, reason }) }),
    )
  }
  return definition as NodeDefinition
}

const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)
