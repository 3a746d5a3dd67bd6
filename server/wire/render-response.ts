import type { Text } from '@aw-flow/messages'
import { englishFormatter, renderTexts, type MessageFormatter } from '@aw-flow/messages/catalogs'
import { z } from '@hono/zod-openapi'

/**
 * Renders the messages in a response: messages become English strings, and problems keep `code` and `params` and get
 * `message` and `hint`, because clients of the HTTP API have no catalog.
 *
 * @param value JSON. It is not mutated.
 */
export const renderResponse = <T>(value: T): T => renderTexts(value, englishFormatter) as T

/** Leaves messages unchanged: `renderTexts` then only renders problems. */
const problemFormatter: MessageFormatter = { ...englishFormatter, has: () => false }

/** The form of sent messages: English text, or codes with parameters for clients that render them in their own language. */
export const textFormSchema = z.enum(['english', 'messages'])
export type TextForm = z.infer<typeof textFormSchema>

/**
 * Renders the messages in a response in the form that the client requested. Problems always have `message` and `hint`
 * besides `code` and `params`: the client may not know the code.
 *
 * @param value JSON. It is not mutated.
 */
export const renderAs = <T>(value: T, form: TextForm): T =>
  form === 'english' ? renderResponse(value) : (renderTexts(value, problemFormatter) as T)

/** Renders a message as English text, for a field of a response that is a string. */
export const renderEnglish = (text: Text): string => englishFormatter.format(text)
