import { message, type Message } from '@aw-flow/messages'
import type { Formats, Inspection, OpenedSource, SourceFile } from '@aw-flow/engine'
import { warning, defined, type LoadPlan, type Problem } from '@aw-flow/schema'
import type { Evidence, FileFormat, Layer, FilePart } from '@aw-flow/schema/internal'
import { checkColumnCount } from './check-column-count.ts'
import { createColumnNames } from '../columns/create-column-names.ts'
import type { FilePlan } from './file-plan.ts'
import type { PlannedFile, PlanOptions } from './planned-file.ts'

/** Maximum number of bytes to unpack for a preview. */
const maxPreviewBytes = 4 * 1024 * 1024

/**
 * Plans how to load a compressed file, an archive or a file in a binary format. Unpacks it, selects an entry, sheet or
 * table, and calls `planText` if the contents are text or a grid of cells. Returns `undefined` for a plain text file.
 */
export async function planContents(
  file: SourceFile,
  formats: Formats,
  options: PlanOptions,
  planText: (file: SourceFile, options: PlanOptions) => Promise<PlannedFile>,
): Promise<PlannedFile | undefined> {
  const { overrides = {}, exact = false, signal } = options
  const inspection = await formats.inspect(file, { entry: overrides.entry, signal })
  if (inspection.unpack.length === 0 && (inspection.format === 'text' || inspection.format === undefined))
    return undefined
  const maxBytes = exact ? undefined : maxPreviewBytes
  const openedSource = await formats.open(file, {
    ...inspection,
    part: overrides.part,
    maxBytes,
    signal,
    onRead: options.onRead,
  })
  if (openedSource.kind === 'table') {
    checkColumnCount(file.name, openedSource.columns.length)
    const format = inspection.format === 'arrow' || inspection.format === 'sqlite' ? inspection.format : 'parquet'
    return {
      filePlan: addLocation(file, planTypedTable(openedSource, format), inspection, openedSource, overrides.part),
    }
  }
  const { syntax, isTruncated, header } = openedSource
  const gridDialect = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"' }
  // For spreadsheets, `part` already selects the sheet, so `table` must not select a table within it.
  const { table: _, ...sheetOverrides } = overrides
  const textOverrides =
    syntax === 'any' ? overrides : { ...(overrides.part === undefined ? overrides : sheetOverrides), ...gridDialect }
  const plannedFile = await planText(openedSource.file, {
    ...options,
    overrides: textOverrides,
    syntax,
    isTruncated,
    header,
  })
  if (!plannedFile.filePlan) return plannedFile
  const { filePlan } = plannedFile
  return {
    filePlan: addLocation(
      file,
      syntax === 'any' ? filePlan : removeTextEvidence(filePlan),
      inspection,
      openedSource,
      overrides.part,
    ),
  }
}

/**
 * Removes the evidence about encoding and dialect, because they describe the intermediate text of a grid, not the file.
 */
function removeTextEvidence(filePlan: FilePlan): FilePlan {
  const { plan, alternatives } = filePlan
  const evidence = plan.evidence.filter(({ decision }) => decision !== 'encoding' && decision !== 'dialect')
  return {
    ...filePlan,
    plan: { ...plan, evidence },
    alternatives: alternatives.map(({ reason, createPlan }) => ({
      reason,
      createPlan: () => removeTextEvidence(createPlan()),
    })),
  }
}

/** Plans a table in a format that stores column types. */
function planTypedTable({ columns }: Extract<OpenedSource, { kind: 'table' }>, format: FileFormat): FilePlan {
  const names = createColumnNames(columns.map(({ name }) => name))
  const plan: LoadPlan = {
    format,
    encoding: 'utf-8',
    skippedLines: 0,
    headerLines: 0,
    columns: columns.map(({ type }, index) => ({ ...(names[index] as { name: string }), type, nulls: [] })),
    evidence: [],
  }
  return { plan, warnings: [], alternatives: [] }
}

