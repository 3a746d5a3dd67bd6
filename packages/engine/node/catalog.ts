import type { NodeType } from '@aw-flow/schema'
import { z } from 'zod'
import type { NodeDefinition } from './define-node.ts'

/** The node types available in a host: a page, a server or the command line. @internal */
export interface Catalog {
  /** Returns the requested version of a node type, or the newest version if none is specified. */
  get(type: string, version?: number): NodeDefinition | undefined
  /** Returns the newest version of each node type as plain JSON, in the order of the definitions. */
  list(): NodeType[]
  /** Returns the names of all node types, including those that are not loaded. */
  types(): string[]
}

/**
 * Creates a catalog of node types, which may include several versions of a type. If two definitions have the same type
 * and version, the later definition is used.
 *
 * @param otherTypes - Names of types that are not loaded, because no workflow needs them. Default: none.
 * @internal
 */
export function createCatalog(definitions: readonly NodeDefinition[], otherTypes: readonly string[] = []): Catalog {
  const newestByType = new Map<string, NodeDefinition>()
  const definitionsByVersion = new Map<string, NodeDefinition>()
  for (const definition of definitions) {
    const { type, version } = definition
    if (version >= (newestByType.get(type)?.version ?? 0)) newestByType.set(type, definition)
    definitionsByVersion.set(`${type} ${version}`, definition)
  }
  let list: NodeType[] | undefined
  return {
    get: (type, version) =>
      version === undefined ? newestByType.get(type) : definitionsByVersion.get(`${type} ${version}`),
    list: () => (list ??= [...newestByType.values()].map(describeType)),
    types: () => [...new Set([...newestByType.keys(), ...otherTypes])],
  }
}

function describeType(definition: NodeDefinition): NodeType {
  const { type, version, family, title, description, icon } = definition
  const parseResult = definition.settings.safeParse({})
  return {
    type,
    version,
    family,
    title,
    description,
    icon,
    inputs: [...definition.inputs],
    outputs: [...definition.outputs],
    settings: z.toJSONSchema(definition.settings, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
    ...(definition.body
      ? { body: { outputs: [...definition.body.outputs], inputs: [...definition.body.inputs] } }
      : {}),
    ...(definition.messages ? { messages: definition.messages as NodeType['messages'] } : {}),
    defaults: parseResult.success ? (parseResult.data as Record<string, unknown>) : {},
  }
}
