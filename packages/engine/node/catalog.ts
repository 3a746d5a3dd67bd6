import type { NodeType } from '@aw-flow/schema'
import { z } from 'zod'
import type { NodeDefinition } from './define-node.ts'

/** The node types of a host, which is a page, a server or a command line. @internal */
export interface Catalog {
  /** Returns the newest version of a type, or the requested one. */
  get(type: string, version?: number): NodeDefinition | undefined
  /** Returns all types as plain JSON, in the order of the definitions. */
  list(): NodeType[]
}

/**
 * Creates a catalog of node types. It may contain several versions of a type; of two definitions of the same type and
 * version the later one wins.
 *
 * @internal
 */
export function createCatalog(definitions: readonly NodeDefinition[]): Catalog {
  const definitionsByType = new Map<string, NodeDefinition>()
  const definitionsByVersion = new Map<string, NodeDefinition>()
  for (const definition of definitions) {
    const { type, version } = definition
    if (version >= (definitionsByType.get(type)?.version ?? 0)) definitionsByType.set(type, definition)
    definitionsByVersion.set(`${type} ${version}`, definition)
  }
  let list: NodeType[] | undefined
  return {
    get: (type, version) =>
      version === undefined ? definitionsByType.get(type) : definitionsByVersion.get(`${type} ${version}`),
    list: () => (list ??= [...definitionsByType.values()].map(describeType)),
  }
}

function describeType(definition: NodeDefinition): NodeType {
  const { type, version, family, title, description, icon } = definition
  const parsed = definition.settings.safeParse({})
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
    defaults: parsed.success ? (parsed.data as Record<string, unknown>) : {},
  }
}
