import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { hasGroupedNumbers, localizeCell } from '../../views/localize-number.ts'
import { readRows } from '../../views/read-rows.ts'

/** Sample values as a single string per column, keyed by column name. */
export type ColumnSamples = ReadonlyMap<string, string>

/** Loads sample values for the columns of an input, by default the first connected input. @public */
export type LoadColumnSamples = (input: string | undefined) => Promise<ColumnSamples>

const sampleRowCount = 20
const maxColumns = 500
const maxSampleValues = 3
const maxValueLength = 24

const noSamples: ColumnSamples = new Map()

/**
 * Creates a function that loads sample values by previewing the nodes connected to a node's inputs, or returns
 * `undefined` if the session does not support previews. Inputs whose source node cannot be previewed have no samples.
 *
 * @param language - The language used to format numbers (a BCP 47 tag). Default: English.
 *
 * @beta
 */
export function createSampleLoader(
  session: WorkflowSession,
  nodeId: string,
  language?: string,
): LoadColumnSamples | undefined {
  const { assistant, document, tables } = session
  if (!assistant) return undefined
  const promisesByInput = new Map<string, Promise<ColumnSamples>>()

  const load = async (input: string | undefined): Promise<ColumnSamples> => {
    const edge = document.current.edges.find(
      ({ target, targetHandle }) => target === nodeId && (input === undefined || targetHandle === input),
    )
    const hasErrors = (problems: readonly Problem[] = []): boolean =>
      problems.some(({ severity }) => severity === 'error')
    if (!edge || hasErrors(document.description?.nodes[edge.source]?.problems)) return noSamples
    const preview = await assistant.previewNode(edge.source)
    if (!preview.ok || preview.value.state !== 'completed') return noSamples
    const { outputs } = preview.value
    const value = edge.sourceHandle ? outputs[edge.sourceHandle] : Object.values(outputs)[0]
    if (value?.kind !== 'table') return noSamples
    const page = await tables.page({ table: value.table, offset: 0, limit: sampleRowCount })
    if (!page.ok) return noSamples
    const rows = readRows(page.value, maxColumns)
    return new Map(
      value.table.columns.slice(0, maxColumns).map(({ name, type }, index) => [
        name,
        formatSamples(
          rows.map((row) => row[index]),
          (cell, shouldGroupFourDigits) => localizeCell(cell, type, language, shouldGroupFourDigits),
        ),
      ]),
    )
  }

  return (input) => {
    const key = input ?? ''
    const existingPromise = promisesByInput.get(key)
    if (existingPromise) return existingPromise
    const samplesPromise = load(input).catch(() => noSamples)
    promisesByInput.set(key, samplesPromise)
    return samplesPromise
  }
}

/** Joins the first few distinct values of a column into one string. */
function formatSamples(
  cells: readonly (string | undefined)[],
  format: (cell: string, shouldGroupFourDigits: boolean) => string,
): string {
  const values = new Set<string>()
  const shouldGroupFourDigits = hasGroupedNumbers(cells)
  for (const cell of cells) {
    const value = cell && format(cell, shouldGroupFourDigits).replaceAll(/\s+/g, ' ').trim()
    if (value) values.add(value.length > maxValueLength ? `${value.slice(0, maxValueLength - 1)}…` : value)
    if (values.size === maxSampleValues) break
  }
  return [...values].join(' · ')
}
