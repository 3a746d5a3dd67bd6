import { z } from './zod.ts'
import { configSchema, edgeSchema, idSchema, jsonSchema, nameSchema, nodeSchema, positionSchema } from './workflow.ts'

/**
 * A change of a document, as a value. Everything is addressed by stable id and path; `before` names the item that an
 * added one stands before (absent: at the end). Every edit has an inverse, which `applyEdit` answers.
 */
export type Edit =
  | { type: 'add-node'; node: z.infer<typeof nodeSchema>; before?: string | undefined }
  | { type: 'remove-node'; id: string }
  | { type: 'move-nodes'; positions: Record<string, { x: number; y: number }> }
  | { type: 'set-label'; id: string; label: string }
  /** Sets one setting of a node, or removes it when `value` is absent. */
  | { type: 'set-config'; id: string; path: string[]; value?: z.infer<typeof jsonSchema> | undefined }
  /** Replaces all settings of a node. */
  | { type: 'replace-config'; id: string; config: z.infer<typeof configSchema> }
  | { type: 'add-edge'; edge: z.infer<typeof edgeSchema>; before?: string | undefined }
  | { type: 'remove-edge'; id: string }
  | { type: 'set-name'; name: string }
  | { type: 'batch'; edits: Edit[] }

export const editSchema: z.ZodType<Edit> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('add-node'), node: nodeSchema, before: idSchema.optional() }),
    z.strictObject({ type: z.literal('remove-node'), id: idSchema }),
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
    z.strictObject({ type: z.literal('batch'), edits: z.array(editSchema) }),
  ]),
)
