import type { WorkflowSession } from '@aw-flow/client'
import type { Column, WorkflowEdge } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { readRows } from '../../views/read-rows.ts'

/** A column with some of its values, as text. */
export interface ColumnValues {
  readonly column: Column
  readonly values: readonly (string | undefined)[]
}

const sampleRowCount = 1_000
const maxColumns = 100
/** The minimum share of the distinct values of one column that the other must contain. */
const minOverlap = 0.6

/** Suggests the keys of a Join node from the values of its inputs. Returns `undefined` if no columns share enough values. */
export async function suggestJoinKeys(
  session: WorkflowSession,
  nodeId: string,
): Promise<{ left: string; right: string } | undefined> {
  const edges = session.document.current.edges.filter(({ target }) => target === nodeId)
  const [left, right] = ['left', 'right'].map((input) => edges.find(({ targetHandle }) => targetHandle === input))
  if (!left || !right) return undefined
  // The tables of a preview are dropped after further previews.
  const leftColumns = await loadColumnValues(session, left)
  return findMatchingColumns(leftColumns, await loadColumnValues(session, right))
}

async function loadColumnValues(
  { assistant, tables }: WorkflowSession,
  { source, sourceHandle }: WorkflowEdge,
): Promise<ColumnValues[]> {
  const preview = await assistant?.previewNode(source)
  if (!preview?.ok || preview.value.state !== 'completed') return []
  const { outputs } = preview.value
  const value = sourceHandle ? outputs[sourceHandle] : Object.values(outputs)[0]
  if (value?.kind !== 'table') return []
  const page = await tables.page({ table: value.table, offset: 0, limit: sampleRowCount })
  if (!page.ok) return []
  const rows = readRows(page.value, maxColumns)
  return value.table.columns
    .slice(0, maxColumns)
    .map((column, index) => ({ column, values: rows.map((row) => row[index] ?? undefined) }))
}

/**
 * Finds the columns of two tables that most likely identify the same things: most values of one of them are in the
 * other, and one of them has each value once or their names share a word.
 */
export function findMatchingColumns(
  left: readonly ColumnValues[],
  right: readonly ColumnValues[],
): { left: string; right: string } | undefined {
  const [leftColumns, rightColumns] = [left.map(describeValues), right.map(describeValues)]
  let best: { left: string; right: string; score: number } | undefined
  for (const a of leftColumns) {
    for (const b of rightColumns) {
      const score = rateMatch(a, b)
      if (score > (best?.score ?? 0)) best = { left: a.name, right: b.name, score }
    }
  }
  return best && { left: best.left, right: best.right }
}

interface DescribedColumn {
  readonly name: string
  readonly words: readonly string[]
  readonly family: string
  readonly distinct: ReadonlySet<string>
  readonly isUnique: boolean
}

function describeValues({ column: { name, type }, values }: ColumnValues): DescribedColumn {
  const texts = values.flatMap((value) => (value === undefined || value.trim() === '' ? [] : [value.trim()]))
  const distinct = new Set(texts)
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return { name, words, family: getTypeFamily(type), distinct, isUnique: distinct.size === texts.length }
}

/** Returns 0 if two columns do not match. Values of dates and flags are equal by chance. */
function rateMatch(a: DescribedColumn, b: DescribedColumn): number {
  if (a.family !== b.family || (a.family !== 'text' && a.family !== 'number')) return 0
  const smallerSize = Math.min(a.distinct.size, b.distinct.size)
  const sharedCount = [...a.distinct].filter((value) => b.distinct.has(value)).length
  const hasSharedWord = a.words.some((word) => b.words.includes(word))
  // Numbers from 1 to n are in many columns.
  if (sharedCount < 2 || (a.family === 'number' && !hasSharedWord)) return 0
  if (!a.isUnique && !b.isUnique && !hasSharedWord) return 0
  const overlap = sharedCount / smallerSize
  if (overlap < minOverlap) return 0
  return overlap + (hasSharedWord ? 0.5 : 0) + (a.isUnique || b.isUnique ? 0.25 : 0)
}
