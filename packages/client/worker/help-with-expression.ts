import {
  completeExpression,
  compileRowExpression,
  describeScope,
  ExpressionError,
  join,
  name,
  planWorkflow,
  RowExpressionError,
  sampleValues,
  sql,
  tryExpression,
  type Catalogue,
  type ExpressionOptions,
  type ExpressionScope,
  type Scalar,
  type Tables,
  type TriedExpression,
  type ValueShape,
} from '@aw-flow/engine'
import {
  directlyWithin,
  typeFamily,
  type Column,
  type Json,
  type TableRef,
  type Values,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import type { ExpressionHelp } from '../document/expression-help.ts'
import type { InputOf } from '../engine/requests.ts'

/** So many rows show what an expression gives. */
const shownRows = 3

export interface ExpressionSurroundings {
  catalogue: Catalogue
  description: WorkflowDescription
  tables: Tables
  clock: ExpressionOptions
}

/** What may stand at a place of an expression, and what it gives on what the last run gave, or where it is wrong. */
export async function helpWithExpression(
  { workflow: whole, node: at, text, offset, over, outputs }: InputOf<'completeExpression'>,
  surroundings: ExpressionSurroundings,
): Promise<ExpressionHelp> {
  const { catalogue, clock } = surroundings
  const { workflow, node, description } = placeOfNode(whole, at, surroundings)
  const values = outputs as Record<string, Values>
  const before = tableBefore(workflow, node, values)
  if (over === 'row') return helpOverRow(text, offset, { ...surroundings, description, node, before })
  const scope = describeScope(workflow, node, { catalogue, description })
  const placed = workflow.nodes.find(({ id }) => id === node)
  const definition = placed && catalogue.get(placed.type, placed.typeVersion)
  if (!definition?.givenNames?.includes('row') || placed?.data.config.over !== 'rows') {
    return {
      completions: completeExpression(text, offset, scope),
      tried: await tryExpression(text, sampleValues(workflow, node, values), clock),
    }
  }
  const columns = columnsBefore(description, node, before)
  const { input: _, last_response: __, ...rest } = scope
  const ofRow: ExpressionScope = {
    ...rest,
    row: { type: 'object', keys: shapesOf(columns) },
    index: { type: 'number' },
  }
  const given = sampleValues(workflow, node, values)
  const rows = await firstRows(surroundings.tables, before)
  const tried = await Promise.all(rows.map((row, index) => tryExpression(text, { ...given, row, index }, clock)))
  const none = await tryExpression(text, { ...given, row: {}, index: 0 }, clock)
  return { completions: completeExpression(text, offset, ofRow), tried: tried[0] ?? none, rows: tried }
}

/** The workflow in which a node stands, and what is described of it: "sub/load" is "load" within that of "sub". */
function placeOfNode(
  whole: Workflow,
  at: string,
  { catalogue, description }: ExpressionSurroundings,
): { workflow: Workflow; node: string; description: WorkflowDescription } {
  const way = at.split('/')
  const node = way.pop()!
  if (way.length === 0 || whole.nodes.some(({ id }) => id === at)) return { workflow: whole, node: at, description }
  let plan = planWorkflow(whole, catalogue)
  for (const id of way) {
    const index = plan.indexOf.get(id)
    const inside = index === undefined ? undefined : plan.nodes[index]!.inside
    if (!inside) return { workflow: whole, node: at, description }
    plan = inside
  }
  return {
    workflow: plan.workflow,
    node,
    description: { ...description, nodes: directlyWithin(description.inner ?? {}, way) },
  }
}

async function helpOverRow(
  text: string,
  offset: number,
  { tables, description, node, before, clock }: ExpressionSurroundings & { node: string; before: TableRef | undefined },
): Promise<ExpressionHelp> {
  const columns = columnsBefore(description, node, before)
  const completions = completeExpression(text, offset, shapesOf(columns))
  const read = await tryExpression(text, {}, clock)
  // What cannot be read has a place there; what SQL has no way for is told by its name.
  const refused = !read.ok && read.place ? read : columns.length > 0 ? refusal(text, columns) : undefined
  if (refused) return { completions, tried: refused }
  const rows = await firstRows(tables, before)
  const filled = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)))
  const tried = await Promise.all(filled.map((row) => tryExpression(text, row, clock)))
  return { completions, tried: tried[0] ?? read, rows: tried }
}

function refusal(text: string, columns: readonly Column[]): TriedExpression | undefined {
  try {
    compileRowExpression(text, columns)
    return undefined
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause
    const column = cause instanceof RowExpressionError ? cause.column : undefined
    return { ok: false, message: cause.text, place: cause.place ?? placeOf(text, column) }
  }
}

/** Where a name stands first in a text. */
function placeOf(text: string, token: string | undefined): Extract<TriedExpression, { ok: false }>['place'] {
  const offset = token ? wordAt(text, token) : -1
  if (token === undefined || offset < 0) return undefined
  const lines = text.slice(0, offset).split('\n')
  return { offset, line: lines.length, column: lines.at(-1)!.length + 1, token }
}

/** Where a name stands as a word of its own; else where its letters do. */
function wordAt(text: string, token: string): number {
  const isPart = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_$]/u.test(sign)
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + token.length])) return at
  }
  return text.indexOf(token)
}

/** The table that came into a node the last time, by its first edge that had one. */
function tableBefore(
  workflow: Workflow,
  node: string,
  outputs: Readonly<Record<string, Values>>,
): TableRef | undefined {
  for (const { source, sourceHandle, target } of workflow.edges) {
    if (target !== node || !Object.hasOwn(outputs, source)) continue
    const values = outputs[source]!
    const value = sourceHandle ? values[sourceHandle] : Object.values(values)[0]
    if (value?.kind === 'table') return value.table
  }
  return undefined
}

function columnsBefore(
  description: WorkflowDescription,
  node: string,
  before: TableRef | undefined,
): readonly Column[] {
  const inputs = Object.values(description.nodes[node]?.inputs ?? {})
  return inputs.find(({ columns }) => columns !== undefined)?.columns ?? before?.columns ?? []
}

const shapesOf = (columns: readonly Column[]): Record<string, ValueShape> =>
  Object.fromEntries(columns.map(({ name: column, type }) => [column, shapeOf(type)]))

function shapeOf(type: string): ValueShape {
  const family = typeFamily(type)
  if (family === 'number' || family === 'boolean') return { type: family }
  return { type: family === 'text' || family === 'time' ? 'text' : 'any' }
}

/** The first rows as expressions read them; none where the table is gone. */
async function firstRows(tables: Tables, table: TableRef | undefined): Promise<Record<string, Json>[]> {
  if (!table || !tables.has(table.id) || table.columns.length === 0) return []
  const { from, row } = await tables.relation(table)
  const cells = join(
    table.columns.map((column) => name(column.name)),
    ', ',
  )
  const rows = await tables.rows(sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${shownRows}`, {})
  return rows.map((one) => Object.fromEntries(Object.entries(one).map(([column, cell]) => [column, plain(cell)])))
}

/** Whole numbers beyond what JSON holds exactly are texts, as in a run. */
const plain = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
