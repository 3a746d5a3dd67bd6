import { MessageFormat } from 'messageformat'
import { createMessageFunctions } from './message-functions.ts'
import { isMessage, type Message, type MessageParams, type Text } from './message.ts'

/**
 * Message sources in MessageFormat 2 syntax, keyed by code. The suffix `.hint` marks the next step for a problem.
 * @public
 */
export type Catalog = Readonly<Record<string, string>>

/** A problem's rendered message and hint. @internal */
export interface ProblemText {
  readonly message: string
  readonly hint?: string
}

/**
 * The parts of a problem that are rendered: its code and parameters or, for problems from version 0.1, its stored
 * sentences.
 *
 * @internal
 */
export interface ProblemSource {
  readonly code: string
  readonly params?: MessageParams | undefined
  /** The message to use instead of the code's own. */
  readonly sentence?: Message | undefined
  readonly message?: string | undefined
  readonly hint?: string | undefined
}

/** Renders messages in a single language. @internal */
export interface MessageFormatter {
  /** The language, as a BCP 47 tag. */
  readonly language: string
  /** Returns whether any of the catalogs contains the code. */
  has(code: string): boolean
  /**
   * Renders a `Text`. Returns a string unchanged. If no catalog contains a message's code, renders the code with its
   * values.
   */
  format(text: Text): string
  /**
   * Renders a source in MessageFormat 2 that is not in a catalog, such as a UI string. `params` are its placeholders by
   * name.
   */
  formatSource(source: string, params: Readonly<Record<string, unknown>>): string
  /** Renders a problem's message and its hint. */
  renderProblem(problem: ProblemSource): ProblemText
}

/**
 * Creates a formatter from catalogs in order of precedence: first the catalogs of the language, then English for codes
 * that they lack.
 *
 * @param language A BCP 47 tag that determines the format of numbers, dates, lists and plurals.
 * @example
 * createMessageFormatter('de', german, english).format({ code: 'join.no-keys', params: {} })
 * @internal
 */
export function createMessageFormatter(language: string, ...catalogs: readonly Catalog[]): MessageFormatter {
  const formats = new Map<string, MessageFormat<string>>()
  const functions = createMessageFunctions((text) => format(text))

  function formatSource(source: string, params: Readonly<Record<string, unknown>>): string {
    if (!templatePattern.test(source)) return source
    let compiledFormat = formats.get(source)
    if (!compiledFormat) {
      compiledFormat = new MessageFormat<string>(language, source, { bidiIsolation: 'none', functions })
      formats.set(source, compiledFormat)
    }
    return compiledFormat.format(params, ignoreError)
  }

  const findSource = (key: string): string | undefined =>
    catalogs.find((candidate) => Object.hasOwn(candidate, key))?.[key]

  function render(key: string, params: MessageParams | undefined): string | undefined {
    const source = findSource(key)
    if (source === undefined) return key.endsWith('.hint') ? '' : undefined
    return formatSource(source, renderParams(params))
  }

  /** Returns the parameters, with nested messages rendered as text. */
  const renderParams = (params: MessageParams = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isMessage(value) ? format(value) : value]))

  function format(text: Text): string {
    return typeof text === 'string' ? text : (render(text.code, text.params) ?? formatUntranslated(text))
  }

  return {
    language,
    has: (code) => findSource(code) !== undefined,
    format,
    formatSource,
    renderProblem({ code, params, sentence, message, hint }) {
      if (sentence) {
        const nextStep = params === undefined ? hint : render(`${code}.hint`, params)
        return nextStep ? { message: format(sentence), hint: nextStep } : { message: format(sentence) }
      }
      // Version 0.1 stored sentences without parameters. They are shown unchanged.
      if (params === undefined && message !== undefined) return hint === undefined ? { message } : { message, hint }
      const renderedMessage = render(code, params)
      if (renderedMessage === undefined) {
        const text = message ?? formatUntranslated({ code, ...(params ? { params } : {}) })
        return hint === undefined ? { message: text } : { message: text, hint }
      }
      const nextStep = render(`${code}.hint`, params)
      return nextStep ? { message: renderedMessage, hint: nextStep } : { message: renderedMessage }
    },
  }
}

/**
 * Matches sources that contain a placeholder, an escape or a declaration and must therefore be parsed. All other
 * sources are plain text.
 */
const templatePattern = /[{}\\]|^\s*\./

/**
 * Ignores the error for a placeholder without a value, which is then rendered as its name. The catalog tests ensure
 * that no value is missing.
 */
const ignoreError = (): void => undefined

/** Formats a message as its code and values, for use when the host's catalog is missing. */
function formatUntranslated({ code, params = {} }: Message): string {
  const values = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return values.length > 0 ? `${code} (${values.join(', ')})` : code
}
