import { MessageFormat } from 'messageformat'
import { createMessageFunctions } from './message-functions.ts'
import { isMessage, type Message, type MessageParams, type Text } from './message.ts'

/** Sources in MessageFormat 2 by code. The next step of a problem has the code with the suffix `.hint`. @public */
export type Catalog = Readonly<Record<string, string>>

/** The rendered sentence and hint of a problem. @internal */
export interface ProblemText {
  readonly message: string
  readonly hint?: string
}

/**
 * The parts of a problem that are rendered: its code and parameters, or, for problems of version 0.1, its sentences.
 *
 * @internal
 */
export interface ProblemSource {
  readonly code: string
  readonly params?: MessageParams | undefined
  /** Replaces the sentence of the code. */
  readonly sentence?: Message | undefined
  readonly message?: string | undefined
  readonly hint?: string | undefined
}

/** Renders messages in one language. @internal */
export interface MessageFormatter {
  /** The language, as a BCP 47 tag. */
  readonly language: string
  /** Returns whether one of the catalogs has the code. */
  has(code: string): boolean
  /**
   * Renders a `Text`. A string is returned unchanged; a code that no catalog contains is rendered as the code with its
   * values.
   */
  format(text: Text): string
  /** Renders a problem's sentence and its hint. */
  problem(problem: ProblemSource): ProblemText
}

/**
 * Creates a formatter from catalogs, in order of precedence: the catalogs of the language, then English for codes that
 * they lack.
 *
 * @param language A BCP 47 tag, for numbers, dates, lists and plurals.
 * @example
 * createMessageFormatter('de', german, english).format({ code: 'join.no-keys', params: {} })
 * @internal
 */
export function createMessageFormatter(language: string, ...catalogs: readonly Catalog[]): MessageFormatter {
  const formats = new Map<string, MessageFormat<string>>()
  const functions = createMessageFunctions((text) => format(text))

  function compileFormat(key: string): MessageFormat<string> | undefined {
    const cached = formats.get(key)
    if (cached) return cached
    const source = findSource(key)
    if (source === undefined) return undefined
    const compiled = new MessageFormat<string>(language, source, { bidiIsolation: 'none', functions })
    formats.set(key, compiled)
    return compiled
  }

  const findSource = (key: string): string | undefined => catalogs.find((catalog) => Object.hasOwn(catalog, key))?.[key]

  function render(key: string, params: MessageParams | undefined): string | undefined {
    const plain = findSource(key)
    if (plain !== undefined && !isTemplate.test(plain)) return plain
    const format = compileFormat(key)
    if (!format) return key.endsWith('.hint') ? '' : undefined
    return format.format(renderParams(params), ignoreError)
  }

  /** Returns the parameters with messages rendered as text. */
  const renderParams = (params: MessageParams = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isMessage(value) ? format(value) : value]))

  function format(text: Text): string {
    return typeof text === 'string' ? text : (render(text.code, text.params) ?? formatUntranslated(text))
  }

  return {
    language,
    has: (code) => catalogs.some((catalog) => Object.hasOwn(catalog, code)),
    format,
    problem({ code, params, sentence, message, hint }) {
      if (sentence) {
        const nextStep = params === undefined ? hint : render(`${code}.hint`, params)
        return nextStep ? { message: format(sentence), hint: nextStep } : { message: format(sentence) }
      }
      // Version 0.1 stored sentences and no parameters; they are shown unchanged.
      if (params === undefined && message !== undefined) return hint === undefined ? { message } : { message, hint }
      const rendered = render(code, params)
      if (rendered === undefined) {
        const text = message ?? formatUntranslated({ code, ...(params ? { params } : {}) })
        return hint === undefined ? { message: text } : { message: text, hint }
      }
      const nextStep = render(`${code}.hint`, params)
      return nextStep ? { message: rendered, hint: nextStep } : { message: rendered }
    },
  }
}

/** Whether a source must be parsed: it has a placeholder, an escape or a declaration. Others are plain text. */
const isTemplate = /[{}\\]|^\s*\./

/**
 * Ignores the error of a placeholder without a value, which then shows its name. The tests of the catalogs ensure that
 * no value is missing.
 */
const ignoreError = (): void => undefined

/** Formats the code with its values, for messages whose host catalog is missing. */
function formatUntranslated({ code, params = {} }: Message): string {
  const values = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return values.length > 0 ? `${code} (${values.join(', ')})` : code
}
