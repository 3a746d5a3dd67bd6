import { createCatalogue, NodeError, type NodeDefinition } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
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
      const why = cause instanceof Error ? cause.message : String(cause)
      throw failure('nodes.not-loaded', `The node types of "${module}" could not be loaded: ${why}`, isThere)
    })
    const brought = (loaded as { default?: unknown } | undefined)?.default
    const definitions: unknown[] = Array.isArray(brought) ? brought : brought === undefined ? [] : [brought]
    if (definitions.length === 0) {
      throw failure('nodes.none', `"${module}" brings no node types.`, 'Export a list of them as default.')
    }
    for (const [index, definition] of definitions.entries()) own.push(checked(definition, module, index))
  }
  return own
}

const isThere = 'Look whether the module is there, on the own origin in a page, and imports only what is there too.'
const builtIn: ReadonlySet<string> = new Set(builtInNodes.map(({ type }) => type))

function checked(definition: unknown, module: string, index: number): NodeDefinition {
  const { type, version, inputs, outputs, settings, describe, run } = (definition ?? {}) as Partial<NodeDefinition>
  const name = typeof type === 'string' ? `"${type}"` : `Number ${index + 1}`
  const lacks = [
    ...(typeof type === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(type) ? [] : ['a type id of a–z, 0–9 and "_"']),
    ...(Number.isInteger(version) && version! >= 1 ? [] : ['a version from 1']),
    ...(Array.isArray(inputs) && Array.isArray(outputs) ? [] : ['lists of inputs and outputs']),
    ...(typeof settings?.safeParse === 'function' ? [] : ['settings as a zod schema']),
    ...(typeof describe === 'function' && typeof run === 'function' ? [] : ['the functions describe and run']),
  ]
  if (lacks.length > 0) {
    const message = `${name} of "${module}" is no node type: it lacks ${lacks.join(', ')}.`
    throw failure('nodes.invalid', message, 'Make it with defineNode.')
  }
  if (builtIn.has(type!)) {
    throw failure(
      'nodes.taken',
      `"${module}" brings the node type ${name}, which is built in.`,
      'Give it another name.',
    )
  }
  try {
    createCatalogue([definition as NodeDefinition]).list()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const message = `The settings of ${name} of "${module}" cannot be described: ${why}`
    throw failure('nodes.invalid', message, 'Make them with zod 4.')
  }
  return definition as NodeDefinition
}

const failure = (code: string, message: string, hint: string): NodeError =>
  new NodeError('permanent', error(code, message, { hint }))
