import { message } from '@aw-flow/messages'
import { createCatalogue, NodeError, type NodeDefinition } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { builtInNodes } from './built-in-nodes.ts'

/**
 * The node types that a host's modules bring: the default export of each is a definition, or a list of them. `load`
 * imports a module, in a page's worker or in Node. Rejects with a `NodeError` that names module and type where a module
 * cannot be loaded, brings none, or one that is not made by `defineNode` or has the name of a built-in one.
 *
 * @example
 * // my-nodes.js, on the page's own origin and beside the server: export default [shoutNode, whisperNode]
 * const own = await ownNodes(['/my-nodes.js'], (url) => import(url))
 */
export async function ownNodes(
  modules: readonly string[],
  load: (module: string) => Promise<unknown>,
): Promise<NodeDefinition[]> {
  const own: NodeDefinition[] = []
  for (const module of modules) {
    const loaded = await load(module).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw failure(error('nodes.not-loaded', { module, reason }))
    })
    const brought = (loaded as { default?: unknown } | undefined)?.default
    const definitions: unknown[] = Array.isArray(brought) ? brought : brought === undefined ? [] : [brought]
    if (definitions.length === 0) {
      throw failure(error('nodes.none', { module }))
    }
    for (const [index, definition] of definitions.entries()) own.push(checked(definition, module, index))
  }
  return own
}

const builtIn: ReadonlySet<string> = new Set(builtInNodes.map(({ type }) => type))

function checked(definition: unknown, module: string, index: number): NodeDefinition {
  const { type, version, inputs, outputs, settings, describe, run } = (definition ?? {}) as Partial<NodeDefinition>
  const name = typeof type === 'string' ? `"${type}"` : `Number ${index + 1}`
  const missing = [
    ...(typeof type === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(type) ? [] : [message('nodes.missing-type', {})]),
    ...(Number.isInteger(version) && version! >= 1 ? [] : [message('nodes.missing-version', {})]),
    ...(Array.isArray(inputs) && Array.isArray(outputs) ? [] : [message('nodes.missing-ports', {})]),
    ...(typeof settings?.safeParse === 'function' ? [] : [message('nodes.missing-settings', {})]),
    ...(typeof describe === 'function' && typeof run === 'function' ? [] : [message('nodes.missing-functions', {})]),
  ]
  if (missing.length > 0)
    throw failure(error('nodes.invalid', { reason: message('nodes.invalid-definition', { name, module, missing }) }))
  if (builtIn.has(type!)) throw failure(error('nodes.taken', { module, name }))
  try {
    createCatalogue([definition as NodeDefinition]).list()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw failure(error('nodes.invalid', { reason: message('nodes.invalid-settings', { name, module, reason }) }))
  }
  return definition as NodeDefinition
}

const failure = (problem: Problem): NodeError => new NodeError('permanent', problem)
