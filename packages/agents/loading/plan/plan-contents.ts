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
    warnings: [...opened.problems, ...tellChoices(found, opened), ...made.warnings],
    others: made.others.map(({ reason, make }) => ({ reason, make: () => place(make()) })),
    ...(entries.length > 1 ? { entries } : {}),
    ...(parts.length > 1 ? { parts } : {}),
  }
}

function explain({ unpack, format, parts }: Inspection, opened: Opened, wasAsked: boolean): Evidence[] {
  const evidence = (decision: string, value: string, reason: string, others: readonly Part[] = []): Evidence => ({
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
        ? `It is a ${layer.kind} archive; \`${layer.entry}\` in it is read.`
        : `It is a ${layer.kind} archive.`,
    ),
  )
  const isKnown = format !== undefined && format !== 'text'
  return [
    ...layers,
    ...(isKnown ? [evidence('format', format, 'It begins as files of this format do.')] : []),
    ...(opened.part === undefined || parts.length < 2
      ? []
      : [
          evidence(
            'part',
            opened.part,
            wasAsked ? 'It was given.' : 'It is the largest, or the first that comes near it, and not hidden.',
            parts.filter(({ name }) => name !== opened.part),
          ),
        ]),
  ]
}

const layerName = (layer: Layer): string => ('entry' in layer ? `${layer.kind}: ${layer.entry}` : layer.kind)

function tellChoices({ unpack, entries, parts }: Inspection, opened: Opened): Problem[] {
  const problems: Problem[] = []
  const chosen = unpack.findLast((layer) => 'entry' in layer)
  const tell = (code: string, taken: string, others: readonly Part[], setting: string): void => {
    if (others.length === 0) return
    const names = others.slice(0, 5).map(({ name, hidden }) => `\`${name}\`${hidden ? ' (hidden)' : ''}`)
    const rest = others.length > names.length ? ` and ${others.length - names.length} more` : ''
    problems.push(
      warning(code, `The table is made of \`${taken}\`; not of ${names.join(', ')}${rest}.`, {
        hint: `To load another one, name it in the setting ${setting}.`,
      }),
    )
  }
  if (chosen && 'entry' in chosen)
    tell(
      'load.other-entries',
      chosen.entry,
      entries.filter(({ name }) => unpack.every((layer) => !('entry' in layer) || layer.entry !== name)),
      'Entry',
    )
  if (opened.part !== undefined)
    tell(
      'load.other-parts',
      opened.part,
      parts.filter(({ name }) => name !== opened.part),
      'Part',
    )
  return problems
}
