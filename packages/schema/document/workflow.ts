import { answersSchema } from '../data/answer.ts'
import { portTypeSchema } from '../wire/value.ts'
import { z } from '../wire/zod.ts'

/** The document format version that this code writes. Older versions are migrated on reading. @internal */
export const workflowFormatVersion = 1

/** Property names that could modify a prototype; not allowed as ids and names of settings. */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Ids of workflows, nodes and edges: letters, digits and `_ . : -`, at most 128, never a reserved property name.
 *
 * @internal
 */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/, 'Use letters, digits, "_", ".", ":" or "-", at most 128 characters.')
  .refine((id) => !reservedNames.has(id), 'This name is reserved.')

/** The name of a workflow: 1 to 200 characters. @internal */
export const nameSchema = z.string().min(1, 'A workflow needs a name.').max(200, 'A name has at most 200 characters.')

/**
 * A JSON value whose objects have no reserved property names (`__proto__`, `constructor`, `prototype`).
 *
 * @public
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
/** @internal */
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

/** The settings of a node in the document; the schema of its node type validates them. @internal */
export const configSchema = z.record(
  z.string().refine((key) => !reservedNames.has(key), 'This name is reserved.'),
  jsonSchema,
)
/** @public */
export type Config = z.infer<typeof configSchema>

export const positionSchema = z.strictObject({ x: z.number(), y: z.number() })
/** @public */
export type Position = z.infer<typeof positionSchema>

/** Retries of transient errors: their number after the first attempt, delays, and time limits, in ms. @internal */
export const retryPolicySchema = z.strictObject({
  count: z.number().int().min(0).max(20).default(3),
  delaysMs: z.array(z.number().int().min(0)).min(1).default([5_000, 30_000, 120_000]),
  /** The time limit of one attempt. */
  timeoutMs: z.number().int().min(1).optional(),
  /** The time limit of all attempts and the delays between them. */
  totalMs: z.number().int().min(1).optional(),
})
/** @public */
export type RetryPolicy = z.infer<typeof retryPolicySchema>

/** Overrides of the retry policy for one node. @internal */
export const retryOverrideSchema = z.strictObject({
  count: z.number().int().min(0).max(20).optional(),
  delaysMs: z.array(z.number().int().min(0)).min(1).optional(),
  timeoutMs: z.number().int().min(1).optional(),
  totalMs: z.number().int().min(1).optional(),
})
/** @public */
export type RetryOverride = z.infer<typeof retryOverrideSchema>

/**
 * `disabled`: skipped together with the nodes after it. `bypassed`: its inputs are passed through to the nodes after
 * it.
 *
 * @internal
 */
export const nodeModeSchema = z.enum(['disabled', 'bypassed'])
/** @public */
export type NodeMode = z.infer<typeof nodeModeSchema>

/**
 * When a node with several incoming edges runs. `all`: when all edges have a value. `any`: when all edges have settled
 * and one has a value. `first`: at the first value.
 *
 * @internal
 */
export const joinSchema = z.enum(['all', 'any', 'first'])
/** @internal */
export type Join = z.infer<typeof joinSchema>

/**
 * How a failure of a node is handled. `stop`: the nodes after it are skipped, and the run fails. `continue`: the nodes
 * after it run without its values, and the output `error` has the error. `branch`: only nodes after `error` run.
 *
 * @internal
 */
export const onErrorSchema = z.enum(['stop', 'continue', 'branch'])
/** @internal */
export type OnError = z.infer<typeof onErrorSchema>

/** Overrides for drawing a node: collapsed, or with a different width (in graph units). @internal */
export const nodeLookSchema = z.strictObject({
  collapsed: z.literal(true).optional(),
  width: z.number().int().min(160).max(640).optional(),
})
/** @public */
export type NodeLook = z.infer<typeof nodeLookSchema>

