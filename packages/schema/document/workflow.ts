import { answersSchema } from '../data/answer.ts'
import { portTypeSchema } from '../wire/value.ts'
import { z } from '../wire/zod.ts'

/** The document format version that this code writes. Older versions are migrated when they are read. @internal */
export const workflowFormatVersion = 1

/**
 * Property names that could modify a prototype, which are not allowed in JSON from outside, as ids or as setting names.
 * Other names that objects inherit, such as `constructor`, are ordinary keys.
 *
 * @internal
 */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__'])

const keySchema = z.string().refine((key) => !reservedNames.has(key), 'This name is reserved.')

/**
 * The id of a workflow, node or edge: up to 128 letters, digits and `_ . : -`, and not a reserved property name.
 *
 * @internal
 */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/, 'Use letters, digits, "_", ".", ":" or "-", at most 128 characters.')
  .refine((id) => !reservedNames.has(id), 'This name is reserved.')

/** The name of a workflow: 1 to 200 characters. @internal */
export const nameSchema = z
  .string()
  .min(1, 'A workflow needs a name.')
  .max(200, 'A name can have at most 200 characters.')

/**
 * A JSON value whose objects have no property named `__proto__`.
 *
 * @public
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
/** @internal */
export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(jsonSchema), z.record(keySchema, jsonSchema)]),
)

/** @internal */
export const configSchema = z.record(keySchema, jsonSchema)
/** A node's settings in the document. The schema of the node type validates them. @public */
export type Config = z.infer<typeof configSchema>

export const positionSchema = z.strictObject({
  /** The horizontal coordinate, increasing to the right. */
  x: z.number(),
  /** The vertical coordinate, increasing downward. */
  y: z.number(),
})
/** A point on the canvas, in graph units. @public */
export type Position = z.infer<typeof positionSchema>

/** @internal */
export const retryPolicySchema = z.strictObject({
  /** The maximum number of retries after the first attempt. */
  count: z.number().int().min(0).max(20).default(3),
  /** The delays before retries, in ms. The last one also applies to all further retries. */
  delaysMs: z.array(z.number().int().min(0)).min(1).default([5_000, 30_000, 120_000]),
  /** The time limit for one attempt, in ms. */
  timeoutMs: z.number().int().min(1).optional(),
  /** The time limit for all attempts and the delays between them, in ms. */
  totalMs: z.number().int().min(1).optional(),
})
/** How transient errors are retried: the number of retries, the delays, and the time limits. @public */
export type RetryPolicy = z.infer<typeof retryPolicySchema>

/** @internal */
export const retryOverrideSchema = z.strictObject({
  /** The maximum number of retries after the first attempt. */
  count: z.number().int().min(0).max(20).optional(),
  /** The delays before the retries, in ms. */
  delaysMs: z.array(z.number().int().min(0)).min(1).optional(),
  /** The time limit for one attempt, in ms. */
  timeoutMs: z.number().int().min(1).optional(),
  /** The time limit for all attempts and the delays between them, in ms. */
  totalMs: z.number().int().min(1).optional(),
})
/** Retry policy overrides for a single node. @public */
export type RetryOverride = z.infer<typeof retryOverrideSchema>

/** @internal */
export const nodeModeSchema = z.enum(['disabled', 'bypassed'])
/**
 * `disabled` skips the node and the nodes after it. `bypassed` passes its inputs through to the nodes after it.
 *
 * @public
 */
export type NodeMode = z.infer<typeof nodeModeSchema>

/** @internal */
export const joinSchema = z.enum(['all', 'any', 'first'])
/**
 * When to run a node that has several incoming edges. `all`: when all edges have a value. `any`: when all edges have
 * settled and at least one has a value. `first`: when the first value arrives.
 *
 * @internal
 */
export type Join = z.infer<typeof joinSchema>

/** @internal */
export const onErrorSchema = z.enum(['stop', 'continue', 'branch'])
/**
 * How a node's failure is handled. `stop`: the nodes after it are skipped, and the run fails. `continue`: the nodes
 * after it run without its values, and its output `error` contains the error. `branch`: only the nodes after `error`
 * run.
 *
 * @internal
 */
export type OnError = z.infer<typeof onErrorSchema>

/** @internal */
export const nodeAppearanceSchema = z.strictObject({
  /** Whether only the title bar is drawn. */
  collapsed: z.literal(true).optional(),
  /** The width in graph units. */
  width: z.number().int().min(160).max(640).optional(),
})
/** Overrides for a node's appearance. @public */
export type NodeAppearance = z.infer<typeof nodeAppearanceSchema>

/** @internal */
export const nodeAnswersSchema = z.record(keySchema, answersSchema)
/** Users' answers to questions about a node's output tables, keyed by port. Checks of these tables use them. @public */
export type NodeAnswers = z.infer<typeof nodeAnswersSchema>

