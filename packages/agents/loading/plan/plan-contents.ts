import { message, type Message } from '@aw-flow/messages'
import type { Formats, Inspection, Opened, SourceFile } from '@aw-flow/engine'
import {
  warning,
  type Evidence,
  type FileFormat,
  type Layer,
  type LoadPlan,
  type Part,
  type Problem,
} from '@aw-flow/schema'
import { checkWidth } from './check-width.ts'
import { columnNames } from '../columns/column-names.ts'
import type { FilePlan } from './file-plan.ts'
import type { PlannedFile, PlanOptions } from './planned-file.ts'

/** For a look at samples, no more than so much of a packed file is unpacked. In bytes. */
const previewed = 4 * 1024 * 1024

/**
 * Plans a file that is packed or no plain text: takes off what is around it, chooses what is loaded of several entries,
 * sheets or tables, and has `planText` find the table in it where it is a text or a grid of cells. `undefined` for a
 * plain file.
 */
export async function planContents(
  file: SourceFile,
  formats: Formats,
  options: PlanOptions,
  planText: (file: SourceFile, options: PlanOptions) => Promise<PlannedFile>,
): Promise<PlannedFile | undefined> {
  const { overrides = {}, exact = false, signal } = options
  const found = await formats.inspect(file, { entry: overrides.entry, signal })
  if (found.unpack.length === 0 && (found.format === 'text' || found.format === undefined)) return undefined
  const first = exact ? undefined : previewed
  const opened = await formats.open(file, { ...found, part: overrides.part, first, signal, onRead: options.onRead })
  if (opened.kind === 'table') {
    checkWidth(file.name, opened.columns.length)
    const format = found.format === 'arrow' || found.format === 'sqlite' ? found.format : 'parquet'
    return { filePlan: complete(planTyped(opened, format), found, opened, overrides.part) }
  }
  const { as, cut, header } = opened
  const grid = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"' }
  // A sheet is named by its part; a number that is one is no table within it.
  const { table: _, ...ofSheet } = overrides
  const settled = as === 'any' ? overrides : { ...(overrides.part === undefined ? overrides : ofSheet), ...grid }
  const planned = await planText(opened.file, { ...options, overrides: settled, as, cut, header })
  if (!planned.filePlan) return planned
  const { filePlan } = planned
  return { filePlan: complete(as === 'any' ? filePlan : withoutText(filePlan), found, opened, overrides.part) }
}

/** How cells were written down on their way was nobody's decision. */
function withoutText(filePlan: FilePlan): FilePlan {
  const { plan, others } = filePlan
  const evidence = plan.evidence.filter(({ decision }) => decision !== 'encoding' && decision !== 'dialect')
  return {
    ...filePlan,
    plan: { ...plan, evidence },
    others: others.map(({ reason, make }) => ({ reason, make: () => withoutText(make()) })),
  }
}

/** A table with types of its own is loaded as it is. */
function planTyped({ columns }: Extract<Opened, { kind: 'table' }>, format: FileFormat): FilePlan {
  const names = columnNames(columns.map(({ name }) => name))
  const plan: LoadPlan = {
    format,
    encoding: 'utf-8',
    skippedLines: 0,
    headerLines: 0,
    columns: columns.map(({ type }, index) => ({ ...(names[index] as { name: string }), type, nulls: [] })),
    evidence: [],
  }
  return { plan, warnings: [], others: [] }
}

/** Adds to a plan, and to those that may follow it, where in the file it reads. */
function complete(made: FilePlan, found: Inspection, opened: Opened, asked: string | undefined): FilePlan {
  const { unpack, format, entries, parts } = found
  const where = {
    ...(unpack.length > 0 ? { unpack } : {}),
    ...(opened.part === undefined ? {} : { part: opened.part }),
    ...(format === 'text' || format === undefined || made.plan.format === 'empty' ? {} : { format }),
  }
  const evidence = explain(found, opened, asked !== undefined)
  const place = (one: FilePlan): FilePlan => ({
    ...one,
    plan: { ...one.plan, ...where, evidence: [...evidence, ...one.plan.evidence] },
  })
  return {
    ...place(made),
    warnings: [...opened.problems, ...choiceWarnings(found, opened), ...made.warnings],
    others: made.others.map(({ reason, make }) => ({ reason, make: () => place(make()) })),
    ...(entries.length > 1 ? { entries } : {}),
    ...(parts.length > 1 ? { parts } : {}),
  }
}

function explain({ unpack, format, parts }: Inspection, opened: Opened, wasAsked: boolean): Evidence[] {
  const evidence = (decision: string, value: string, reason: Message, others: readonly Part[] = []): Evidence => ({
    decision,
    value,
    confidence: 1,
    reason,
    runnersUp: others.slice(0, 5).map(({ name }) => ({ value: name, score: 0 })),
  })
  const layers = unpack.map((layer) =>
    evidence(
      'unpack',
      layerName(layer),
      'entry' in layer
        ? message('loading.unpack-entry', { kind: layer.kind, entry: layer.entry })
        : message('loading.unpack', { kind: layer.kind }),
    ),
  )
  const isKnown = format !== undefined && format !== 'text'
  return [
    ...layers,
    ...(isKnown ? [evidence('format', format, message('loading.format-signature', {}))] : []),
    ...(opened.part === undefined || parts.length < 2
      ? []
      : [
          evidence(
            'part',
            opened.part,
            wasAsked ? message('loading.specified', {}) : message('loading.part-largest', {}),
            parts.filter(({ name }) => name !== opened.part),
          ),
        ]),
  ]
}

const layerName = (layer: Layer): string => ('entry' in layer ? `${layer.kind}: ${layer.entry}` : layer.kind)

function choiceWarnings({ unpack, entries, parts }: Inspection, opened: Opened): Problem[] {
  const problems: Problem[] = []
  const chosen = unpack.findLast((layer) => 'entry' in layer)
  const warn = (code: 'load.other-entries' | 'load.other-parts', name: string, others: readonly Part[]): void => {
    if (others.length > 0) problems.push(warning(code, { chosen: name, others: others.slice(0, 6).map(partName) }))
  }
  if (chosen && 'entry' in chosen)
    warn(
      'load.other-entries',
      chosen.entry,
      entries.filter(({ name }) => unpack.every((layer) => !('entry' in layer) || layer.entry !== name)),
    )
  if (opened.part !== undefined)
    warn(
      'load.other-parts',
      opened.part,
      parts.filter(({ name }) => name !== opened.part),
    )
  return problems
}

const partName = ({ name, hidden }: Part): Message =>
  hidden ? message('loading.part-hidden', { name }) : message('loading.part', { name })
