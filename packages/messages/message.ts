import type { EnglishCatalog } from './catalogs.ts'
import type { ParamsOf } from './params-of.ts'
import type { problemReference } from './reference/index.ts'

/** A value that a message names: the catalog formats it for the reader. @public */
export type MessageParam = string | number | boolean | Message | readonly (string | number | Message)[]

/** Values by parameter name, as JSON. @public */
export type MessageParams = Readonly<Record<string, MessageParam>>

/**
 * A sentence as data: a code of a message catalog and the values that the sentence names. It is rendered where it is
 * shown, in the language of its reader.
 *
 * @example
 * { code: 'join.no-keys', params: {} }
 * @public
 */
export interface Message {
  readonly code: string
  readonly params?: MessageParams
}

/**
 * What people read: a message, or text that is shown unchanged (written by version 0.1, by a person, or by another
 * program).
 *
 * @public
 */
export type Text = string | Message

/** Keys of the English catalog that end in `.hint` hold the next step of the problem before the suffix. @internal */
export type CatalogKey = keyof EnglishCatalog

/** Every code of the built-in messages. @internal */
export type MessageCode = Exclude<CatalogKey, `${string}.hint`>

/** Codes of problems: every message that the error reference explains; see README.md for how to add one. @internal */
export type ProblemCode = keyof typeof problemReference

type HintOf<Code extends string> = `${Code}.hint` extends CatalogKey ? EnglishCatalog[`${Code}.hint`] : ''

/**
 * The parameters that the English text of a code names, and its hint, with their types. The two are read one by one: text
 * and hint as one template type would be every text with every hint, more than TypeScript represents.
 *
 * @internal
 */
export type ParamsOfCode<Code extends MessageCode> = ParamsOf<EnglishCatalog[Code]> & ParamsOf<HintOf<Code>>

/**
 * Makes a message from a code of the built-in catalogs and the parameters that its English text names.
 *
 * @example
 * message('loading.rows-read', { rows: 1_200 })
 * @internal
 */
export function message<Code extends MessageCode>(code: Code, params: ParamsOfCode<Code>): Message {
  return { code, params: params as MessageParams }
}

/** True when a text is a message, false when it is plain text. @internal */
export const isMessage = (text: unknown): text is Message =>
  typeof text === 'object' && text !== null && 'code' in text && typeof text.code === 'string'
