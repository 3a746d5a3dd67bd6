import { z } from '../wire/zod.ts'
import { messageSchema } from '../wire/text.ts'
import { editSchema } from './edit.ts'

/** @internal */
export const offeredFixSchema = z.strictObject({
  /** A description of the change that the edit makes. */
  change: messageSchema,
  /** The edit of the document. */
  edit: editSchema,
  /** Whether a run on the first rows showed that the edit removes the problem. `false` if no run was possible. */
  verified: z.boolean(),
  /** Strings that the user enters before the edit is applied: each replaces the text at `path` in the value of the edit. */
  fields: z
    .array(
      z.strictObject({
        /** The node type that has the setting, for its title; empty for an argument of a function. */
        type: z.string(),
        setting: z.string(),
        /** The name of the node, if it is in the workflow of a tool. */
        node: z.string().optional(),
        path: z.array(z.string()).min(1),
        /** The suggested text. */
        value: z.string(),
      }),
    )
    .optional(),
})
/** An edit that removes a problem. @public */
export type OfferedFix = z.infer<typeof offeredFixSchema>