/** Answers about the tables of a node's outputs, by port, for checks of these tables. */
export const nodeAnswersSchema = z.record(
  z.string().refine((key) => !reservedNames.has(key), 'This name is reserved.'),
  answersSchema,
)
export type NodeAnswers = z.infer<typeof nodeAnswersSchema>

/** @internal */
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
  /** Default: that of the node type. */
  join: joinSchema.optional(),
  /** Default: `stop`. */
  onError: onErrorSchema.optional(),
  /** Overrides those of the workflow. */
  retry: retryOverrideSchema.optional(),
  /** Answers do not affect runs. */
  answers: nodeAnswersSchema.optional(),
  look: nodeLookSchema.optional(),
})
/** @public */
export type WorkflowNode = z.infer<typeof nodeSchema>

/** @internal */
export const edgeSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  sourceHandle: z.string().optional(),
  targetHandle: z.string().optional(),
  /** Waypoints from source to target. Default: none. */
  points: z.array(positionSchema).min(1).max(64).optional(),
})
/** @public */
export type WorkflowEdge = z.infer<typeof edgeSchema>

/** A group of nodes. Its mode applies to each of them. Unknown ids are ignored. @internal */
export const groupSchema = z.strictObject({
  id: idSchema,
  label: z.string(),
  nodes: z.array(idSchema),
  mode: nodeModeSchema.optional(),
})
/** @public */
export type WorkflowGroup = z.infer<typeof groupSchema>

/**
 * A note on the canvas in simple Markdown: headings, lists, `code`, **bold**, *italic*. It does not affect runs. With
 * `frame`, it is a rectangle behind the nodes in it, with its first line as the title.
 *
 * @internal
 */
export const noteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(10_000),
  position: positionSchema,
  size: z.strictObject({ width: z.number().min(80).max(20_000), height: z.number().min(48).max(20_000) }),
  tone: z.enum(['accent', 'good', 'warn', 'bad', 'info']).optional(),
  frame: z.literal(true).optional(),
})
/** @public */
export type WorkflowNote = z.infer<typeof noteSchema>

const portLocationSchema = z.strictObject({ node: idSchema, port: z.string() })

/** The ports of a workflow that is used as a sub-workflow. @internal */
export const workflowPortsSchema = z.strictObject({
  inputs: z
    .array(
      z.strictObject({
        name: idSchema,
        type: portTypeSchema,
        label: z.string().optional(),
        required: z.boolean().optional(),
        /** The inner inputs that receive its value. */
        to: z.array(portLocationSchema),
      }),
    )
    .default([]),
  outputs: z
    .array(
      z.strictObject({ name: idSchema, type: portTypeSchema, label: z.string().optional(), from: portLocationSchema }),
    )
    .default([]),
})
/** @public */
export type WorkflowPorts = z.infer<typeof workflowPortsSchema>

/** @internal */
export const workflowStatusSchema = z.enum(['draft', 'published', 'archived'])

/**
 * The workflow document, which is validated, run, exported and hashed. Unknown properties are rejected; `version` is
 * the format version.
 *
 * @internal
 */
export const workflowSchema = z.strictObject({
  version: z.literal(workflowFormatVersion),
  name: nameSchema,
  description: z.string().max(10_000).optional(),
  status: workflowStatusSchema.default('draft'),
  tags: z.array(z.string().max(100)).default([]),
  settings: z
    .strictObject({
      retry: retryPolicySchema.optional(),
      /** Variables that all nodes can read by name, as `{{name}}` or in expressions. */
      variables: configSchema.optional(),
    })
    .default({}),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
  groups: z.array(groupSchema).optional(),
  ports: workflowPortsSchema.optional(),
  notes: z.array(noteSchema).optional(),
})
/** @public */
export type Workflow = z.infer<typeof workflowSchema>

/** Creates an empty document. @internal */
export const emptyWorkflow = (name = 'Untitled workflow'): Workflow => ({
  version: workflowFormatVersion,
  name,
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [],
  edges: [],
})
