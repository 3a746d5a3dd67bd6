import { z } from '../wire/zod.ts'
import {
  configSchema,
  edgeSchema,
  groupSchema,
  idSchema,
  joinSchema,
  nodeAnswersSchema,
  jsonSchema,
  nameSchema,
  nodeAppearanceSchema,
  nodeModeSchema,
  nodeSchema,
  noteSchema,
  onErrorSchema,
  positionSchema,
  retryOverrideSchema,
  retryPolicySchema,
  workflowPortsSchema,
  workflowSchema,
  workflowStatusSchema,
} from './workflow.ts'

/** @internal */
export const nodeOptionsSchema = z.strictObject({
  /** Whether the node is disabled or bypassed. */
  mode: nodeModeSchema.optional(),
  /** When to run the node if it has several incoming edges. */
  join: joinSchema.optional(),
  /** How a failure of the node is handled. */
  onError: onErrorSchema.optional(),
  /** Overrides for the workflow's retry policy. */
  retry: retryOverrideSchema.optional(),
  /** Answers about its output tables, keyed by port. */
  answers: nodeAnswersSchema.optional(),
})
/**
 * Options of a node other than its settings: mode, join, error handling, retries, and answers about its tables.
 *
 * @public
 */
export type NodeOptions = z.infer<typeof nodeOptionsSchema>

export const workflowDetailsSchema = z.strictObject({
  /** The description, up to 10,000 characters. */
  description: workflowSchema.shape.description,
  /** The status. The server does not run archived workflows. */
  status: workflowStatusSchema.optional(),
  /** Tags for searching workflows. */
  tags: z.array(z.string().max(100)).optional(),
  /** The retry policy for all nodes. */
  retry: retryPolicySchema.optional(),
})
/** Details of a workflow other than its name, including the retry policy for all its nodes. @public */
export type WorkflowDetails = z.infer<typeof workflowDetailsSchema>

const listSchema = z.enum(['nodes', 'edges', 'groups', 'notes'])

/**
 * A change to a document. Items are identified by stable ids and paths. `before` is the id of the item before which a
 * new item is inserted; if absent, the new item is added at the end. Every edit has an inverse, which `applyEdit`
 * returns.
 *
 * @public
 */
export type Edit =
  | { type: 'add-node'; node: z.infer<typeof nodeSchema>; before?: string | undefined }
  | { type: 'remove-node'; id: string }
  /** Replaces a node with a node that has the same id, for example to change its type. The edges do not change. */
  | { type: 'replace-node'; node: z.infer<typeof nodeSchema> }
  | { type: 'move-nodes'; positions: Record<string, { x: number; y: number }> }
  | { type: 'set-label'; id: string; label: string }
  /** Sets one setting of a node, or removes it if `value` is absent. */
  | { type: 'set-config'; id: string; path: string[]; value?: z.infer<typeof jsonSchema> | undefined }
  /** Replaces all settings of a node. */
  | { type: 'replace-config'; id: string; config: z.infer<typeof configSchema> }
  | { type: 'add-edge'; edge: z.infer<typeof edgeSchema>; before?: string | undefined }
  | { type: 'remove-edge'; id: string }
  | { type: 'set-name'; name: string }
  /** Sets one detail of the workflow, or removes it if it is absent from `details`. */
  | { type: 'set-detail'; detail: keyof WorkflowDetails; details: WorkflowDetails }
  /**
   * Sets one option of a node, or removes it if it is absent from `options`, so that the default of the node type or
   * workflow applies.
   */
  | { type: 'set-option'; id: string; option: keyof NodeOptions; options: NodeOptions }
  | { type: 'add-group'; group: z.infer<typeof groupSchema>; before?: string | undefined }
  | { type: 'remove-group'; id: string }
  /** Replaces the group that has the same id. */
  | { type: 'replace-group'; group: z.infer<typeof groupSchema> }
  /** Sets one variable of the workflow, or removes it if `value` is absent. */
  | { type: 'set-variable'; name: string; value?: z.infer<typeof jsonSchema> | undefined }
  /** Replaces all variables. */
  | { type: 'replace-variables'; variables?: z.infer<typeof configSchema> | undefined }
  /** Sets the ports that the workflow has as a sub-workflow, or removes them if `ports` is absent. */
  | { type: 'set-ports'; ports?: z.infer<typeof workflowPortsSchema> | undefined }
  /** Sets a node's appearance, or resets it to the default if `look` is absent. */
  | { type: 'set-look'; id: string; look?: z.infer<typeof nodeAppearanceSchema> | undefined }
  /** Sets an edge's waypoints, or removes them if `points` is absent. */
  | { type: 'set-points'; id: string; points?: z.infer<typeof positionSchema>[] | undefined }
  | { type: 'add-note'; note: z.infer<typeof noteSchema>; before?: string | undefined }
  | { type: 'remove-note'; id: string }
  /** Replaces the note that has the same id. */
  | { type: 'replace-note'; note: z.infer<typeof noteSchema> }
  /** Moves an item before another item in its list, or to the end. */
  | { type: 'place-item'; list: z.infer<typeof listSchema>; id: string; before?: string | undefined }
  /** Edits the workflow in a node's setting, such as a sub-workflow. */
  | { type: 'edit-inside'; id: string; setting: string; edit: Edit }
  | { type: 'batch'; edits: Edit[] }

