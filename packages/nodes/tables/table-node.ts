import { type Text } from '@aw-flow/messages'
import {
  quoteIdentifier,
  NodeError,
  sql,
  type DeferredTable,
  type NodeDefinition,
  type Relation,
  type Scalar,
  type Sql,
} from '@aw-flow/engine'
import { defined, type Column, type Port, type PortDescription, type Problem, type TableRef } from '@aw-flow/schema'
import { hasErrors, createReservedNameProblem } from '@aw-flow/schema/internal'
import type { z } from 'zod'
import { requireTableInput } from '../table-input.ts'
import { escapeInsertions } from '../requests/insertion.ts'

/** A table that a node reads: its columns and its SQL relation. */
export interface TableInput extends Relation {
  columns: readonly Column[]
  /** Number of rows, or `undefined` before a run. */
  rows: number | undefined
}

/** A table that a node creates: its exact columns, and a SELECT that returns its rows in order. */
export interface PlannedTable {
  columns: Column[]
  select: Sql
  /** Present if each row corresponds to an input row, so that the table can be computed later. */
  deferrable?: DeferredTable
}

/** Plans a table that consists of all or some rows of an input. Computing its cells must not cause errors. */
export function planRowwiseTable(
  columns: Column[],
  { cells, input, where }: { cells: readonly Sql[]; input: TableInput; where?: Sql },
): PlannedTable {
  const { from, rows } = input
  const select = sql`SELECT ${cells} FROM ${from}${where ? sql` WHERE ${where}` : sql``}`
  return { columns, select, deferrable: { columns, cells, from: input, where, rows: where ? undefined : rows } }
}

/**
 * The plan of a table node for its settings and inputs. Planning is pure, so it works the same before and during a run.
 */
export interface TablePlan {
  /** Tables to create, keyed by output port. Absent if there are errors or if the columns depend on the rows. */
  outputs?: Record<string, PlannedTable>
  problems?: Problem[]
  /** A single-row query whose columns are the counts in the report. */
  counts?: Sql | undefined
}

/** Result of a run, used to find further problems. */
export interface TableOutcome<Settings> {
  settings: Settings
  inputs: Readonly<Record<string, TableInput>>
  tables: Readonly<Record<string, TableRef>>
  counts: Readonly<Record<string, number>>
}

type ProbeRows = readonly Readonly<Record<string, Scalar>>[]

export interface TableNodeDefinition<Schema extends z.ZodType> {
  type: string
  version: number
  title: string
  description: string
  icon: string
  settings: Schema
  /** Input ports. Both `inputs` and `outputs` default to a single table. */
  inputs?: readonly Port[]
  outputs?: readonly Port[]
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  summary(settings: z.output<Schema>): Text
  /**
   * Plans the output tables. `probeRows` contains the rows that the probes returned, and is `undefined` before a run.
   */
  plan(
    settings: z.output<Schema>,
    inputs: Readonly<Record<string, TableInput>>,
    probeRows: ProbeRows | undefined,
  ): TablePlan
  /** Finds problems in the settings that do not depend on the inputs. Called while the columns are unknown. */
  check?(settings: z.output<Schema>): Problem[]
  /** Returns a query to run before `plan`, for data that the plan depends on (at most 10,000 rows). */
  probe?(settings: z.output<Schema>, inputs: Readonly<Record<string, TableInput>>): Sql | undefined
  /** Returns a second query, which depends on the result of `probe`. Its rows are appended to `probeRows`. */
  followUpProbe?(
    settings: z.output<Schema>,
    inputs: Readonly<Record<string, TableInput>>,
    probeRows: ProbeRows,
  ): Sql | undefined
  /** Finds warnings and notes about the result. The node's report includes `outcome.counts`. */
  findResultProblems?(outcome: TableOutcome<z.output<Schema>>): Problem[]
  migrate?: NodeDefinition<Schema>['migrate']
  /**
   * Set if the node reads each input only once and uses row numbers only to order rows, so that inputs can be deferred.
   */
  composes?: NodeDefinition<Schema>['composes']
}

const defaultInputs: readonly Port[] = [{ name: 'table', type: 'table', label: 'Table', required: true }]
const defaultOutputs: readonly Port[] = [{ name: 'table', type: 'table', label: 'Table' }]

