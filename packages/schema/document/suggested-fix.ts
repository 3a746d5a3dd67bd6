import { z } from '../wire/zod.ts'
import { messageSchema } from '../wire/text.ts'
import { editSchema } from './edit.ts'

/** @internal */
export const suggestedFixSchema = z.strictObject({
  /** Describes the change that the edit makes. */
  change: messageSchema,
  /** The edit to apply to the document. */
  edit: editSchema,
  /** Whether a run on the first rows confirmed that the edit removes the problem. `false` if no run was possible. */
  verified: z.boolean(),
  /**
   * Strings that the user enters before the edit is applied. Each string replaces the text at `path` in the edit's
   * value.
   */
  fields: z
    .array(
      z.strictObject({
        /** The node type that has the setting, for displaying the setting's title. Empty for a function argument. */
        type: z.string(),
        setting: z.string(),
        /** The name of the node if it belongs to a tool's workflow. */
        node: z.string().optional(),
        path: z.array(z.string()).min(1),
        /** The suggested text. */
        value: z.string(),
      }),
    )
    .optional(),
})
/** An edit that removes a problem. @public */
export type SuggestedFix = z.infer<typeof suggestedFixSchema>
