import type { Text } from '@aw-flow/messages'
import { englishFormatter, renderTexts, type MessageFormatter } from '@aw-flow/messages/catalogs'
import type { Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'

/**
 * Renders the messages in a response in English. Messages become strings; problems keep `code` and `params` and
 * additionally get `message` and `hint`, because clients of the HTTP API do not have the message catalogs.
 *
 * @param value JSON. It is not mutated.
 */
export const renderResponse = <T>(value: T): T => renderTexts(value, englishFormatter) as T

/** Renders the problem of a record, if it has one. */
export const renderProblem = (problem: Problem | null | undefined): Record<string, unknown> | null =>
  problem ? { ...renderResponse(problem) } : null

/** Renders a problem that is stored as JSON. */
export const renderStoredProblem = (problem: string | null): Record<string, unknown> | null =>
  problem === null ? null : (renderResponse(JSON.parse(problem)) as Record<string, unknown>)

/** Leaves messages unchanged, so that `renderTexts` only renders problems. */
const problemFormatter: MessageFormatter = { ...englishFormatter, has: () => false }

/**
 * The format in which messages are sent: English text, or codes with parameters for clients that render messages in
 * their own language.
 */
export const messageFormatSchema = z.enum(['english', 'messages'])
export type MessageFormat = z.infer<typeof messageFormatSchema>

/**
 * Renders the messages in a response in the format that the client requested. Problems always include `message` and
 * `hint` in addition to `code` and `params`, because the client may not know the code.
 *
 * @param value JSON. It is not mutated.
 */
export const renderAs = <T>(value: T, format: MessageFormat): T =>
  format === 'english' ? renderResponse(value) : (renderTexts(value, problemFormatter) as T)

/** Renders a message as English text, for a response field that is a string. */
export const renderEnglish = (text: Text): string => englishFormatter.format(text)