/** @internal */
export const editSchema: z.ZodType<Edit> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('add-node'), node: nodeSchema, before: idSchema.optional() }),
    z.strictObject({ type: z.literal('remove-node'), id: idSchema }),
    z.strictObject({ type: z.literal('replace-node'), node: nodeSchema }),
    z.strictObject({ type: z.literal('move-nodes'), positions: z.record(idSchema, positionSchema) }),
    z.strictObject({ type: z.literal('set-label'), id: idSchema, label: z.string() }),
    z.strictObject({
      type: z.literal('set-config'),
      id: idSchema,
      path: z.array(z.string()).min(1),
      value: jsonSchema.optional(),
    }),
    z.strictObject({ type: z.literal('replace-config'), id: idSchema, config: configSchema }),
    z.strictObject({ type: z.literal('add-edge'), edge: edgeSchema, before: idSchema.optional() }),
    z.strictObject({ type: z.literal('remove-edge'), id: idSchema }),
    z.strictObject({ type: z.literal('set-name'), name: nameSchema }),
    z.strictObject({
      type: z.literal('set-detail'),
      detail: workflowDetailsSchema.keyof(),
      details: workflowDetailsSchema,
    }),
    z.strictObject({
      type: z.literal('set-option'),
      id: idSchema,
      option: nodeOptionsSchema.keyof(),
      options: nodeOptionsSchema,
    }),
    z.strictObject({ type: z.literal('add-group'), group: groupSchema, before: idSchema.optional() }),
    z.strictObject({ type: z.literal('remove-group'), id: idSchema }),
    z.strictObject({ type: z.literal('replace-group'), group: groupSchema }),
    z.strictObject({ type: z.literal('set-variable'), name: z.string(), value: jsonSchema.optional() }),
    z.strictObject({ type: z.literal('replace-variables'), variables: configSchema.optional() }),
    z.strictObject({ type: z.literal('set-ports'), ports: workflowPortsSchema.optional() }),
    z.strictObject({ type: z.literal('set-look'), id: idSchema, look: nodeAppearanceSchema.optional() }),
    z.strictObject({ type: z.literal('set-points'), id: idSchema, points: z.array(positionSchema).optional() }),
    z.strictObject({ type: z.literal('add-note'), note: noteSchema, before: idSchema.optional() }),
    z.strictObject({ type: z.literal('remove-note'), id: idSchema }),
    z.strictObject({ type: z.literal('replace-note'), note: noteSchema }),
    z.strictObject({
      type: z.literal('place-item'),
      list: listSchema,
      id: idSchema,
      before: idSchema.optional(),
    }),
    z.strictObject({ type: z.literal('edit-inside'), id: idSchema, setting: z.string(), edit: editSchema }),
    z.strictObject({ type: z.literal('batch'), edits: z.array(editSchema) }),
  ]),
)
