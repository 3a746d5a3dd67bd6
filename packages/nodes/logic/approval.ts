import { message as messageOf } from '@aw-flow/messages'
import {
  defineNode,
  digestOf,
  name,
  NodeError,
  sql,
  tableName,
  TablesError,
  type NodeResult,
  type RunArguments,
  type Scalar,
  type Turn,
} from '@aw-flow/engine'
import { error, type Json, type Value, textOf } from '@aw-flow/schema'
import { z } from 'zod'
import { editCells } from './edit-cells.ts'

const settings = z.strictObject({
  message: z
    .string()
    .default('Please look at this, and approve it.')
    .meta({ title: 'Message', description: 'What the person who decides is asked.', format: 'multiline' }),
  deadlineHours: z
    .number()
    .min(0)
    .max(10 * 365 * 24)
    .default(0)
    .meta({ title: 'Deadline (hours)', description: 'How long the person has; 0 is without end.' }),
  onDeadline: z.enum(['reject', 'approve', 'fail']).default('reject').meta({
    title: 'After the deadline',
    description: 'What counts as decided when nobody has decided in time; fail: the node fails.',
  }),
})
type Settings = z.output<typeof settings>

/** How many rows of a table the person is shown. */
const shownRows = 20

/** Asks a person, and goes on as the person says. */
export const approvalNode = defineNode({
  type: 'approval',
  version: 1,
  family: 'logic',
  title: 'Approval',
  description:
    'Shows a person what came in, waits, and goes on at "approved" or "rejected". What is approved may be edited.',
  icon: 'hand',
  control: 'approval',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'approved', type: 'any', label: 'Approved' },
    { name: 'rejected', type: 'any', label: 'Rejected' },
    { name: 'decision', type: 'json', label: 'Decision' },
  ],
  settings,

  describe({ settings: { message, deadlineHours, onDeadline }, inputs }) {
    const given = inputs.value ?? { type: 'any' as const }
    return {
      outputs: { approved: given, rejected: given, decision: { type: 'json' } },
      summary: messageOf('approval.summary', {
        message: message.split('\n')[0] ?? '',
        hours: deadlineHours,
        after: onDeadline,
      }),
    }
  },

  async run(args) {
    const { turn } = args
    return turn?.kind === 'resumed' ? decided(args, turn) : ask(args, await look(args))
  },
})

/** What the person sees: all of it, so that nothing is approved that was not shown or named by its identity. */
async function look({
  settings: { message },
  inputs: { value },
  tables,
  signal,
}: RunArguments<Settings>): Promise<Json> {
  if (value?.kind !== 'table') return { message, value: (value ?? null) as Json }
  const { id, columns, rows } = value.table
  const first = await tables.rows(sql`SELECT * FROM ${name(tableName(id))} ORDER BY rowid LIMIT ${shownRows}`, {
    signal,
  })
  const plain = (cell: Scalar): Json => (typeof cell === 'bigint' ? cell.toString() : cell)
  const sample = first.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, plain(cell)])),
  )
  return {
    message,
    value: { kind: 'table', table: { id, rows, columns: columns.map(({ name, type }) => ({ name, type })) }, sample },
  }
}

function ask({ settings: { deadlineHours, onDeadline }, clock }: RunArguments<Settings>, shown: Json): NodeResult {
  const deadline = deadlineHours > 0 ? { deadline: clock.now() + deadlineHours * 3_600_000, default: onDeadline } : {}
  return { outputs: {}, wait: { kind: 'approval', digest: digestOf(shown), shown, ...deadline } }
}

async function decided(
  args: RunArguments<Settings>,
  { by, shown }: Extract<Turn, { kind: 'resumed' }>,
): Promise<NodeResult> {
  const {
    label,
    settings: { onDeadline, deadlineHours },
    inputs: { value },
  } = args
  if (by.type === 'wait-ended') {
    if (onDeadline === 'fail') {
      throw new NodeError('permanent', error('approval.deadline', { node: label, hours: deadlineHours }))
    }
    return goOn(onDeadline, value, { decision: onDeadline, by: null, comment: null, edited: false, deadline: true })
  }
  const { edited, by: who = null, comment = null } = by
  const decision = by.decision === 'reject' ? 'reject' : 'approve'
  const told = { decision, by: who, comment, edited: decision === 'approve' && edited !== undefined, deadline: false }
  if (decision === 'reject' || edited === undefined) return goOn(decision, value, told)
  if (value?.kind !== 'table') {
    const json: Value =
      value?.kind === 'text' && typeof edited === 'string'
        ? { kind: 'text', text: edited }
        : { kind: 'json', json: edited }
    return goOn(decision, json, told)
  }
  try {
    const { tables, key, signal } = args
    return goOn(
      decision,
      { kind: 'table', table: await editCells(tables, value.table, edited, { id: key, signal }) },
      told,
    )
  } catch (thrown) {
    if (!(thrown instanceof TablesError || thrown instanceof NodeError)) throw thrown
    // What cannot be carried out is told, and asked again.
    return ask(args, { ...(shown as { [key: string]: Json }), problem: args.render(textOf(thrown.problem)) })
  }
}

function goOn(decision: 'approve' | 'reject', value: Value | undefined, told: Json): NodeResult {
  const way = decision === 'approve' ? 'approved' : 'rejected'
  const outputs: Record<string, Value> = { decision: { kind: 'json', json: told } }
  if (value) outputs[way] = value
  return { outputs, taken: [way, 'decision'] }
}