/** @internal */
export const nodeSchema = z.strictObject({
  /** The id, unique in the workflow. */
  id: idSchema,
  /** The name of the node type. */
  type: z.string().min(1),
  /** The node type version that the settings were written for. Default: the installed version. */
  typeVersion: z.number().int().min(1).optional(),
  /** The top-left corner on the canvas. */
  position: positionSchema,
  /** The label shown on the canvas, and the settings. */
  data: z.strictObject({
    label: z.string(),
    config: configSchema,
  }),
  /** Whether the node is disabled or bypassed. Default: neither. */
  mode: nodeModeSchema.optional(),
  /** When to run the node if it has several incoming edges. Default: defined by the node type. */
  join: joinSchema.optional(),
  /** How a failure of the node is handled. Default: `stop`. */
  onError: onErrorSchema.optional(),
  /** Overrides for the workflow's retry policy. */
  retry: retryOverrideSchema.optional(),
  /** Answers about its output tables. They do not affect runs. */
  answers: nodeAnswersSchema.optional(),
  /** Overrides for the node's appearance. */
  look: nodeAppearanceSchema.optional(),
})
/** A workflow node: a node type with settings and a position. @public */
export type WorkflowNode = z.infer<typeof nodeSchema>

/** @internal */
export const edgeSchema = z.strictObject({
  /** The id, unique among the edges of the workflow. */
  id: idSchema,
  /** The id of the source node. */
  source: idSchema,
  /** The id of the target node. */
  target: idSchema,
  /** The name of the output port. Default: the first output of the node type. */
  sourceHandle: z.string().optional(),
  /** The name of the input port. Default: the first input that accepts the output. */
  targetHandle: z.string().optional(),
  /** Waypoints from source to target. Default: none. */
  points: z.array(positionSchema).min(1).max(64).optional(),
})
/** An edge from a node's output port to a node's input port. @public */
export type WorkflowEdge = z.infer<typeof edgeSchema>

/** @internal */
export const groupSchema = z.strictObject({
  /** The id, unique among the groups of the workflow. */
  id: idSchema,
  /** The title of the group. */
  label: z.string(),
  /** The ids of its nodes. */
  nodes: z.array(idSchema),
  /** The mode for all of its nodes. Default: each node's own mode. */
  mode: nodeModeSchema.optional(),
})
/** A group of nodes. Its mode applies to every node in it. Unknown ids are ignored. @public */
export type WorkflowGroup = z.infer<typeof groupSchema>

/** @internal */
export const noteSchema = z.strictObject({
  /** The id, unique among the notes of the workflow. */
  id: idSchema,
  /** The Markdown source. */
  text: z.string().max(10_000),
  /** The top-left corner on the canvas. */
  position: positionSchema,
  /** The size, in graph units. */
  size: z.strictObject({ width: z.number().min(80).max(20_000), height: z.number().min(48).max(20_000) }),
  /** The color. Default: neutral. */
  tone: z.enum(['accent', 'good', 'warn', 'bad', 'info']).optional(),
  /** Whether the note is a frame behind nodes. */
  frame: z.literal(true).optional(),
})
/**
 * A note on the canvas in simple Markdown: headings, lists, `code`, **bold**, *italic*. It does not affect runs. With
 * `frame`, it is a rectangle behind nodes, and its first line is the title.
 *
 * @public
 */
export type WorkflowNote = z.infer<typeof noteSchema>

const portLocationSchema = z.strictObject({ node: idSchema, port: z.string() })

/** @internal */
export const workflowPortsSchema = z.strictObject({
  /** The inputs, each with the inner inputs (`to`) that receive its value. */
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
  /** The outputs, each with the inner output (`from`) that provides its value. */
  outputs: z
    .array(
      z.strictObject({ name: idSchema, type: portTypeSchema, label: z.string().optional(), from: portLocationSchema }),
    )
    .default([]),
})
/** The ports of a workflow when it is used as a sub-workflow. @public */
export type WorkflowPorts = z.infer<typeof workflowPortsSchema>

/** @internal */
export const workflowStatusSchema = z.enum(['draft', 'published', 'archived'])

/** @internal */
export const workflowSchema = z.strictObject({
  /** The format version of the document. */
  version: z.literal(workflowFormatVersion),
  /** The name, 1 to 200 characters. */
  name: nameSchema,
  /** The description, up to 10,000 characters. */
  description: z.string().max(10_000).optional(),
  /** The status. The server does not run archived workflows. */
  status: workflowStatusSchema.default('draft'),
  /** Tags for searching workflows. */
  tags: z.array(z.string().max(100)).default([]),
  /** Settings for all nodes. */
  settings: z
    .strictObject({
      retry: retryPolicySchema.optional(),
      /** Variables that all nodes can read as `{{name}}` or in expressions. */
      variables: configSchema.optional(),
    })
    .default({}),
  /** The nodes with their settings and positions. */
  nodes: z.array(nodeSchema),
  /** The edges between the nodes' ports. */
  edges: z.array(edgeSchema),
  /** The groups of nodes. */
  groups: z.array(groupSchema).optional(),
  /** The ports. Set if other workflows can use this workflow as a node. */
  ports: workflowPortsSchema.optional(),
  /** The notes on the canvas. */
  notes: z.array(noteSchema).optional(),
  /**
   * Ids of the workflows that sub-workflow nodes refer to, keyed by name. A server sets them when it saves the
   * document.
   */
  references: z.record(keySchema, idSchema).optional(),
})
/**
 * The workflow document, which is validated, run, exported and hashed. Unknown properties are rejected.
 *
 * @public
 */
export type Workflow = z.infer<typeof workflowSchema>

/** Creates an empty document. @internal */
export const createEmptyWorkflow = (name = 'Untitled workflow'): Workflow => ({
  version: workflowFormatVersion,
  name,
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [],
  edges: [],
})
