import { english, englishFormatter } from '../catalogs.ts'
import { findTranslation, type TranslatedLanguage } from '../languages.ts'
import { getCurrentCode } from '../renamed-codes.ts'
import { agentReference } from './agents.ts'
import { checkingReference } from './checking.ts'
import { commandLineReference } from './command-line.ts'
import { documentReference } from './document.ts'
import { expressionReference } from './expressions.ts'
import { loadingReference } from './loading.ts'
import { nodeReference } from './nodes.ts'
import { outsideReference } from './outside.ts'
import { pageReference } from './page.ts'
import { preparingReference } from './preparing.ts'
import type { ReferenceEntries, ReferenceEntry } from './reference-entry.ts'
import { runReference } from './run.ts'
import { createExampleParams } from './sample-params.ts'
import { serverReference } from './server.ts'
import { tableReference } from './tables.ts'

/** Entries, keyed by problem code. The keys are the codes that `error`, `warning` and `info` accept. @internal */
export const problemReference = {
  ...agentReference,
  ...checkingReference,
  ...commandLineReference,
  ...documentReference,
  ...expressionReference,
  ...loadingReference,
  ...nodeReference,
  ...outsideReference,
  ...pageReference,
  ...preparingReference,
  ...runReference,
  ...serverReference,
  ...tableReference,
} as const

/** The entry for a problem code as shown in the reference. @internal */
export interface ExplainedProblem {
  readonly code: string
  /** Explains when the problem occurs and what its consequences are. */
  readonly meaning: string
  /** The English message with realistic values. */
  readonly example: string
  /** The next step: the hint of the example, with more details if the hint is not enough. */
  readonly solution: string
}

/** One page of the reference. @internal */
export interface ReferencePage {
  /** The name of its file in `docs/errors`, without the extension. */
  readonly name: string
  readonly title: string
  readonly introduction: string
  readonly codes: readonly string[]
}

const createPage = (name: string, title: string, introduction: string, entries: ReferenceEntries): ReferencePage => ({
  name,
  title,
  introduction,
  codes: Object.keys(entries).sort(),
})

/** The pages of the reference with the codes that they explain. @internal */
export const referencePages: readonly ReferencePage[] = [
  createPage('document', 'Workflow documents', 'Reading, changing and merging workflows.', documentReference),
  createPage('run', 'Runs', 'Planning and running workflows, resuming and forking runs, and approvals.', runReference),
  createPage(
    'expressions',
    'Expressions and SQL statements',
    'Errors in expressions, and checks of SQL statements before they run.',
    expressionReference,
  ),
  createPage('tables', 'Tables', 'DuckDB errors, and writing tables to files.', tableReference),
  createPage(
    'loading',
    'Loading files',
    'The Load node, `aw load`, and files that are added in the studio.',
    loadingReference,
  ),
  createPage(
    'preparing',
    'Preparing tables',
    'The Prepare node, `aw prepare`, and language models.',
    preparingReference,
  ),
  createPage('checking', 'Schemas and validation', 'The Validate node and `aw validate`.', checkingReference),
  createPage(
    'agents',
    'Agents',
    'The Agent node, language models, and nodes that process rows with a language model.',
    agentReference,
  ),
  createPage('nodes', 'Nodes', 'All other built-in nodes, from Aggregate to Webhook.', nodeReference),
  createPage(
    'outside',
    'Network, databases, mail and files',
    'Access from runs to other systems, and secrets.',
    outsideReference,
  ),
  createPage('page', 'Editor', 'The editor in a page, its storage and its engine.', pageReference),
  createPage(
    'server',
    'Server',
    'The HTTP API, environment variables, runs on a server, and backups.',
    serverReference,
  ),
  createPage(
    'command-line',
    'Command line',
    'Arguments of `aw`, and the files it reads and writes.',
    commandLineReference,
  ),
]

/**
 * Explains a problem code. A code that has been renamed is explained by its current one.
 *
 * @param requestedCode A code such as `load.no-reader`.
 * @returns The entry with its example rendered, or `undefined` for a code that is not a built-in problem.
 * @example
 * explainProblem('join.no-keys')?.solution // Choose a column from each table.
 * @internal
 */
export function explainProblem(requestedCode: string): ExplainedProblem | undefined {
  const code = getCurrentCode(requestedCode)
  if (!Object.hasOwn(problemReference, code)) return undefined
  const entry = getEntry(code as keyof typeof problemReference)
  const catalog: Readonly<Record<string, string>> = english
  const sources = [catalog[code]!, ...(Object.hasOwn(catalog, `${code}.hint`) ? [catalog[`${code}.hint`]!] : [])]
  const { message, hint } = englishFormatter.renderProblem({ code, params: createExampleParams(code, entry, sources) })
  return { code, meaning: entry.meaning, example: message, solution: [hint, entry.solution].filter(Boolean).join(' ') }
}

const meaningLoaders: Readonly<Record<TranslatedLanguage, () => Promise<Readonly<Record<string, string>>>>> = {
  de: async () => (await import('../de/meanings.ts')).meanings,
}

/** The meaning of a problem code, and its language. @internal */
export interface ProblemExplanation {
  readonly meaning: string
  /** The language, as a BCP 47 tag: English if the meaning is not translated. */
  readonly language: string
}

/**
 * Returns the meaning of a problem code in a language (`de-AT` uses `de`), or in English as a fallback. The first call
 * loads the translations.
 *
 * @returns `undefined` for a code that is not a built-in problem.
 * @internal
 */
export async function readProblemMeaning(
  requestedCode: string,
  language: string,
): Promise<ProblemExplanation | undefined> {
  const code = getCurrentCode(requestedCode)
  if (!Object.hasOwn(problemReference, code)) return undefined
  const translation = findTranslation(language)
  const meanings = translation ? await meaningLoaders[translation]() : {}
  if (translation && Object.hasOwn(meanings, code)) return { meaning: meanings[code]!, language: translation }
  return { meaning: getEntry(code as keyof typeof problemReference).meaning, language: 'en' }
}

function getEntry(code: keyof typeof problemReference): ReferenceEntry {
  const entry: string | ReferenceEntry = problemReference[code]
  return typeof entry === 'string' ? { meaning: entry } : entry
}
