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

/** The number of rows on which a row expression is evaluated. */
const sampleRows = 3

/** The context in which an expression is completed and evaluated. */
export interface ExpressionContext {
  catalogue: Catalogue
  description: WorkflowDescription
  tables: Tables
  clock: ExpressionOptions
}

/** Completes an expression at a position, and evaluates it on the outputs of the last run. */
export async function helpWithExpression(
  { workflow: outer, node: path, text, offset, over, outputs }: InputOf<'completeExpression'>,
  context: ExpressionContext,
): Promise<ExpressionHelp> {
  const { catalogue, clock } = context
  const { workflow, node, description } = locateNode(outer, path, context)
  const values = outputs as Record<string, Values>
  const before = tableBefore(workflow, node, values)
  if (over === 'row') return helpOverRow(text, offset, { ...context, description, node, before })
  const scope = describeScope(workflow, node, { catalogue, description })
  const placed = workflow.nodes.find(({ id }) => id === node)
  const definition = placed && catalogue.get(placed.type, placed.typeVersion)
  if (!definition?.providedNames?.includes('row') || placed?.data.config.over !== 'rows') {
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
  const rows = await firstRows(context.tables, before)
  const tried = await Promise.all(rows.map((row, index) => tryExpression(text, { ...given, row, index }, clock)))
  const none = await tryExpression(text, { ...given, row: {}, index: 0 }, clock)
  return { completions: completeExpression(text, offset, ofRow), tried: tried[0] ?? none, rows: tried }
}

/** The workflow that contains a node, with its description: "sub/load" is "load" in the sub-workflow "sub". */
function locateNode(
  outer: Workflow,
  path: string,
  { catalogue, description }: ExpressionContext,
): { workflow: Workflow; node: string; description: WorkflowDescription } {
  const parents = path.split('/')
  const node = parents.pop()!
  if (parents.length === 0 || outer.nodes.some(({ id }) => id === path))
    return { workflow: outer, node: path, description }
  let plan = planWorkflow(outer, catalogue)
  for (const id of parents) {
    const index = plan.indexOf.get(id)
    const inside = index === undefined ? undefined : plan.nodes[index]!.inside
    if (!inside) return { workflow: outer, node: path, description }
    plan = inside
  }
  return {
    workflow: plan.workflow,
    node,
    description: { ...description, nodes: directlyWithin(description.inner ?? {}, parents) },
  }
}

async function helpOverRow(
  text: string,
  offset: number,
  { tables, description, node, before, clock }: ExpressionContext & { node: string; before: TableRef | undefined },
): Promise<ExpressionHelp> {
  const columns = columnsBefore(description, node, before)
  const completions = completeExpression(text, offset, shapesOf(columns))
  const read = await tryExpression(text, {}, clock)
  // A syntax error has a position; a construct that SQL does not support is reported by name.
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

/** The first position of a name in a text. */
function placeOf(text: string, token: string | undefined): Extract<TriedExpression, { ok: false }>['place'] {
  const offset = token ? wordAt(text, token) : -1
  if (token === undefined || offset < 0) return undefined
  const lines = text.slice(0, offset).split('\n')
  return { offset, line: lines.length, column: lines.at(-1)!.length + 1, token }
}

/** The index of a name as a separate word, or else of its characters. */
function wordAt(text: string, token: string): number {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + token.length])) return at
  }
  return text.indexOf(token)
}

/** The input table of a node in the last run, from its first edge with a table. */
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

/** The first rows as expressions read them; none if the table no longer exists. */
async function firstRows(tables: Tables, table: TableRef | undefined): Promise<Record<string, Json>[]> {
  if (!table || !tables.has(table.id) || table.columns.length === 0) return []
  const { from, row } = await tables.relation(table)
  const cells = join(
    table.columns.map((column) => name(column.name)),
    ', ',
  )
  const rows = await tables.rows(sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${sampleRows}`, {})
  return rows.map((cellsByName) =>
    Object.fromEntries(Object.entries(cellsByName).map(([column, cell]) => [column, plain(cell)])),
  )
}

/** Integers that JSON cannot represent exactly become text, as in a run. */
const plain = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