/** Adds the table's location within the file (unpacking steps, part, format) to a plan and its alternatives. */
function addLocation(
  file: SourceFile,
  originalPlan: FilePlan,
  inspection: Inspection,
  openedSource: OpenedSource,
  requestedPart: string | undefined,
): FilePlan {
  const { unpack, format, entries, parts } = inspection
  const location = {
    ...(unpack.length > 0 ? { unpack } : {}),
    ...defined({ part: openedSource.part }),
    ...(format === 'text' || format === undefined || originalPlan.plan.format === 'empty' ? {} : { format }),
  }
  const evidence = createLocationEvidence(inspection, openedSource, requestedPart !== undefined)
  const withLocation = (filePlan: FilePlan): FilePlan => ({
    ...filePlan,
    plan: { ...filePlan.plan, ...location, evidence: [...evidence, ...filePlan.plan.evidence] },
  })
  return {
    ...withLocation(originalPlan),
    warnings: [
      ...openedSource.problems,
      ...createChoiceWarnings(file.name, inspection, openedSource),
      ...originalPlan.warnings,
    ],
    alternatives: originalPlan.alternatives.map(({ reason, createPlan }) => ({
      reason,
      createPlan: () => withLocation(createPlan()),
    })),
    ...(entries.length > 1 ? { entries } : {}),
    ...(parts.length > 1 ? { parts } : {}),
  }
}

function createLocationEvidence(
  { unpack, format, parts }: Inspection,
  openedSource: OpenedSource,
  isPartRequested: boolean,
): Evidence[] {
  const createEvidence = (
    decision: string,
    value: string,
    reason: Message,
    alternatives: readonly FilePart[] = [],
  ): Evidence => ({
    decision,
    value,
    confidence: 1,
    reason,
    runnersUp: alternatives.slice(0, 5).map(({ name }) => ({ value: name, score: 0 })),
  })
  const layers = unpack.map((layer) =>
    createEvidence(
      'unpack',
      formatLayer(layer),
      'entry' in layer
        ? message('loading.unpack-entry', { kind: layer.kind, entry: layer.entry })
        : message('loading.unpack', { kind: layer.kind }),
    ),
  )
  const hasKnownFormat = format !== undefined && format !== 'text'
  return [
    ...layers,
    ...(hasKnownFormat ? [createEvidence('format', format, message('loading.format-signature', {}))] : []),
    ...(openedSource.part === undefined || parts.length < 2
      ? []
      : [
          createEvidence(
            'part',
            openedSource.part,
            isPartRequested ? message('loading.specified', {}) : message('loading.part-largest', {}),
            parts.filter(({ name }) => name !== openedSource.part),
          ),
        ]),
  ]
}

const formatLayer = (layer: Layer): string => ('entry' in layer ? `${layer.kind}: ${layer.entry}` : layer.kind)

function createChoiceWarnings(file: string, inspection: Inspection, openedSource: OpenedSource): Problem[] {
  const { unpack, entries, moreEntries, parts } = inspection
  const problems: Problem[] = []
  const chosenLayer = unpack.findLast((layer) => 'entry' in layer)
  const addWarning = (
    code: 'load.other-entries' | 'load.other-parts',
    name: string,
    alternatives: readonly FilePart[],
  ): void => {
    if (alternatives.length > 0)
      problems.push(warning(code, { chosen: name, others: alternatives.slice(0, 6).map(describePart) }))
  }
  if (chosenLayer && 'entry' in chosenLayer)
    addWarning(
      'load.other-entries',
      chosenLayer.entry,
      entries.filter(({ name }) => unpack.every((layer) => !('entry' in layer) || layer.entry !== name)),
    )
  if (moreEntries) problems.push(warning('load.more-entries', { file, listed: entries.length, ...moreEntries }))
  if (openedSource.part !== undefined)
    addWarning(
      'load.other-parts',
      openedSource.part,
      parts.filter(({ name }) => name !== openedSource.part),
    )
  return problems
}

const describePart = ({ name, hidden }: FilePart): Message =>
  hidden ? message('loading.part-hidden', { name }) : message('loading.part', { name })
