import {
  completeExpression,
  compileRowExpression,
  describeScope,
  ExpressionError,
  join,
  quoteIdentifier,
  planWorkflow,
  RowExpressionError,
  createSampleValues,
  sql,
  tryExpression,
  type Catalog,
  type ExpressionOptions,
  type ExpressionScope,
  type Scalar,
  type Tables,
  type TriedExpression,
  type ValueShape,
} from '@aw-flow/engine'
import type { Column, Json, TableRef, Values, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { selectChildren, getTypeFamily } from '@aw-flow/schema/internal'
import type { ExpressionAssist } from '../document/expression-assist.ts'
import type { InputOf } from '../engine/requests.ts'

/** The maximum number of rows on which a row expression is evaluated. */
const maxSampleRows = 3

/** The maximum number of rows in a table for evaluating an expression over the entire table. */
const maxPreviewRows = 500

/** The context in which an expression is completed and evaluated. */
export interface ExpressionContext {
  catalog: Catalog
  description: WorkflowDescription
  tables: Tables
  clock: ExpressionOptions
}

/** Completes an expression at a position and evaluates it on the outputs of the last run. */
export async function getExpressionAssist(
  { workflow: rootWorkflow, node: path, text, offset, over, outputs }: InputOf<'completeExpression'>,
  context: ExpressionContext,
): Promise<ExpressionAssist> {
  const { catalog, clock } = context
  const { workflow, node, description } = locateNode(rootWorkflow, path, context)
  const values = outputs as Record<string, Values>
  const inputTable = findInputTable(workflow, node, values)
  if (over === 'row') return getRowExpressionAssist(text, offset, { ...context, description, node, inputTable })
  const scope = describeScope(workflow, node, { catalog, description })
  const currentNode = workflow.nodes.find(({ id }) => id === node)
  const definition = currentNode && catalog.get(currentNode.type, currentNode.typeVersion)
  if (!definition?.providedNames?.includes('row') || currentNode?.data.config.over !== 'rows') {
    const sample = createSampleValues(workflow, node, values)
    const providesInput = inputTable && definition?.providedNames?.includes('input')
    const providedValues = providesInput ? await readProvidedInput(context.tables, inputTable) : {}
    return {
      completions: completeExpression(text, offset, scope),
      tried: await tryExpression(text, { ...sample, ...providedValues }, clock),
    }
  }
  const columns = findInputColumns(description, node, inputTable)
  const { input: _input, last_response: _lastResponse, ...rest } = scope
  const rowScope: ExpressionScope = {
    ...rest,
    row: { type: 'object', keys: toShapes(columns) },
    index: { type: 'number' },
  }
  const sample = createSampleValues(workflow, node, values)
  const rows = await readFirstRows(context.tables, inputTable)
  const rowResults = await Promise.all(rows.map((row, index) => tryExpression(text, { ...sample, row, index }, clock)))
  const emptyRowResult = await tryExpression(text, { ...sample, row: {}, index: 0 }, clock)
  return {
    completions: completeExpression(text, offset, rowScope),
    tried: rowResults[0] ?? emptyRowResult,
    rows: rowResults,
  }
}

/** Returns the workflow that contains a node. The path "sub/load" is node "load" in the sub-workflow node "sub". */
function locateNode(
  rootWorkflow: Workflow,
  path: string,
  { catalog, description }: ExpressionContext,
): { workflow: Workflow; node: string; description: WorkflowDescription } {
  const parentIds = path.split('/')
  const node = parentIds.pop()!
  if (parentIds.length === 0 || rootWorkflow.nodes.some(({ id }) => id === path))
    return { workflow: rootWorkflow, node: path, description }
  let plan = planWorkflow(rootWorkflow, catalog)
  for (const id of parentIds) {
    const index = plan.indexById.get(id)
    const innerPlan = index === undefined ? undefined : plan.nodes[index]!.innerPlan
    if (!innerPlan) return { workflow: rootWorkflow, node: path, description }
    plan = innerPlan
  }
  return {
    workflow: plan.workflow,
    node,
    description: { ...description, nodes: selectChildren(description.inner ?? {}, parentIds) },
  }
}

async function getRowExpressionAssist(
  text: string,
  offset: number,
  {
    tables,
    description,
    node,
    inputTable,
    clock,
  }: ExpressionContext & {
    node: string
    inputTable: TableRef | undefined
  },
): Promise<ExpressionAssist> {
  const columns = findInputColumns(description, node, inputTable)
  const completions = completeExpression(text, offset, toShapes(columns))
  const trialResult = await tryExpression(text, {}, clock)
  // Syntax errors include a position. A construct that SQL does not support is reported by name.
  const compileError =
    !trialResult.ok && trialResult.location
      ? trialResult
      : columns.length > 0
        ? findCompileError(text, columns)
        : undefined
  if (compileError) return { completions, tried: compileError }
  const rows = await readFirstRows(tables, inputTable)
  const rowsWithoutNulls = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)),
  )
  const rowResults = await Promise.all(rowsWithoutNulls.map((row) => tryExpression(text, row, clock)))
  return { completions, tried: rowResults[0] ?? trialResult, rows: rowResults }
}

