import { message as createMessage } from '@aw-flow/messages'
import {
  defineNode,
  digestJson,
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  TablesError,
  type NodeResult,
  type RunArguments,
  type Scalar,
  type Continuation,
} from '@aw-flow/engine'
import { error, type Json, type Value, getProblemText } from '@aw-flow/schema'
import { z } from 'zod'
import { editCells } from './edit-cells.ts'

const settings = z.strictObject({
  message: z
    .string()
    .default('Review this and approve it.')
    .meta({ title: 'Message', description: 'Message to the reviewer.', format: 'multiline' }),
  deadlineHours: z
    .number()
    .min(0)
    .max(10 * 365 * 24)
    .default(0)
    .meta({ title: 'Deadline (hours)', description: 'Time to decide. Use 0 for no deadline.' }),
  onDeadline: z
    .enum(['reject', 'approve', 'fail'])
    .default('reject')
    .meta({
      title: 'After the deadline',
      description: 'What happens if nobody decides in time. Fail: the node fails.',
      labels: { reject: 'Reject', approve: 'Approve', fail: 'Fail' },
    }),
})
type Settings = z.output<typeof settings>

/** Number of table rows to show to the reviewer. The digest of the approval covers all rows. */
const maxSampleRows = 20

/** Waits for a reviewer's decision and continues at the corresponding output. @internal */
export const approvalNode = defineNode({
  type: 'approval',
  version: 1,
  family: 'logic',
  title: 'Approval',
  description:
    'Waits for a person to review the input, then continues at "Approved" or "Rejected". The reviewer can edit the value before approving it.',
  icon: 'hand',
  isolation: 'shared',
  control: 'approval',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'approved', type: 'any', label: 'Approved' },
    { name: 'rejected', type: 'any', label: 'Rejected' },
    { name: 'decision', type: 'json', label: 'Decision' },
  ],
  settings,

  describe({ settings: { message, deadlineHours, onDeadline }, inputs }) {
    const input = inputs.value ?? { type: 'any' as const }
    return {
      outputs: { approved: input, rejected: input, decision: { type: 'json' } },
      summary: createMessage('approval.summary', {
        message: message.split('\n')[0] ?? '',
        hours: deadlineHours,
        after: onDeadline,
      }),
    }
  },

  async run(args) {
    const { continuation } = args
    return continuation?.kind === 'resumed'
      ? applyDecision(args, continuation)
      : requestApproval(args, await createSnapshot(args))
  },
})

/**
 * Creates the snapshot that the reviewer sees. It contains the entire input or, for a table, the table's identity, so
 * the approval applies to exactly this data.
 */
async function createSnapshot({
  settings: { message },
  inputs: { value },
  tables,
  signal,
}: RunArguments<Settings>): Promise<Json> {
  if (value?.kind !== 'table') return { message, value: (value ?? null) as Json }
  const { id, columns, rows } = value.table
  const firstRows = await tables.rows(
    sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid LIMIT ${maxSampleRows}`,
    {
      signal,
    },
  )
  const toJson = (cell: Scalar): Json => (typeof cell === 'bigint' ? cell.toString() : cell)
  const sample = firstRows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJson(cell)])),
  )
  return {
    message,
    value: { kind: 'table', table: { id, rows, columns: columns.map(({ name, type }) => ({ name, type })) }, sample },
  }
}

function requestApproval(
  { settings: { deadlineHours, onDeadline }, clock }: RunArguments<Settings>,
  snapshot: Json,
): NodeResult {
  const deadlineFields =
    deadlineHours > 0 ? { deadline: clock.now() + deadlineHours * 3_600_000, default: onDeadline } : {}
  return { outputs: {}, wait: { kind: 'approval', digest: digestJson(snapshot), shown: snapshot, ...deadlineFields } }
}

async function applyDecision(
  args: RunArguments<Settings>,
  { by, shown }: Extract<Continuation, { kind: 'resumed' }>,
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
    return createOutcome(onDeadline, value, {
      decision: onDeadline,
      by: null,
      comment: null,
      edited: false,
      deadline: true,
    })
  }
  const { edited, by: reviewer = null, comment = null } = by
  const decision = by.decision === 'reject' ? 'reject' : 'approve'
  const isEdited = decision === 'approve' && edited !== undefined
  const decisionRecord = { decision, by: reviewer, comment, edited: isEdited, deadline: false }
  if (decision === 'reject' || edited === undefined) return createOutcome(decision, value, decisionRecord)
  if (value?.kind !== 'table') {
    const editedValue: Value =
      value?.kind === 'text' && typeof edited === 'string'
        ? { kind: 'text', text: edited }
        : { kind: 'json', json: edited }
    return createOutcome(decision, editedValue, decisionRecord)
  }
  try {
    const { tables, key, signal } = args
    return createOutcome(
      decision,
      { kind: 'table', table: await editCells(tables, value.table, edited, { id: key, signal }) },
      decisionRecord,
    )
  } catch (cause) {
    if (!(cause instanceof TablesError || cause instanceof NodeError)) throw cause
    // If the edit cannot be applied, the problem is reported and approval is requested again.
    return requestApproval(args, {
      ...(shown as { [key: string]: Json }),
      problem: getProblemText(cause.problem) as unknown as Json,
    })
  }
}

function createOutcome(decision: 'approve' | 'reject', value: Value | undefined, decisionRecord: Json): NodeResult {
  const port = decision === 'approve' ? 'approved' : 'rejected'
  const outputs: Record<string, Value> = { decision: { kind: 'json', json: decisionRecord } }
  if (value) outputs[port] = value
  return { outputs, taken: [port, 'decision'] }
}
