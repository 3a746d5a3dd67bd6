import { type Text } from '@aw-flow/messages'
import {
  defineNode,
  name,
  NodeError,
  sql,
  type DeferredTable,
  type NodeDefinition,
  type Relation,
  type Scalar,
  type Sql,
} from '@aw-flow/engine'
import {
  hasErrors,
  reservedNameProblem,
  type Column,
  type Port,
  type PortDescription,
  type Problem,
  type TableRef,
} from '@aw-flow/schema'
import type { z } from 'zod'
import { tableInput } from '../table-input.ts'

/** A table that a node reads: its columns, and how SQL reads it. */
export interface TableInput extends Relation {
  columns: readonly Column[]
  /** Absent before a run. */
  rows: number | undefined
}

/** A table that a node makes: its exact columns, and the SELECT that gives its rows in their order. */
export interface PlannedTable {
  columns: Column[]
  select: Sql
  /** Of one whose rows are those of an input, each as it is, changed, or left out. */
  through?: DeferredTable
}

/** A table whose rows are those of an input, changed by cells that never fail, or only some of them. */
export function rowsThrough(
  columns: Column[],
  { cells, input, where }: { cells: readonly Sql[]; input: TableInput; where?: Sql },
): PlannedTable {
  const { from, rows } = input
  const select = sql`SELECT ${cells} FROM ${from}${where ? sql` WHERE ${where}` : sql``}`
  return { columns, select, through: { columns, cells, from: input, where, rows: where ? undefined : rows } }
}

/** What a table node does with settings and inputs. Pure: the same before a run and in it. */
export interface TablePlan {
  /** By output port. Absent where problems stand in the way, or where only the rows can tell. */
  outputs?: Record<string, PlannedTable>
  problems?: Problem[]
  /** One row of numbers for the report, by what they count. */
  counts?: Sql | undefined
}

/** What became of the tables, for the report and what is told. */
export interface TableOutcome<Settings> {
  settings: Settings
  inputs: Readonly<Record<string, TableInput>>
  tables: Readonly<Record<string, TableRef>>
  counts: Readonly<Record<string, number>>
}

type Facts = readonly Readonly<Record<string, Scalar>>[]

export interface TableNodeDefinition<Schema extends z.ZodType> {
  type: string
  version: number
  title: string
  description: string
  icon: string
  settings: Schema
  /** One table in, one out, where it is not said. */
  inputs?: readonly Port[]
  outputs?: readonly Port[]
  ports?(settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] }
  summary(settings: z.output<Schema>): Text
  /** `facts` are what `look` gave; absent before a run. */
  plan(settings: z.output<Schema>, inputs: Readonly<Record<string, TableInput>>, facts: Facts | undefined): TablePlan
  /** What the statement depends on beside settings and columns: a few rows (at most 10,000) that are asked for first. */
  look?(settings: z.output<Schema>, inputs: Readonly<Record<string, TableInput>>): Sql | undefined
  /** What is asked for after it, where that did not tell enough; its rows come behind the others. */
  lookAgain?(settings: z.output<Schema>, inputs: Readonly<Record<string, TableInput>>, facts: Facts): Sql | undefined
  /** What is worth telling of the result; what it counted is in its report. */
  told?(outcome: TableOutcome<z.output<Schema>>): Problem[]
  migrate?: NodeDefinition<Schema>['migrate']
  /** Whether it reads its input once, and asks of its rows' order only: then what is before it need not be made. */
  composes?: NodeDefinition<Schema>['composes']
}

const tableIn: readonly Port[] = [{ name: 'table', type: 'table', label: 'Table', required: true }]
const tableOut: readonly Port[] = [{ name: 'table', type: 'table', label: 'Table' }]

