import type { EnglishTexts } from './english-texts.ts'
import type { ParamsOf } from './params-of.ts'

export type { ProblemCode } from './english-texts.ts'

/** The value of a message parameter, which the catalog formats for the reader. @public */
export type MessageParam = string | number | boolean | Message | readonly (string | number | Message)[]

/** The parameters of a message, keyed by name. All values are JSON. @public */
export type MessageParams = Readonly<Record<string, MessageParam>>

/**
 * A sentence as data: a code from a message catalog and the values to insert. It is rendered in the reader's language
 * when it is displayed.
 *
 * @example
 * { code: 'join.no-keys', params: {} }
 * @public
 */
export interface Message {
  /** The code of the message in a catalog. */
  readonly code: string
  /** The values to insert, keyed by parameter name. */
  readonly params?: MessageParams
}

/**
 * Text for users: a message, or text that is displayed unchanged because it comes from version 0.1, a user or another
 * program.
 *
 * @public
 */
export type Text = string | Message

/**
 * The keys of the English catalog. A key that ends in `.hint` contains the next step for the problem whose code
 * precedes the suffix.
 *
 * @internal
 */
export type CatalogKey = keyof EnglishTexts

/** The codes of all built-in messages. @internal */
export type MessageCode = Exclude<CatalogKey, `${string}.hint`>

type HintOf<Code extends string> = `${Code}.hint` extends CatalogKey ? EnglishTexts[`${Code}.hint`] : ''

/**
 * The typed parameters of a code's English message and hint. The two are parsed separately: a single template type for
 * both would combine every message with every hint, which TypeScript cannot represent.
 *
 * @internal
 */
export type ParamsOfCode<Code extends MessageCode> = ParamsOf<EnglishTexts[Code]> & ParamsOf<HintOf<Code>>

/**
 * Creates a message from a built-in code and the parameters of its English text.
 *
 * @example
 * message('loading.about-rows', { rows: 1_200 })
 * @internal
 */
export function message<Code extends MessageCode>(code: Code, params: ParamsOfCode<Code>): Message {
  return { code, params: params as MessageParams }
}

/** Returns whether a `Text` is a message rather than a string. @internal */
export const isMessage = (text: unknown): text is Message =>
  typeof text === 'object' && text !== null && 'code' in text && typeof text.code === 'string'
