import type { NodeType } from '@aw-flow/schema'
import { z } from 'zod'
import type { NodeDefinition } from './define-node.ts'

/** The node types of one place: page, server or command line. */
export interface Catalogue {
  get(type: string): NodeDefinition | undefined
  /** All types as plain JSON, in the order in which they were given. */
  list(): NodeType[]
}

/** A catalogue of definitions. A later definition of the same type takes the earlier one's place. */
export function createCatalogue(definitions: readonly NodeDefinition[]): Catalogue {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]))
  let list: NodeType[] | undefined
  return {
    get: (type) => byType.get(type),
    list: () => (list ??= [...byType.values()].map(describeType)),
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
    defaults: parsed.success ? (parsed.data as Record<string, unknown>) : {},
  }
}