/** A node type that makes tables of tables by SQL. What it gives is known as soon as the columns of its inputs are. */
export function defineTableNode<Schema extends z.ZodType>(own: TableNodeDefinition<Schema>): NodeDefinition<Schema> {
  const { inputs: inputPorts = tableIn, outputs: outputPorts = tableOut } = own
  const portsOf = (settings: z.output<Schema>): { inputs: readonly Port[]; outputs: readonly Port[] } =>
    own.ports?.(settings) ?? { inputs: inputPorts, outputs: outputPorts }

  return defineNode<Schema>({
    type: own.type,
    version: own.version,
    family: 'tables',
    title: own.title,
    description: own.description,
    icon: own.icon,
    settings: own.settings,
    inputs: inputPorts,
    outputs: outputPorts,
    ...(own.ports ? { ports: own.ports } : {}),
    ...(own.migrate ? { migrate: own.migrate } : {}),
    ...(own.composes ? { composes: own.composes } : {}),

    describe({ settings, inputs }) {
      const ports = portsOf(settings)
      const unknown = Object.fromEntries(ports.outputs.map((port) => [port.name, { type: 'table' } as PortDescription]))
      const summary = own.summary(settings)
      const known = Object.entries(inputs).flatMap(([port, { columns }]) =>
        columns ? [[port, { columns, from: name(port), row: sql`rowid`, rows: undefined }] as const] : [],
      )
      const isWhole = known.length === Object.keys(inputs).length && known.length > 0
      if (!isWhole) return { outputs: unknown, summary }
      const { outputs = {}, problems = [] } = own.plan(settings, Object.fromEntries(known), undefined)
      const described = Object.entries(outputs).map(
        ([port, { columns }]) => [port, { type: 'table', columns }] as const,
      )
      return {
        outputs: { ...unknown, ...Object.fromEntries(described) },
        summary,
        problems: [...problems, ...reservedIn(outputs)],
      }
    },

    async run({ node, settings, inputs, key, tables, isPassedOn, signal }) {
      const ports = portsOf(settings)
      const given = ports.inputs.filter((port) => port.required || inputs[port.name])
      const read: Record<string, TableInput> = {}
      for (const port of given) {
        const { columns, rows, ...table } = tableInput(node, inputs, port.name)
        read[port.name] = { ...(await tables.relation({ columns, rows, ...table })), columns, rows }
      }
      const first = own.plan(settings, read, own.look ? undefined : [])
      refuse(node, first.problems)
      const look = own.look?.(settings, read)
      const seen = look ? await tables.rows(look, { signal }) : []
      const again = own.lookAgain?.(settings, read, seen)
      const facts = again ? [...seen, ...(await tables.rows(again, { signal }))] : seen
      const plan = own.look ? own.plan(settings, read, facts) : first
      refuse(node, [...(plan.problems ?? []), ...reservedIn(plan.outputs)])

      const made: Record<string, TableRef> = {}
      for (const [port, { select, through }] of Object.entries(plan.outputs ?? {})) {
        const id = port === ports.outputs[0]?.name ? key : `${key}-${port}`
        made[port] = await (isPassedOn && through
          ? tables.defer(through, { id, signal })
          : tables.create(select, { id, signal }))
      }
      const [counted = {}] = plan.counts ? await tables.rows(plan.counts, { signal }) : []
      const counts = Object.fromEntries(Object.entries(counted).map(([what, count]) => [what, Number(count ?? 0)]))
      const rowsOf = (of: Readonly<Record<string, { rows: number | undefined }>>): Record<string, number> =>
        Object.fromEntries(Object.entries(of).map(([port, { rows }]) => [port, rows ?? 0]))
      const told = [...(plan.problems ?? []), ...(own.told?.({ settings, inputs: read, tables: made, counts }) ?? [])]
      return {
        outputs: Object.fromEntries(Object.entries(made).map(([port, table]) => [port, { kind: 'table', table }])),
        report: { kind: 'other', report: { rowsIn: rowsOf(read), rowsOut: rowsOf(made), ...counts } },
        problems: told.map((problem) => at(node, problem)),
      }
    },
  })
}

const at = (node: string, problem: Problem): Problem => ({ ...problem, where: { node, ...problem.where } })

const reservedIn = (outputs: TablePlan['outputs'] = {}): Problem[] =>
  Object.values(outputs).flatMap(({ columns }) => reservedNameProblem(columns) ?? [])

function refuse(node: string, problems: readonly Problem[] = []): void {
  if (!hasErrors(problems)) return
  const [first] = problems.filter(({ severity }) => severity === 'error')
  throw new NodeError('permanent', at(node, first!))
}
