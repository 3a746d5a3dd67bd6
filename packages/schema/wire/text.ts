import type { Message, MessageParam, Text } from '@aw-flow/messages'
import { z } from './zod.ts'

const messageParamSchema: z.ZodType<MessageParam> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    messageSchema,
    z.array(z.union([z.string(), z.number(), messageSchema])),
  ]),
)

/** Values in a message, by parameter. @internal */
export const messageParamsSchema = z.record(z.string(), messageParamSchema)

/** A sentence as a code and its parameters. @internal */
export const messageSchema: z.ZodType<Message> = z.strictObject({
  code: z.string(),
  params: messageParamsSchema.optional(),
}) as z.ZodType<Message>

/**
 * Text for users: a message, or text that is shown unchanged (stored by version 0.1, or written by users).
 *
 * @internal
 */
export const textSchema: z.ZodType<Text> = z.union([z.string(), messageSchema])
