import type { Text } from '@aw-flow/messages'
import { englishFormatter, renderTexts } from '@aw-flow/messages/catalogs'

/**
 * Renders the messages in an answer: texts become English strings, problems keep `code` and `params` and get `message`
 * and `hint`. Clients of the HTTP API have no catalog.
 *
 * @param value JSON; it is not changed.
 */
export const renderAnswer = <T>(value: T): T => renderTexts(value, englishFormatter) as T

/** Renders a text for a field of an answer that is a string. */
export const textInEnglish = (text: Text): string => englishFormatter.format(text)
