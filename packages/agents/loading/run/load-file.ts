import { message, type Message, type Text } from '@aw-flow/messages'
import {
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  TablesError,
  type LoadedTable,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import {
  error,
  getHint,
  getProblemText,
  defined,
  type LoadPlan,
  type LoadReport,
  type Problem,
  type TableRef,
} from '@aw-flow/schema'
import { toCanonicalJson, type Attempt, type SavedLoadPlan } from '@aw-flow/schema/internal'
import { getElapsedMs } from '../../elapsed-ms.ts'
import { correctPlan } from '../plan/correct-plan.ts'
import { describeDelimiter } from '../dialect/detect-dialect.ts'
import type { FilePlan, LoadOverrides, AlternativePlan } from '../plan/file-plan.ts'
import { addEstimates, type OnLoadProgress } from './load-progress.ts'
import { createLoadReport } from './create-load-report.ts'
import { planLoad } from '../plan/plan-load.ts'
import type { UnreadableFile } from '../plan/planned-file.ts'
import { planNextFile, type PlannedNextFile } from '../plan/plan-next-file.ts'

/**
 * Options for loading a file.
 *
 * @internal
 */
export interface LoadFileOptions {
  tables: Tables
  /** ID of the new table. */
  id: string
  overrides?: LoadOverrides
  /** A plan that was saved for this file or an earlier one; see `planNextFile`. */
  saved?: SavedLoadPlan
  /** Maximum number of attempts after the first one. */
  maxRetries: number
  signal?: AbortSignal
  onProgress?: OnLoadProgress
  /** Returns the time of a monotonic clock in milliseconds. */
  elapsed?: () => number
}

/** Maximum fraction of rejected records. If it is exceeded, an alternative plan is tried. */
const maxRejectedFraction = 0.1

/**
 * Loads any file as a table. Plans the load based on samples, loads the file with `tables`, checks the counts of
 * invalid cells and rejected records, and retries up to `maxRetries` times with a corrected or alternative plan. The
 * report lists rejected records and invalid cells.
 *
 * @returns The table and the report on the load.
 * @throws A permanent `NodeError` if no reader can read the file. The error's report lists all attempts.
 * @internal
 */
export async function loadFile(
  file: SourceFile,
  options: LoadFileOptions,
): Promise<{ table: TableRef; report: LoadReport }> {
  const { tables, overrides = {}, signal } = options
  const now = options.elapsed ?? (() => performance.now())
  const loadStartMs = now()
  const planAndLoad = async (verify: boolean): Promise<{ plannedFile: SuccessfulPlan; outcome: Outcome }> => {
    const onRead = (bytesRead: number): void => options.onProgress?.(Math.min(bytesRead, file.size), file.size, 'bytes')
    const planOptions = defined({ overrides, exact: true, verify, formats: tables.formats, onRead, signal })
    const plannedFile: PlannedNextFile = options.saved
      ? await planNextFile(file, options.saved, planOptions).catch((cause: unknown) => throwPlanningError(file, cause))
      : await planLoad(file, planOptions).catch((cause: unknown) => throwPlanningError(file, cause))
    if (!plannedFile.filePlan) throw createNoReaderError(file, plannedFile.unreadable, getElapsedMs(loadStartMs, now()))
    return { plannedFile, outcome: await tryPlans(file, plannedFile.filePlan, options, now) }
  }
  // The load verifies assumptions that are based on samples. If one does not hold, the load is planned again based on
  // the entire file.
  const { plannedFile: planned, outcome } = await planAndLoad(false).catch((cause: unknown) => {
    if (contradictsSample(cause)) return planAndLoad(true)
    throw cause
  })
  const { plan, loadedTable: loaded, attempts, warnings } = outcome
  const report = await createLoadReport(tables, file, plan, loaded, attempts, warnings, signal)
  const { entries, parts } = planned.filePlan
  return {
    table: loaded.table,
    report: { ...report, ...defined({ entries, parts, drift: planned.drift }) },
  }
}

type SuccessfulPlan = Extract<PlannedNextFile, { filePlan: FilePlan }>

const contradictsSample = (cause: unknown): boolean =>
  cause instanceof TablesError && /^load\.other-(encoding|keys)$/.test(cause.problem.code)

interface Outcome {
  plan: LoadPlan
  loadedTable: LoadedTable
  attempts: Attempt[]
  warnings: Problem[]
}

/** The next attempt to load the file. */
interface NextAttempt {
  action: Message
  filePlan: FilePlan
  /** Whether to load into a second table that replaces the first one only if the result is better. */
  isAlternative: boolean
}

/** Returns the ID of the second table, which an alternative plan is loaded into. */
const getAlternativeId = (id: string): string => `${id}-alternative`

async function tryPlans(
  file: SourceFile,
  firstPlan: FilePlan,
  options: LoadFileOptions,
  now: () => number,
): Promise<Outcome> {
  const { tables, id, maxRetries, signal } = options
  const onProgress = options.onProgress && (await addEstimates(options.onProgress, file, firstPlan.plan, now))
  const attempts: Attempt[] = []
  const triedPlans = new Set<string>()
  const declaredColumns = (options.overrides?.columns ?? []).filter(({ type }) => type !== undefined)
  const declaredNames = new Set(declaredColumns.map(({ name }) => name))
  const alternatives: AlternativePlan[] = [...firstPlan.alternatives]
  let nextAttempt: NextAttempt | undefined = {
    action: describeAction(firstPlan.plan),
    filePlan: firstPlan,
    isAlternative: false,
  }
  let bestOutcome: Omit<Outcome, 'attempts'> | undefined
  let failure: TablesError | undefined
  while (nextAttempt && attempts.length <= maxRetries) {
    signal?.throwIfAborted()
    const { action, filePlan, isAlternative }: NextAttempt = nextAttempt
    nextAttempt = undefined
    triedPlans.add(toCanonicalJson(filePlan.plan))
    const startMs = now()
    const remainingRetries = maxRetries - attempts.length
    const recordAttempt = (success: boolean, reason: Text): void => {
      attempts.push({ attempt: attempts.length + 1, action, success, reason, ms: getElapsedMs(startMs, now()) })
    }
    let loadedTable: LoadedTable
    try {
      loadedTable = await tables.load(file, filePlan.plan, {
        id: isAlternative ? getAlternativeId(id) : id,
        ...(firstPlan.isSampled && !bestOutcome ? { isSampled: true } : {}),
        ...defined({ signal, onProgress }),
      })
    } catch (cause) {
      if (!(cause instanceof TablesError) || contradictsSample(cause)) throw cause
      failure = cause
      recordAttempt(false, getProblemText(cause.problem))
      // After running out of memory, an alternative could only succeed by reading fewer cells, so none is tried.
      nextAttempt =
        cause.problem.code === 'tables.out-of-memory'
          ? undefined
          : createAlternativeAttempt(alternatives, triedPlans, getProblemText(cause.problem), isAlternative)
      continue
    }
    signal?.throwIfAborted()
    if (isAlternative && bestOutcome) {
      if (!isBetter(loadedTable, bestOutcome.loadedTable)) {
        await tables.drop(loadedTable.table.id)
        recordAttempt(false, message('loading.no-better', { outcome: describeOutcome(loadedTable) }))
        nextAttempt =
          remainingRetries > 0
            ? createAlternativeAttempt(alternatives, triedPlans, message('loading.no-improvement', {}), true)
            : undefined
        continue
      }
      loadedTable = { ...loadedTable, table: await moveTable(tables, loadedTable.table, id, signal) }
    }
    bestOutcome = { plan: filePlan.plan, loadedTable, warnings: filePlan.warnings }
    const correction =
      remainingRetries > 0 ? correctPlan(filePlan.plan, loadedTable, remainingRetries === 1, declaredNames) : undefined
    if (correction) {
      recordAttempt(false, correction.reason)
      nextAttempt = {
        action: message('loading.try-types', {}),
        filePlan: {
          ...filePlan,
          plan: correction.plan,
          warnings: [
            ...filePlan.warnings.filter(
              ({ code, where }) =>
                !code.startsWith('load.ambiguous-') || !correction.resolvedColumns.includes(where?.column ?? ''),
            ),
            ...correction.warnings,
          ],
        },
        isAlternative: false,
      }
    } else if (remainingRetries > 0 && computeRejectedFraction(loadedTable) > maxRejectedFraction) {
      nextAttempt = createAlternativeAttempt(
        alternatives,
        triedPlans,
        message('loading.records-rejected', { rejects: loadedTable.rejects }),
        true,
      )
      recordAttempt(nextAttempt === undefined, describeOutcome(loadedTable))
    } else recordAttempt(true, describeOutcome(loadedTable))
  }
  if (bestOutcome) return { ...bestOutcome, attempts }
  throw createUnreadableError(file, failure, attempts)
}

/**
 * Returns whether an alternative rejects a smaller fraction of the records without reading fewer cells. The number of
 * cells matters because a delimiter that splits no line rejects no record either.
 */
const isBetter = (alternative: LoadedTable, best: LoadedTable): boolean =>
  computeRejectedFraction(alternative) < computeRejectedFraction(best) && countCells(alternative) >= countCells(best)

const countCells = ({ table, columns }: LoadedTable): number => table.rows * columns.length

const computeRejectedFraction = ({ rejects, table }: LoadedTable): number => rejects / Math.max(1, table.rows + rejects)

async function moveTable(tables: Tables, source: TableRef, id: string, signal?: AbortSignal): Promise<TableRef> {
  const table = await tables.create(
    sql`SELECT * FROM ${quoteIdentifier(tableName(source.id))} ORDER BY rowid`,
    defined({ id, signal }),
  )
  await tables.drop(source.id)
  return table
}

function createAlternativeAttempt(
  alternatives: AlternativePlan[],
  triedPlans: Set<string>,
  reason: Text,
  isAlternative: boolean,
): NextAttempt | undefined {
  for (let alternative = alternatives.shift(); alternative; alternative = alternatives.shift()) {
    const filePlan = createPlan(alternative)
    if (filePlan && !triedPlans.has(toCanonicalJson(filePlan.plan)))
      return { action: message('loading.try-because', { action: alternative.reason, reason }), filePlan, isAlternative }
  }
  return undefined
}

/** Creates an alternative plan. Returns `undefined` if that fails, for example because of too many columns. */
function createPlan(alternative: AlternativePlan): FilePlan | undefined {
  try {
    return alternative.createPlan()
  } catch (cause) {
    if (cause instanceof TablesError) return undefined
    throw cause
  }
}

function describeAction({ format, part, dialect, encoding, columns }: LoadPlan): Message {
  if (format === 'empty') return message('loading.try-empty', {})
  if (format === 'csv')
    return message('loading.try-text', {
      encoding,
      delimiter: describeDelimiter(dialect?.delimiter ?? ','),
      columns: columns.length,
    })
  const params = { format: message('file.format-name', { format }), columns: columns.length }
  return part === undefined ? message('loading.try-format', params) : message('loading.try-part', { ...params, part })
}

const describeOutcome = ({ table, rejects, columns }: LoadedTable): Message =>
  message('loading.outcome', {
    rows: table.rows,
    columns: table.columns.length,
    rejects,
    cells: columns.reduce((sum, column) => sum + column.badCells, 0),
  })

/**
 * Creates the error for a file that no reader can read. It states the reason for each reader.
 *
 * @param ms Duration of the inspection in milliseconds.
 */
export function createNoReaderError(file: SourceFile, unreadable: UnreadableFile, ms: number): NodeError {
  const attempts: Attempt[] = unreadable.readers.map(({ action, reason }, index) => ({
    attempt: index + 1,
    action,
    success: false,
    reason,
    ms: index === 0 ? ms : 0,
  }))
  const problem = error(
    'load.no-reader',
    { file: file.name, kind: unreadable.kind, seen: unreadable.evidence, next: unreadable.nextStep },
    { where: defined({ file: file.name, line: unreadable.line }) },
  )
  return new NodeError('permanent', problem, {
    agentRetries: attempts.length - 1,
    report: { kind: 'load', report: { file: file.name, size: file.size, attempts, warnings: [problem] } },
  })
}

/**
 * Throws a `NodeError` if the load could not be planned because the file is damaged, encrypted, or too large when
 * unpacked. Rethrows any other error.
 */
function throwPlanningError(file: SourceFile, cause: unknown): never {
  if (!(cause instanceof TablesError)) throw cause
  const { problem } = cause
  const report = { file: file.name, size: file.size, attempts: [], warnings: [problem] }
  throw new NodeError('permanent', problem, { agentRetries: 0, report: { kind: 'load', report }, cause })
}

function createUnreadableError(file: SourceFile, failure: TablesError | undefined, attempts: Attempt[]): NodeError {
  const problem = error(
    'load.unreadable',
    {
      file: file.name,
      attempts: attempts.length,
      reason: failure ? getProblemText(failure.problem) : message('loading.no-attempts', {}),
      next: failure ? getHint(failure.problem) : message('loading.raise-retries', {}),
    },
    { where: { file: file.name } },
  )
  return new NodeError('permanent', problem, {
    agentRetries: Math.max(0, attempts.length - 1),
    report: { kind: 'load', report: { file: file.name, size: file.size, attempts, warnings: [problem] } },
    ...defined({ cause: failure }),
  })
}