/** Defines a node type that uses SQL to create tables from tables. The output columns are derived from the inputs. */
export function defineTableNode<Schema extends z.ZodType>(
  definition: TableNodeDefinition<Schema>,
): NodeDefinition<Schema> {
  const { inputs: inputPorts = defaultInputs, outputs: outputPorts = defaultOutputs } = definition
  const getPorts = (settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] } =>
    definition.ports?.(settings) ?? { inputs: inputPorts, outputs: outputPorts }

  return escapeInsertions<Schema>({
    type: definition.type,
    version: definition.version,
    family: 'tables',
    title: definition.title,
    description: definition.description,
    icon: definition.icon,
    settings: definition.settings,
    inputs: inputPorts,
    outputs: outputPorts,
    ...defined({ ports: definition.ports, migrate: definition.migrate }),
    ...(definition.composes ? { composes: definition.composes } : {}),

    describe({ settings, inputs }) {
      const ports = getPorts(settings)
      const unknownOutputs = Object.fromEntries(
        ports.outputs.map((port) => [port.name, { type: 'table' } as PortDescription]),
      )
      const summary = definition.summary(settings)
      const knownInputs = Object.entries(inputs).flatMap(([port, { columns }]) =>
        columns ? [[port, { columns, from: quoteIdentifier(port), row: sql`rowid`, rows: undefined }] as const] : [],
      )
      const areInputsKnown = knownInputs.length === Object.keys(inputs).length && knownInputs.length > 0
      if (!areInputsKnown) return { outputs: unknownOutputs, summary, problems: definition.check?.(settings) ?? [] }
      const { outputs = {}, problems = [] } = definition.plan(settings, Object.fromEntries(knownInputs), undefined)
      const describedOutputs = Object.entries(outputs).map(
        ([port, { columns }]) => [port, { type: 'table', columns }] as const,
      )
      return {
        outputs: { ...unknownOutputs, ...Object.fromEntries(describedOutputs) },
        summary,
        problems: [...problems, ...findReservedNameProblems(outputs)],
      }
    },

    async run({ node, settings, inputs, key, tables, canDeferOutput, signal }) {
      const ports = getPorts(settings)
      const connectedPorts = ports.inputs.filter((port) => port.required || inputs[port.name])
      const tableInputs: Record<string, TableInput> = {}
      for (const port of connectedPorts) {
        const { columns, rows, ...table } = requireTableInput(node, inputs, port.name)
        tableInputs[port.name] = { ...(await tables.relation({ columns, rows, ...table })), columns, rows }
      }
      const initialPlan = definition.plan(settings, tableInputs, definition.probe ? undefined : [])
      throwFirstError(node, initialPlan.problems)
      const probeQuery = definition.probe?.(settings, tableInputs)
      const firstProbeRows = probeQuery ? await tables.rows(probeQuery, { signal }) : []
      const followUpQuery = definition.followUpProbe?.(settings, tableInputs, firstProbeRows)
      const probeRows = followUpQuery
        ? [...firstProbeRows, ...(await tables.rows(followUpQuery, { signal }))]
        : firstProbeRows
      const plan = definition.probe ? definition.plan(settings, tableInputs, probeRows) : initialPlan
      throwFirstError(node, [...(plan.problems ?? []), ...findReservedNameProblems(plan.outputs)])

      const createdTables: Record<string, TableRef> = {}
      for (const [port, { select, deferrable }] of Object.entries(plan.outputs ?? {})) {
        const id = port === ports.outputs[0]?.name ? key : `${key}-${port}`
        createdTables[port] = await (canDeferOutput && deferrable
          ? tables.defer(deferrable, { id, signal })
          : tables.create(select, { id, signal }))
      }
      const [countRow = {}] = plan.counts ? await tables.rows(plan.counts, { signal }) : []
      const counts = Object.fromEntries(Object.entries(countRow).map(([name, count]) => [name, Number(count ?? 0)]))
      const toRowCounts = (
        tablesByPort: Readonly<Record<string, { rows: number | undefined }>>,
      ): Record<string, number> =>
        Object.fromEntries(Object.entries(tablesByPort).map(([port, { rows }]) => [port, rows ?? 0]))
      const problems = [
        ...(plan.problems ?? []),
        ...(definition.findResultProblems?.({ settings, inputs: tableInputs, tables: createdTables, counts }) ?? []),
      ]
      return {
        outputs: Object.fromEntries(
          Object.entries(createdTables).map(([port, table]) => [port, { kind: 'table', table }]),
        ),
        report: {
          kind: 'other',
          report: { rowsIn: toRowCounts(tableInputs), rowsOut: toRowCounts(createdTables), ...counts },
        },
        problems: problems.map((problem) => addNodeToProblem(node, problem)),
      }
    },
  })
}

const addNodeToProblem = (node: string, problem: Problem): Problem => ({
  ...problem,
  where: { node, ...problem.where },
})

const findReservedNameProblems = (outputs: TablePlan['outputs'] = {}): Problem[] =>
  Object.values(outputs).flatMap(({ columns }) => createReservedNameProblem(columns) ?? [])

function throwFirstError(node: string, problems: readonly Problem[] = []): void {
  if (!hasErrors(problems)) return
  const [firstError] = problems.filter(({ severity }) => severity === 'error')
  throw new NodeError('permanent', addNodeToProblem(node, firstError!))
}
