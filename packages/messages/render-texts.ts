import { isMessage, type MessageParams } from './message.ts'
import type { MessageFormatter } from './message-formatter.ts'

const messageKeys: ReadonlySet<string> = new Set(['code', 'params'])
const problemKeys: ReadonlySet<string> = new Set(['code', 'severity', 'params', 'message', 'hint', 'where', 'sentence'])

const isProblem = (
  value: object,
): value is { code: string; severity: string; params: MessageParams; message?: string; hint?: string } =>
  'code' in value &&
  typeof value.code === 'string' &&
  'severity' in value &&
  ('params' in value || 'sentence' in value) &&
  Object.keys(value).every((key) => problemKeys.has(key))

/**
 * Renders every message in a JSON value, for output to readers without a catalog, such as command-line reports and
 * HTTP API responses. Each message is replaced with its text. Each problem keeps its code and parameters and
 * gains `message` and `hint`.
 *
 * @param value A JSON value. It is not modified.
 * @returns The same value if it contains no messages, otherwise a copy.
 * @example
 * renderTexts({ reason: { code: 'run.compensating', params: {} } }, englishFormatter)
 * @internal
 */
export function renderTexts(value: unknown, formatter: MessageFormatter): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return mapItems(value, formatter)
  if (isMessage(value) && Object.keys(value).every((key) => messageKeys.has(key)) && formatter.has(value.code))
    return formatter.format(value)
  if (isProblem(value)) return { ...value, ...formatter.renderProblem(value) }
  let copy: Record<string, unknown> | undefined
  for (const [key, property] of Object.entries(value)) {
    const renderedProperty = renderTexts(property, formatter)
    if (renderedProperty !== property) (copy ??= { ...value })[key] = renderedProperty
  }
  return copy ?? value
}

function mapItems(items: readonly unknown[], formatter: MessageFormatter): readonly unknown[] {
  const renderedItems = items.map((item) => renderTexts(item, formatter))
  return renderedItems.some((item, index) => item !== items[index]) ? renderedItems : items
}
