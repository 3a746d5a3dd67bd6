import { english, englishFormatter } from '../catalogs.ts'
import { findTranslation, type TranslatedLanguage } from '../languages.ts'
import version01Codes from './version-01-codes.json' with { type: 'json' }
import { explanations } from './explanations.ts'
import type { Area, ReferenceEntry } from './reference-entry.ts'
import { createExampleParams } from './sample-params.ts'

/** Explanations, keyed by problem code. The keys are the codes that `error`, `warning` and `info` accept. @internal */
export const problemReference: Readonly<Record<string, ReferenceEntry>> = Object.assign(
  {},
  ...Object.values(explanations),
)

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

const createPage = (name: string, title: string, introduction: string, ...areas: readonly Area[]): ReferencePage => ({
  name,
  title,
  introduction,
  codes: areas.flatMap((area) => Object.keys(explanations[area])).sort(),
})

/** The pages of the reference with the codes that they explain. @internal */
export const referencePages: readonly ReferencePage[] = [
  createPage('document', 'Workflow documents', 'Reading, changing and merging workflows.', 'document'),
  createPage('run', 'Runs', 'Planning and running workflows, resuming and forking runs, and approvals.', 'run'),
  createPage(
    'expressions',
    'Expressions and SQL statements',
    'Errors in expressions, and checks of SQL statements before they run.',
    'expressions',
  ),
  createPage('tables', 'Tables', 'DuckDB errors, and writing tables to files.', 'tables'),
  createPage(
    'loading',
    'Loading files',
    'The Load node, `aw load`, and files that are added in the studio.',
    'loading',
  ),
  createPage('preparing', 'Preparing tables', 'The Prepare node, `aw prepare`, and language models.', 'preparing'),
  createPage('checking', 'Schemas and validation', 'The Validate node and `aw validate`.', 'checking'),
  createPage(
    'agents',
    'Agents',
    'The Agent node, language models, and nodes that process rows with a language model.',
    'agents',
  ),
  createPage('nodes', 'Nodes', 'All other built-in nodes, from Aggregate to Webhook.', 'nodes'),
  createPage(
    'outside',
    'Network, databases, mail and files',
    'Access from runs to other systems, and secrets.',
    'outside',
  ),
  createPage('page', 'Editor', 'The editor in a page, its storage and its engine.', 'page'),
  createPage(
    'server',
    'Server',
    'The HTTP API, environment variables, runs on a server, and backups.',
    'server',
    'httpApi',
    'serverProcess',
  ),
  createPage('command-line', 'Command line', 'Arguments of `aw`, and the files it reads and writes.', 'commandLine'),
]

/** Returns the current name of a code that version 0.1 stored under a different name. */
const getCurrentCode = (code: string): string =>
  Object.hasOwn(version01Codes, code) ? version01Codes[code as keyof typeof version01Codes] : code

/**
 * Explains a problem code. A code of version 0.1 that has been renamed is explained by its current one.
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
  const entry = problemReference[code]!
  const sources = [english[code]!, ...(Object.hasOwn(english, `${code}.hint`) ? [english[`${code}.hint`]!] : [])]
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
  return { meaning: problemReference[code]!.meaning, language: 'en' }
}
