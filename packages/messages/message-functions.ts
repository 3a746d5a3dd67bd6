import type { MessageFunction, MessageValue } from 'messageformat/functions'
import { DraftFunctions } from 'messageformat/functions'
import { getColumnTypeKey } from './column-type-key.ts'
import { formatCost } from './format-cost.ts'
import { findLanguage, type Language } from './languages.ts'
import { isMessage, type Text } from './message.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDateTime,
  formatNumericText,
  formatPercent,
  getLanguageName,
} from './format-values.ts'

/** The opening and the closing quotation mark of each language. */
const quotationMarks: Readonly<Record<Language, string>> = { en: '""', de: '„“' }

/** Renders a `Text` that is nested in a message. */
export type RenderText = (text: Text) => string

const toMessageValue = (text: string): MessageValue<'string'> => ({
  type: 'string',
  selectKey: (keys) => (keys.has(text) ? text : null),
  toParts: () => [{ type: 'string', value: text } as never],
  toString: () => text,
  valueOf: () => text,
})

const toArray = (input: unknown): readonly unknown[] => (Array.isArray(input) ? input : [input])

/**
 * The MessageFormat functions available in catalogs, in addition to `:number`, `:integer` and `:string`:
 *
 * - `{$columns :list}` joins items according to the language ("a, b and c"). `type=or` and `type=unit` select types of
 *   `Intl.ListFormat`. `quote=code` encloses each item in backticks, `quote=text` in the language's quotation marks.
 *   `max=5` truncates a longer list with an ellipsis. `of=columnType` renders column types by their readable names.
 * - `{$reason :message}` renders a message, or plain text unchanged.
 * - `{$type :columnType}` renders the readable name of a DuckDB type ("integer"). With `unlike=$other`, it renders
 *   DuckDB's name if both types have the same readable name.
 * - `{$min :value}` formats a number from the data, or renders other text unchanged.
 * - `{$size :bytes}` and `{$time :duration}` (milliseconds) select a suitable unit. `{$at :moment}` renders a date and
 *   time, with `timeZone=yes` also the name of the time zone.
 * - `{$share :percent}` formats a fraction, and shows values close to 0% and 100% as a bound. `{$tag :languageName}` names a
 *   language.
 * - `{$cost :cost}` renders an amount in US dollars, with enough digits for a single model request.
 */
export function createMessageFunctions(render: RenderText): Record<string, MessageFunction<string>> {
  const renderItem = (item: unknown, locale?: string): string =>
    isMessage(item) || typeof item === 'string'
      ? render(item)
      : typeof item === 'number'
        ? formatCount(item, locale)
        : String(item)
  const renderColumnType = (type: unknown): string =>
    render({ code: 'column-type', params: { type: getColumnTypeKey(String(type)) } })
  const quote = (text: string, style: unknown, locale = ''): string => {
    const [open, close] = style === 'text' ? quotationMarks[findLanguage(locale) ?? 'en'] : style === 'code' ? '``' : []
    return open === undefined ? text : `${open}${text}${close}`
  }
  return {
    ...(DraftFunctions as Record<string, MessageFunction<string>>),
    list: ({ locales }, { type, quote: style, max, of }, input) => {
      const items = toArray(input)
      const limit = max === undefined ? items.length : Number(max)
      const renderOne = of === 'columnType' ? renderColumnType : renderItem
      const visibleItems = items
        .slice(0, limit)
        .map((item) => quote(renderOne(item, String(locales[0])), style, String(locales[0])))
      const listType = type === 'or' ? 'disjunction' : type === 'unit' ? 'unit' : 'conjunction'
      if (items.length > limit) return toMessageValue(`${visibleItems.join(', ')}, …`)
      return toMessageValue(new Intl.ListFormat(locales, { type: listType }).format(visibleItems))
    },
    message: (_, __, input) => toMessageValue(renderItem(input)),
    columnType: (_, { unlike }, input) => {
      const readableName = renderColumnType(input)
      return toMessageValue(
        unlike !== undefined && readableName === renderColumnType(unlike) ? String(input) : readableName,
      )
    },
    value: ({ locales }, _, input) => toMessageValue(formatNumericText(String(input), locales[0])),
    percent: ({ locales }, { maximumFractionDigits = 0 }, input) =>
      toMessageValue(formatPercent(Number(input), locales[0], Number(maximumFractionDigits))),
    languageName: ({ locales }, _, input) => toMessageValue(getLanguageName(String(input), locales[0])),
    bytes: ({ locales }, _, input) => toMessageValue(formatBytes(Number(input), locales[0])),
    cost: ({ locales }, _, input) => toMessageValue(formatCost(Number(input), locales[0])),
    duration: ({ locales }, _, input) => toMessageValue(formatDuration(Number(input), locales[0])),
    moment: ({ locales }, { timeZone }, input) => {
      const time = typeof input === 'number' ? input : Date.parse(String(input))
      return toMessageValue(formatDateTime(time, locales[0], timeZone === 'yes'))
    },
  }
}
