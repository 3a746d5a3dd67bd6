import { commandLineMessages } from './english/command-line.ts'
import { agentMessages } from './english/agents.ts'
import { checkingMessages } from './english/checking.ts'
import { documentMessages } from './english/document.ts'
import { expressionMessages } from './english/expressions.ts'
import { httpApiMessages } from './english/http-api.ts'
import { loadingMessages } from './english/loading.ts'
import { nodeMessages } from './english/nodes.ts'
import { outsideMessages } from './english/outside.ts'
import { pageMessages } from './english/page.ts'
import { preparingMessages } from './english/preparing.ts'
import { runMessages } from './english/run.ts'
import { serverMessages } from './english/server.ts'
import { serverProcessMessages } from './english/server-process.ts'
import { tableMessages } from './english/tables.ts'
import { getHostCatalogs } from './host-messages.ts'
import type { Catalog } from './message-formatter.ts'
import { createMessageFormatter, type MessageFormatter, type ProblemSource } from './message-formatter.ts'

/** All English messages. @internal */
export const english = {
  ...agentMessages,
  ...commandLineMessages,
  ...checkingMessages,
  ...documentMessages,
  ...expressionMessages,
  ...httpApiMessages,
  ...loadingMessages,
  ...nodeMessages,
  ...outsideMessages,
  ...pageMessages,
  ...preparingMessages,
  ...runMessages,
  ...serverMessages,
  ...serverProcessMessages,
  ...tableMessages,
} as const
/** @internal */
export type EnglishCatalog = typeof english

/**
 * The messages that the editor can show. Messages from the command line and the server console are excluded because
 * they exist only in English. Messages from the HTTP API are excluded because server pages register them themselves.
 *
 * @internal
 */
export type PageCatalog = Omit<
  EnglishCatalog,
  keyof (typeof commandLineMessages & typeof serverProcessMessages & typeof httpApiMessages)
>

/** Renders messages in English, for the command line, HTTP responses, and languages without a catalog. @internal */
export const englishFormatter: MessageFormatter = createMessageFormatter(
  'en-US',
  english as Catalog,
  ...getHostCatalogs('en'),
)

/**
 * Creates a formatter for a language from its catalog and the host's node type messages in that language. Falls back to
 * English for missing codes.
 *
 * @param language A BCP 47 tag.
 * @internal
 */
export const createLanguageFormatter = (language: string, catalog: Catalog): MessageFormatter =>
  createMessageFormatter(language, catalog, ...getHostCatalogs(language), english as Catalog, ...getHostCatalogs('en'))

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

export { createMessageFormatter }
export { createNodeTypeCatalog, type NodeTypeEntry } from './node-type-catalog.ts'
export { renderTexts } from './render-texts.ts'
export type { Catalog, MessageFormatter, ProblemSource, ProblemText } from './message-formatter.ts'
