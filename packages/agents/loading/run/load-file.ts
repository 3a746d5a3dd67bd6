import { message, type Message, type Text } from '@aw-flow/messages'
import {
  name,
  NodeError,
  sql,
  tableName,
  TablesError,
  type LoadedTable,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import {
  canonicalJson,
  error,
  hintOf,
  textOf,
  type Attempt,
  type LoadPlan,
  type LoadReport,
  type Problem,
  type SavedLoadPlan,
  type TableRef,
} from '@aw-flow/schema'
import { spentMs } from '../../spent-ms.ts'
import { correctPlan } from '../plan/correct-plan.ts'
import { delimiterName } from '../detect/detect-dialect.ts'
import type { FilePlan, LoadOverrides, AlternativePlan } from '../plan/file-plan.ts'
import { withEstimates, type OnLoadProgress } from './load-progress.ts'
import { loadReport } from './load-report.ts'
import { planLoad } from '../plan/plan-load.ts'
import type { RefusedFile } from '../plan/planned-file.ts'
import { planNextFile, type PlannedNextFile } from '../plan/plan-next-file.ts'

export interface LoadFileOptions {
  tables: Tables
  /** The new table's identity. */
  id: string
  overrides?: LoadOverrides
  /** A plan that a person has kept, for this file or one before it; `planNextFile` says how it is used. */
  saved?: SavedLoadPlan
  /** Attempts after the first. */
  maxRetries: number
  signal?: AbortSignal
  onProgress?: OnLoadProgress
  /** Milliseconds on a clock that never goes back. */
  elapsed?: () => number
}

/** More rejected records than this share, and another plan is tried where there is one. */
const manyRejects = 0.1

/**
 * Loads a file of which nothing is known: makes a plan from samples, lets the tables port carry it out, looks at what
 * came out over all rows, and tries again with a plan that differs and says why, up to `maxRetries` times. What does not
 * fit is kept in the report. Throws a `NodeError` ('permanent') when no reader takes the file; every reader that was
 * asked stands in its attempts.
 */
export async function loadFile(
  file: SourceFile,
  options: LoadFileOptions,
): Promise<{ table: TableRef; report: LoadReport }> {
  const { tables, overrides = {}, signal } = options
  const elapsed = options.elapsed ?? (() => performance.now())
  const began = elapsed()
  const made = async (prove: boolean): Promise<{ planned: Planned; outcome: Outcome }> => {
    const onRead = (end: number): void => options.onProgress?.(Math.min(end, file.size), file.size, 'bytes')
    const planOptions = {
      overrides,
      exact: true,
      prove,
      formats: tables.formats,
      onRead,
      ...(signal ? { signal } : {}),
    }
    const planned: PlannedNextFile = options.saved
      ? await planNextFile(file, options.saved, planOptions).catch((cause: unknown) => failed(file, cause))
      : await planLoad(file, planOptions).catch((cause: unknown) => failed(file, cause))
    if (!planned.filePlan) throw refusal(file, planned.refused, spentMs(began, elapsed()))
    return { planned, outcome: await tryPlans(file, planned.filePlan, options, elapsed) }
  }
  // That all of a file is as its samples is proven by loading it. Where it is not, the plan is made of all of it.
  const { planned, outcome } = await made(false).catch((cause: unknown) => {
    if (isOtherThanSampled(cause)) return made(true)
    throw cause
  })
  const { plan, loaded, attempts, warnings } = outcome
  const report = await loadReport(tables, file, plan, loaded, attempts, warnings, signal)
  const { entries, parts } = planned.filePlan
  return {
    table: loaded.table,
    report: {
      ...report,
      ...(entries ? { entries } : {}),
      ...(parts ? { parts } : {}),
      ...(planned.drift ? { drift: planned.drift } : {}),
    },
  }
}

type Planned = Extract<PlannedNextFile, { filePlan: FilePlan }>

const isOtherThanSampled = (cause: unknown): boolean =>
  cause instanceof TablesError && /^load\.other-(encoding|keys)$/.test(cause.problem.code)

interface Outcome {
  plan: LoadPlan
  loaded: LoadedTable
  attempts: Attempt[]
  warnings: Problem[]
}

interface Try {
  action: Message
  filePlan: FilePlan
  /** Loaded beside the table that is there, which it replaces only when it is better. */
  beside: boolean
}

async function tryPlans(
  file: SourceFile,
  first: FilePlan,
  options: LoadFileOptions,
  elapsed: () => number,
): Promise<Outcome> {
  const { tables, id, maxRetries, signal } = options
  const onProgress = options.onProgress && (await withEstimates(options.onProgress, file, first.plan, elapsed))
  const attempts: Attempt[] = []
  const tried = new Set<string>()
  const others: AlternativePlan[] = [...first.alternatives]
  let next: Try | undefined = { action: actionOf(first.plan), filePlan: first, beside: false }
  let best: Omit<Outcome, 'attempts'> | undefined
  let failure: TablesError | undefined
  while (next && attempts.length <= maxRetries) {
    signal?.throwIfAborted()
    const { action, filePlan, beside }: Try = next
    next = undefined
    tried.add(canonicalJson(filePlan.plan))
    const started = elapsed()
    const left = maxRetries - attempts.length
    const note = (success: boolean, reason: Text): void => {
      attempts.push({ attempt: attempts.length + 1, action, success, reason, ms: spentMs(started, elapsed()) })
    }
    let loaded: LoadedTable
    try {
      loaded = await tables.load(file, filePlan.plan, {
        id: beside ? `${id}-beside` : id,
        ...(first.isSampled && !best ? { isSampled: true } : {}),
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
      })
    } catch (cause) {
      if (!(cause instanceof TablesError) || isOtherThanSampled(cause)) throw cause
      failure = cause
      note(false, textOf(cause.problem))
      next = takeOther(others, tried, textOf(cause.problem), beside)
      continue
    }
    if (beside && best) {
      if (rejectedShare(loaded) >= rejectedShare(best.loaded)) {
        await tables.drop(loaded.table.id)
        note(false, message('loading.no-better', { outcome: outcomeOf(loaded) }))
        next = left > 0 ? takeOther(others, tried, message('loading.was-no-better', {}), true) : undefined
        continue
      }
      loaded = { ...loaded, table: await moveTable(tables, loaded.table, id, signal) }
    }
    best = { plan: filePlan.plan, loaded, warnings: filePlan.warnings }
    const correction = left > 0 ? correctPlan(filePlan.plan, loaded, left === 1) : undefined
    if (correction) {
      note(false, correction.reason)
      next = {
        action: message('loading.try-types', {}),
        filePlan: {
          ...filePlan,
          plan: correction.plan,
          warnings: [
            ...filePlan.warnings.filter(
              ({ code, where }) =>
                !code.startsWith('load.ambiguous-') || !correction.resolved.includes(where?.column ?? ''),
            ),
            ...correction.warnings,
          ],
        },
        beside: false,
      }
    } else if (left > 0 && rejectedShare(loaded) > manyRejects) {
      next = takeOther(others, tried, message('loading.records-rejected', { rejects: loaded.rejects }), true)
      note(next === undefined, outcomeOf(loaded))
    } else note(true, outcomeOf(loaded))
  }
  if (best) return { ...best, attempts }
  throw unreadable(file, failure, attempts)
}

const rejectedShare = ({ rejects, table }: LoadedTable): number => rejects / Math.max(1, table.rows + rejects)

async function moveTable(tables: Tables, from: TableRef, id: string, signal?: AbortSignal): Promise<TableRef> {
  const table = await tables.create(sql`SELECT * FROM ${name(tableName(from.id))} ORDER BY rowid`, {
    id,
    ...(signal ? { signal } : {}),
  })
  await tables.drop(from.id)
  return table
}

function takeOther(others: AlternativePlan[], tried: Set<string>, because: Text, beside: boolean): Try | undefined {
  for (let other = others.shift(); other; other = others.shift()) {
    const filePlan = makeOther(other)
    if (filePlan && !tried.has(canonicalJson(filePlan.plan)))
      return { action: message('loading.try-because', { action: other.reason, reason: because }), filePlan, beside }
  }
  return undefined
}

/** `undefined` where the other way to read the file makes no table: of too many columns, say. */
function makeOther(other: AlternativePlan): FilePlan | undefined {
  try {
    return other.make()
  } catch (cause) {
    if (cause instanceof TablesError) return undefined
    throw cause
  }
}

function actionOf({ format, part, dialect, encoding, columns }: LoadPlan): Message {
  if (format === 'empty') return message('loading.try-empty', {})
  if (format === 'csv')
    return message('loading.try-text', {
      encoding,
      delimiter: delimiterName(dialect?.delimiter ?? ','),
      columns: columns.length,
    })
  const params = { format: message('file.format-name', { format }), columns: columns.length }
  return part === undefined ? message('loading.try-format', params) : message('loading.try-part', { ...params, part })
}

const outcomeOf = ({ table, rejects, columns }: LoadedTable): Message =>
  message('loading.outcome', {
    rows: table.rows,
    columns: table.columns.length,
    rejects,
    cells: columns.reduce((sum, column) => sum + column.badCells, 0),
  })

/**
 * The error of a file that no reader can read, with the reason of each reader.
 *
 * @param ms Time that the inspection took.
 */
export function refusal(file: SourceFile, refused: RefusedFile, ms: number): NodeError {
  const attempts: Attempt[] = refused.readers.map(({ action, reason }, index) => ({
    attempt: index + 1,
    action,
    success: false,
    reason,
    ms: index === 0 ? ms : 0,
  }))
  const problem = error(
    'load.no-reader',
    { file: file.name, kind: refused.kind, seen: refused.seen, next: refused.next },
    { where: { file: file.name, ...(refused.line === undefined ? {} : { line: refused.line }) } },
  )
  return new NodeError('permanent', problem, {
    agentRetries: attempts.length - 1,
    report: { kind: 'load', report: { file: file.name, size: file.size, attempts, warnings: [problem] } },
  })
}

/** A file that is damaged, encrypted or unpacks to too much is refused before any attempt. */
function failed(file: SourceFile, cause: unknown): never {
  if (!(cause instanceof TablesError)) throw cause
  const { problem } = cause
  const report = { file: file.name, size: file.size, attempts: [], warnings: [problem] }
  throw new NodeError('permanent', problem, { agentRetries: 0, report: { kind: 'load', report }, cause })
}

function unreadable(file: SourceFile, failure: TablesError | undefined, attempts: Attempt[]): NodeError {
  const problem = error(
    'load.unreadable',
    {
      file: file.name,
      attempts: attempts.length,
      reason: failure ? textOf(failure.problem) : message('loading.no-attempts', {}),
      next: failure ? hintOf(failure.problem) : message('loading.raise-retries', {}),
    },
    { where: { file: file.name } },
  )
  return new NodeError('permanent', problem, {
    agentRetries: Math.max(0, attempts.length - 1),
    report: { kind: 'load', report: { file: file.name, size: file.size, attempts, warnings: [problem] } },
    ...(failure ? { cause: failure } : {}),
  })
}
