import { english } from './english-messages.ts'
import { getHostCatalogs } from './host-messages.ts'
import type { Catalog } from './message-formatter.ts'
import { createMessageFormatter, type MessageFormatter, type ProblemSource } from './message-formatter.ts'

/** Renders messages in English, for the command line, HTTP responses, and languages without a catalog. @internal */
export const englishFormatter: MessageFormatter = createMessageFormatter('en-US', english, ...getHostCatalogs('en'))

/**
 * Creates a formatter for a language from its catalog and the host's node type messages in that language. Falls back to
 * English for missing codes.
 *
 * @param language A BCP 47 tag.
 * @internal
 */
export const createLanguageFormatter = (language: string, catalog: Catalog): MessageFormatter =>
  createMessageFormatter(language, catalog, ...getHostCatalogs(language), english, ...getHostCatalogs('en'))

/**
 * Formats a problem on a single line for a log or terminal: its message, its location and the next step.
 *
 * @example
 * formatProblem({ code: 'join.no-keys', params: {}, where: { node: 'join' } })
 * @internal
 */
export function formatProblem(
  problem: ProblemSource & { readonly where?: Readonly<Record<string, string | number | undefined>> | undefined },
  formatter = englishFormatter,
): string {
  const { message, hint } = formatter.renderProblem(problem)
  const location = Object.entries(problem.where ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')
  return [location ? `${message} (${location})` : message, hint].filter(Boolean).join(' ')
}

export { createMessageFormatter, english }
export { createNodeTypeCatalog, type NodeTypeEntry } from './node-type-catalog.ts'
export { renderTexts } from './render-texts.ts'
export type { Catalog, MessageFormatter, ProblemSource, ProblemText } from './message-formatter.ts'
