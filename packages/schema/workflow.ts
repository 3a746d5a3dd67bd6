import { z } from './zod.ts'

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

export const nodeSchema = z.strictObject({
  id: idSchema,
  type: z.string().min(1),
  typeVersion: z.number().int().min(1).optional(),
  position: positionSchema,
  data: z.strictObject({
    label: z.string(),
    config: configSchema,
  }),
})
export type WorkflowNode = z.infer<typeof nodeSchema>

export const edgeSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  sourceHandle: z.string().optional(),
  targetHandle: z.string().optional(),
})
export type WorkflowEdge = z.infer<typeof edgeSchema>

/** Retries of transient errors: how many after the first attempt, after which delays (ms), and the limit of one attempt. */
export const retryPolicySchema = z.strictObject({
  count: z.number().int().min(0).max(20).default(3),
  delaysMs: z.array(z.number().int().min(0)).min(1).default([5_000, 30_000, 120_000]),
  timeoutMs: z.number().int().min(1).optional(),
})
export type RetryPolicy = z.infer<typeof retryPolicySchema>

export const workflowStatusSchema = z.enum(['draft', 'published', 'archived'])

/** The document: what is validated, run, exported and hashed. Strict; `version` is the version of this shape. */
export const workflowSchema = z.strictObject({
  version: z.literal(workflowFormatVersion),
  name: nameSchema,
  description: z.string().max(10_000).optional(),
  status: workflowStatusSchema.default('draft'),
  tags: z.array(z.string().max(100)).default([]),
  settings: z.strictObject({ retry: retryPolicySchema.optional() }).default({}),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
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
