import { edgeSchema, groupSchema, nodeSchema, noteSchema, type Workflow } from '../document/workflow.ts'
import { defined } from '../wire/defined.ts'
import { z } from '../wire/zod.ts'

/** A list of the document whose items have leaves. */
export type ItemList = 'nodes' | 'edges' | 'groups' | 'notes'

/** An item as fields that each change as a whole, and as the parts that have leaves of their own. */
export type ItemFields = Readonly<Record<string, unknown>>

interface ItemKind {
  /** The schemas of the fields. */
  readonly fields: Readonly<Record<string, z.ZodType>>
  readonly requiredFields: readonly string[]
  /** Divides an item into fields and parts. */
  split(item: never): ItemFields
  /** The inverse of `split`. */
  join(id: string, fields: ItemFields): { id: string }
}

const { id: _nodeId, typeVersion, data, answers: _answers, ...nodeFields } = nodeSchema.shape
const { id: _edgeId, points, ...edgeEnds } = edgeSchema.shape
const { id: _groupId, nodes: _members, ...groupFields } = groupSchema.shape
const { id: _noteId, ...noteFields } = noteSchema.shape
type Item<List extends ItemList> = NonNullable<Workflow[List]>[number]

/** How the items of each list are divided. A field that is not named here, such as a new option, changes as a whole. */
export const itemKinds: Readonly<Record<ItemList, ItemKind>> = {
  nodes: {
    fields: {
      ...nodeFields,
      // The settings and the version belong to the type.
      type: z.strictObject({ name: nodeFields.type, version: typeVersion }),
      label: data.shape.label,
    },
    requiredFields: ['type', 'position', 'label'],
    split: ({ id: _id, type, typeVersion: version, data: { label, config }, ...fields }: Item<'nodes'>) => ({
      ...fields,
      type: defined({ name: type, version }),
      label,
      config,
    }),
    join(id, { type, label, config, ...fields }) {
      const { name, version } = type as { name: string; version?: number }
      return { id, type: name, ...defined({ typeVersion: version }), ...fields, data: { label, config: config ?? {} } }
    },
  },
  edges: {
    fields: { ends: z.strictObject(edgeEnds), points },
    requiredFields: ['ends'],
    split: ({ id: _id, points: waypoints, ...ends }: Item<'edges'>) => ({ ends, points: waypoints }),
    join: (id, { ends, ...fields }) => ({ id, ...(ends as object), ...fields }),
  },
  groups: {
    fields: groupFields,
    requiredFields: ['label'],
    split: ({ id: _id, nodes, ...fields }: Item<'groups'>) => ({ ...fields, nodes }),
    join: (id, { nodes, ...fields }) => ({ id, nodes: nodes ?? [], ...fields }),
  },
  notes: {
    fields: noteFields,
    requiredFields: ['text', 'position', 'size'],
    split: ({ id: _id, ...fields }: Item<'notes'>) => fields,
    join: (id, fields) => ({ id, ...fields }),
  },
}

export const itemLists = Object.keys(itemKinds) as ItemList[]

/** Returns whether a segment is the name of a list with items. */
export const isItemList = (segment: string | undefined): segment is ItemList =>
  segment !== undefined && Object.hasOwn(itemKinds, segment)

/** The parts of items whose members have leaves of their own, at any depth for settings. */
export const itemParts: Readonly<Record<ItemList, Readonly<Record<string, 'settings' | 'record' | 'members'>>>> = {
  nodes: { config: 'settings', answers: 'record' },
  edges: {},
  groups: { nodes: 'members' },
  notes: {},
}
