import type { Text } from '@aw-flow/messages'
import { englishFormatter, renderTexts, type MessageFormatter } from '@aw-flow/messages/catalogs'
import { z } from '@hono/zod-openapi'

/**
 * Renders the messages in an answer: texts become English strings, problems keep `code` and `params` and get `message`
 * and `hint`. Clients of the HTTP API have no catalog.
 *
 * @param value JSON; it is not changed.
 */
export const renderAnswer = <T>(value: T): T => renderTexts(value, englishFormatter) as T

/** Leaves messages as they are: `renderTexts` then only renders problems. */
const problemFormatter: MessageFormatter = { ...englishFormatter, has: () => false }

/** How texts are sent: in English, or as codes with parameters for clients that render them in their own language. */
export const textFormSchema = z.enum(['english', 'messages'])
export type TextForm = z.infer<typeof textFormSchema>

/**
 * Renders the texts in an answer in the form that the client asked for. Problems always have `message` and `hint` beside
 * `code` and `params`: the client may not know the code.
 *
 * @param value JSON; it is not changed.
 */
export const renderAs = <T>(value: T, form: TextForm): T =>
  form === 'english' ? renderAnswer(value) : (renderTexts(value, problemFormatter) as T)

/** Renders a text for a field of an answer that is a string. */
export const textInEnglish = (text: Text): string => englishFormatter.format(text)
