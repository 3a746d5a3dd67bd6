import type { EnglishCatalog } from './catalogs.ts'
import type { ParamsOf } from './params-of.ts'
import type { problemReference } from './reference/index.ts'

/** A value that a message contains, formatted by the catalog for the reader. @public */
export type MessageParam = string | number | boolean | Message | readonly (string | number | Message)[]

/** JSON values by parameter name. @public */
export type MessageParams = Readonly<Record<string, MessageParam>>

/**
 * A sentence as data: a code from a message catalog and the values that the sentence contains. It is rendered when it
 * is shown, in the reader's language.
 *
 * @example
 * { code: 'join.no-keys', params: {} }
 * @public
 */
export interface Message {
  /** The code of the message in a catalog. */
  readonly code: string
  /** The values that the sentence contains, by parameter name. */
  readonly params?: MessageParams
}

/**
 * Text that users read: a message, or text that is shown unchanged (written by version 0.1, a user, or another
 * program).
 *
 * @public
 */
export type Text = string | Message

/**
 * Keys of the English catalog. A key that ends in `.hint` contains the next step of the problem whose code precedes the
 * suffix.
 *
 * @internal
 */
export type CatalogKey = keyof EnglishCatalog

/** Every code of the built-in messages. @internal */
export type MessageCode = Exclude<CatalogKey, `${string}.hint`>

/** Problem codes: every message that the error reference explains; see README.md for how to add one. @internal */
export type ProblemCode = keyof typeof problemReference

type HintOf<Code extends string> = `${Code}.hint` extends CatalogKey ? EnglishCatalog[`${Code}.hint`] : ''

/**
 * The parameters of a code's English text and hint, with their types. Text and hint are parsed separately:
 * one template type for both would combine every text with every hint, which TypeScript cannot represent.
 *
 * @internal
 */
export type ParamsOfCode<Code extends MessageCode> = ParamsOf<EnglishCatalog[Code]> & ParamsOf<HintOf<Code>>

/**
 * Creates a message from a code of the built-in catalogs and the parameters of its English text.
 *
 * @example
 * message('loading.about-rows', { rows: 1_200 })
 * @internal
 */
export function message<Code extends MessageCode>(code: Code, params: ParamsOfCode<Code>): Message {
  return { code, params: params as MessageParams }
}

/** Returns whether a `Text` is a message and not a string. @internal */
export const isMessage = (text: unknown): text is Message =>
  typeof text === 'object' && text !== null && 'code' in text && typeof text.code === 'string'
