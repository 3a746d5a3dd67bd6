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

/** Values to insert into a message, keyed by parameter name. @internal */
export const messageParamsSchema = z.record(z.string(), messageParamSchema)

/** A sentence, represented by a message code and its parameters. @internal */
export const messageSchema: z.ZodType<Message> = z.strictObject({
  code: z.string(),
  params: messageParamsSchema.optional(),
}) as z.ZodType<Message>

/**
 * Text for users: a message, or a string that is shown unchanged because version 0.1 stored it or a user wrote it.
 *
 * @internal
 */
export const textSchema: z.ZodType<Text> = z.union([z.string(), messageSchema])
