import { jsonSchema } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'

/** Maximum size of a message, in bytes. Clients divide longer edits. */
export const maxMessageBytes = 1_048_576
const maxChanges = 5_000

/** The client of edits that come from workflows that were stored without live edits. */
export const serverClient = 'server'

const idSchema = z.string().regex(/^[\w-]{1,128}$/)
const numberSchema = z.number().int().min(0).max(2_000_000_000)
const pointSchema = z.strictObject({ x: z.number(), y: z.number() })

/** The state of a person in a document, which is sent to the others and never stored. */
export const presenceSchema = z.strictObject({
  cursor: pointSchema.optional(),
  selection: z
    .array(idSchema.or(z.string().max(128)))
    .max(100)
    .optional(),
  viewport: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).optional(),
  /** The leaf that the person edits, such as `nodes/load/config/path`. */
  field: z.string().max(300).optional(),
})
export type Presence = z.infer<typeof presenceSchema>

const editSchema = z.strictObject({
  type: z.literal('edit'),
  document: idSchema,
  /** The client's number of the edit; each is greater than the previous one. */
  number: numberSchema,
  /** The number of the last edit that the client has received. */
  clock: numberSchema,
  changes: z
    .array(z.strictObject({ leaf: z.string().max(2_000), value: jsonSchema.optional() }))
    .min(1)
    .max(maxChanges),
})

/** A message from a client. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('join'),
    document: idSchema,
    /** Identifies the page. It stays the same when the page reconnects. */
    client: idSchema.refine((client) => client !== serverClient),
    /** The last edit that the client has, and the epoch of its copy. */
    after: numberSchema.optional(),
    epoch: idSchema.optional(),
  }),
  z.strictObject({ type: z.literal('leave'), document: idSchema }),
  editSchema,
  z.strictObject({ type: z.literal('presence'), document: idSchema, presence: presenceSchema }),
  /** Asks for the document to be saved now, for example before a run. */
  z.strictObject({ type: z.literal('save'), document: idSchema }),
])
export type ClientMessage = z.infer<typeof clientMessageSchema>
export type EditMessage = z.infer<typeof editSchema>

/** Why a message had no effect. */
export type RejectionReason =
  | 'invalid-message'
  | 'not-joined'
  | 'not-found'
  | 'not-permitted'
  | 'too-many-documents'
  | 'too-many-messages'
  | 'clock-ahead'
  | 'clock-old'
  | 'client-taken'
