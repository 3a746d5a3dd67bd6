import { portTypeSchema } from '../wire/value.ts'
import { z } from '../wire/zod.ts'

/** The version of the document's shape that this code writes. Older ones are migrated on reading. */
export const workflowFormatVersion = 1

/** Property names that could reach a prototype; refused as ids and as names of settings. */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Ids of workflows, nodes and edges: letters, digits and `_ . : -`, at most 128, never a reserved property name. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/, 'Use letters, digits, "_", ".", ":" or "-", at most 128 characters.')
  .refine((id) => !reservedNames.has(id), 'This name is reserved.')

/** A workflow's name, wherever one is given: 1 to 200 characters. */
export const nameSchema = z.string().min(1, 'A workflow needs a name.').max(200, 'A name has at most 200 characters.')

/** A JSON value whose objects have no reserved property names (`__proto__`, `constructor`, `prototype`). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(jsonSchema),
    z.record(
      z.string().refine((key) => !reservedNames.has(key), 'This name is reserved.'),
      jsonSchema,
    ),
  ]),
)

/** A node's settings as they stand in the document; the node type's own schema says which are valid. */
export const configSchema = z.record(
  z.string().refine((key) => !reservedNames.has(key), 'This name is reserved.'),
  jsonSchema,
)
export type Config = z.infer<typeof configSchema>

export const positionSchema = z.strictObject({ x: z.number(), y: z.number() })
export type Position = z.infer<typeof positionSchema>

/** Retries of transient errors: how many after the first attempt, after which delays, and the limits of time, in ms. */
export const retryPolicySchema = z.strictObject({
  count: z.number().int().min(0).max(20).default(3),
  delaysMs: z.array(z.number().int().min(0)).min(1).default([5_000, 30_000, 120_000]),
  /** Of one attempt. */
  timeoutMs: z.number().int().min(1).optional(),
  /** Of all attempts and the delays between them. */
  totalMs: z.number().int().min(1).optional(),
})
export type RetryPolicy = z.infer<typeof retryPolicySchema>

/** What a single node does otherwise than its workflow. */
export const retryOverrideSchema = z.strictObject({
  count: z.number().int().min(0).max(20).optional(),
  delaysMs: z.array(z.number().int().min(0)).min(1).optional(),
  timeoutMs: z.number().int().min(1).optional(),
  totalMs: z.number().int().min(1).optional(),
})
export type RetryOverride = z.infer<typeof retryOverrideSchema>

/** `disabled`: it and what is behind it is skipped. `bypassed`: its inputs go on to what is behind it. */
export const nodeModeSchema = z.enum(['disabled', 'bypassed'])
export type NodeMode = z.infer<typeof nodeModeSchema>

/** A node with several edges coming in runs when all of them have given, when any has and none can any more, or at the first. */
export const joinSchema = z.enum(['all', 'any', 'first'])
export type Join = z.infer<typeof joinSchema>

/**
 * What a node's failure does. `stop`: what is behind it is skipped, and the run fails. `continue`: what is behind it runs
 * without its values, and the error stands at its output `error`. `branch`: only what is behind `error` runs.
 */
export const onErrorSchema = z.enum(['stop', 'continue', 'branch'])
export type OnError = z.infer<typeof onErrorSchema>

/** How a node is drawn, where it is not as usual: only its header, or of another width (in the graph's units). */
export const nodeLookSchema = z.strictObject({
  collapsed: z.literal(true).optional(),
  width: z.number().int().min(160).max(640).optional(),
})
export type NodeLook = z.infer<typeof nodeLookSchema>

export const nodeSchema = z.strictObject({
  id: idSchema,
  type: z.string().min(1),
  typeVersion: z.number().int().min(1).optional(),
  position: positionSchema,
  data: z.strictObject({
    label: z.string(),
    config: configSchema,
  }),
  mode: nodeModeSchema.optional(),
  /** Absent: as the node's type says. */
  join: joinSchema.optional(),
  /** Absent: `stop`. */
  onError: onErrorSchema.optional(),
  /** Over the workflow's own. */
  retry: retryOverrideSchema.optional(),
  look: nodeLookSchema.optional(),
})
export type WorkflowNode = z.infer<typeof nodeSchema>

export const edgeSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  sourceHandle: z.string().optional(),
  targetHandle: z.string().optional(),
  /** Where it is led through, from its source to its target; absent, it goes straight. */
  points: z.array(positionSchema).min(1).max(64).optional(),
})
export type WorkflowEdge = z.infer<typeof edgeSchema>

/** Nodes that belong together. Its mode holds for each of them. Ids that are not there count for nothing. */
export const groupSchema = z.strictObject({
  id: idSchema,
  label: z.string(),
  nodes: z.array(idSchema),
  mode: nodeModeSchema.optional(),
})
export type WorkflowGroup = z.infer<typeof groupSchema>

/**
 * A sheet of text on the canvas, in simple marks: headings, lists, `code`, **bold**, *italic*. It changes nothing that runs.
 * With `frame` it is a rectangle behind what lies in it, its first line the title.
 */
export const noteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(10_000),
  position: positionSchema,
  size: z.strictObject({ width: z.number().min(80).max(20_000), height: z.number().min(48).max(20_000) }),
  tone: z.enum(['accent', 'good', 'warn', 'bad', 'info']).optional(),
  frame: z.literal(true).optional(),
})
export type WorkflowNote = z.infer<typeof noteSchema>

const portPlaceSchema = z.strictObject({ node: idSchema, port: z.string() })

/** The ports that a workflow has where it is used as a sub-workflow. */
export const workflowPortsSchema = z.strictObject({
  inputs: z
    .array(
      z.strictObject({
        name: idSchema,
        type: portTypeSchema,
        label: z.string().optional(),
        required: z.boolean().optional(),
        /** The inputs inside that it feeds. */
        to: z.array(portPlaceSchema),
      }),
    )
    .default([]),
  outputs: z
    .array(
      z.strictObject({ name: idSchema, type: portTypeSchema, label: z.string().optional(), from: portPlaceSchema }),
    )
    .default([]),
})
export type WorkflowPorts = z.infer<typeof workflowPortsSchema>

export const workflowStatusSchema = z.enum(['draft', 'published', 'archived'])

/** The document: what is validated, run, exported and hashed. Strict; `version` is the version of this shape. */
export const workflowSchema = z.strictObject({
  version: z.literal(workflowFormatVersion),
  name: nameSchema,
  description: z.string().max(10_000).optional(),
  status: workflowStatusSchema.default('draft'),
  tags: z.array(z.string().max(100)).default([]),
  settings: z
    .strictObject({
      retry: retryPolicySchema.optional(),
      /** What every node may read by name, as `{{name}}` or in an expression. */
      variables: configSchema.optional(),
    })
    .default({}),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
  groups: z.array(groupSchema).optional(),
  ports: workflowPortsSchema.optional(),
  notes: z.array(noteSchema).optional(),
})
export type Workflow = z.infer<typeof workflowSchema>

/** A new document with nothing in it. */
export const emptyWorkflow = (name = 'Untitled workflow'): Workflow => ({
  version: workflowFormatVersion,
  name,
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [],
  edges: [],
})