function findCompileError(text: string, columns: readonly Column[]): TriedExpression | undefined {
  try {
    compileRowExpression(text, columns)
    return undefined
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause
    const column = cause instanceof RowExpressionError ? cause.column : undefined
    return { ok: false, message: cause.text, location: cause.location ?? locateToken(text, column) }
  }
}

/** Returns the first position at which a name occurs in an expression. */
function locateToken(text: string, token: string | undefined): Extract<TriedExpression, { ok: false }>['location'] {
  const offset = token ? indexOfWord(text, token) : -1
  if (token === undefined || offset < 0) return undefined
  const lines = text.slice(0, offset).split('\n')
  return { offset, line: lines.length, column: lines.at(-1)!.length + 1, token }
}

/**
 * Returns the index at which a name occurs as a whole word or, failing that, as a substring. -1 if it does not occur.
 */
function indexOfWord(text: string, token: string): number {
  const isNameCharacter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
  for (let index = text.indexOf(token); index >= 0; index = text.indexOf(token, index + 1)) {
    if (!isNameCharacter(text[index - 1]) && !isNameCharacter(text[index + token.length])) return index
  }
  return text.indexOf(token)
}

/** Returns a node's input table in the last run, from the first incoming edge that carries a table. */
function findInputTable(
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

function findInputColumns(
  description: WorkflowDescription,
  node: string,
  inputTable: TableRef | undefined,
): readonly Column[] {
  const inputs = Object.values(description.nodes[node]?.inputs ?? {})
  return inputs.find(({ columns }) => columns !== undefined)?.columns ?? inputTable?.columns ?? []
}

/** Reads a node's entire input table as a list of rows. Omits `input` if the table is too large for a preview. */
async function readProvidedInput(tables: Tables, table: TableRef): Promise<{ input?: { value: unknown } }> {
  return table.rows > maxPreviewRows ? {} : { input: { value: await readFirstRows(tables, table, maxPreviewRows) } }
}

const toShapes = (columns: readonly Column[]): Record<string, ValueShape> =>
  Object.fromEntries(columns.map(({ name: column, type }) => [column, toShape(type)]))

function toShape(type: string): ValueShape {
  const family = getTypeFamily(type)
  if (family === 'number' || family === 'boolean') return { type: family }
  return { type: family === 'text' || family === 'time' ? 'text' : 'any' }
}

/** Reads the first rows, with cells as JSON values. Returns an empty list if the table no longer exists. */
async function readFirstRows(
  tables: Tables,
  table: TableRef | undefined,
  limit = maxSampleRows,
): Promise<Record<string, Json>[]> {
  if (!table || !tables.has(table.id) || table.columns.length === 0) return []
  const { from, row } = await tables.relation(table)
  const cells = join(
    table.columns.map((column) => quoteIdentifier(column.name)),
    ', ',
  )
  const rows = await tables.rows(sql`SELECT ${cells} FROM ${from} ORDER BY ${row} LIMIT ${limit}`, {})
  return rows.map((cellsByName) =>
    Object.fromEntries(Object.entries(cellsByName).map(([column, cell]) => [column, toJson(cell)])),
  )
}

/** Converts numbers that JSON cannot represent exactly, such as large integers and NaN, to strings, as runs do. */
const toJson = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
