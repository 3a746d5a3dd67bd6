import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Planning and running workflows, run records, and approvals. */
export const runReference = {
  'run.damaged-event': {
    meaning: 'A stored run was opened, but one of its events is not valid.',
    params: { index: 12, type: 'node-completed', reason: message('json.ends-early', {}) },
  },
  'run.invalid-record': {
    meaning:
      'A stored run was opened, but its events are not numbered in order, or its first event is not the start of the run.',
    params: { reason: message('run.wrong-event', { found: 14, expected: 12 }) },
  },
  'sub-workflow.no-port': {
    meaning: 'The interface of a sub-workflow refers to a port that its inner node no longer has.',
    params: { side: 'input', name: 'orders', port: 'rows', node: 'Filter' },
  },
  'workflow.cycle': {
    meaning: 'Edges form a cycle. Only the body of a loop node is allowed to lead back into the loop.',
    params: { reason: message('workflow.cycle-path', { path: '"Filter" → "Join" → "Filter"' }) },
  },
  'node.describe-failed': {
    meaning: 'The `describe` function of a node type threw an error while the workflow was checked or planned.',
    params: { reason: 'settings.columns is not iterable' },
  },
  'edge.invalid': {
    meaning:
      'An edge is connected to a node or port that does not exist, to an input that already has an edge, or to an input that does not accept the value.',
    params: {
      reason: message('edge.no-port', { side: 'input', node: 'Join', port: 'middle', ports: ['left', 'right'] }),
    },
  },
  'run.no-trigger': 'A run was started with data, but the workflow has no trigger that can pass the data to its nodes.',
  'run.no-file-input': {
    meaning:
      'A file was passed to a run, but no node in the workflow reads a file, or the specified node does not read files.',
    params: { reason: message('run.no-reader', { workflow: 'Monthly report' }), count: 0, readers: [] },
  },
  'run.no-file': {
    meaning:
      'The run cannot start because no dataset is selected in a node that reads a file, and no file was passed to the run.',
  },
  'loop.wrong-return-port': {
    meaning: 'The last node of a loop body is connected to an input of the loop that does not collect results.',
    params: { loop: 'For each order', ports: ['result'] },
  },
  'loop.overlap': {
    meaning: 'Two loops share a node. A node can be in both loops only if one loop is completely inside the other.',
    params: { node: 'Send email', one: 'For each order', other: 'For each customer' },
  },
  'loop.source-outside-body': {
    meaning: 'A node outside a loop is connected to an input that only the body of the loop can use.',
    params: { node: 'Filter', loop: 'For each order', inputs: ['result'], outputs: ['item'] },
  },
  'node.version-not-installed': {
    meaning:
      'A run was resumed, but the installed version of a node type is different from the version that the run started with.',
    params: { version: 1, type: 'http_request', installed: 2 },
  },
  'node.unknown-type': {
    meaning:
      'The workflow contains a node whose type is not installed, for example a custom type that the host application did not register.',
    params: { type: 'acme_crm', types: ['loading', 'filter', 'join'] },
  },
  'node.newer-version': {
    meaning:
      'The workflow was saved by a program with a newer version of this node type. Settings cannot be migrated to an older version.',
    params: { version: 3, type: 'join', installed: 2 },
  },
  'node.migration-failed': {
    meaning:
      'The workflow was saved with an older version of the node type, and its settings could not be migrated to the installed version.',
    params: { version: 1, installed: 2, reason: 'settings.keys is not iterable' },
  },
  'node.migrated': {
    meaning:
      'The node was saved with an older version of its type, or without `typeVersion`, and one of its settings has a different form in the installed version. For example, `input` was the value itself in version 1 of Transform and Code; in every node, `input` now contains the inputs by port, and `input.value` is the first one. Results do not change. The suggested fix updates the node.',
    params: { version: 1, installed: 2, before: '$sum(input.amount)', after: '$sum(input.value.amount)' },
  },
  'node.invalid-setting': {
    meaning:
      'A setting does not match the schema of its node type. If it contains expressions, the problem may appear only after the run has evaluated them.',
    params: {
      setting: 'rows',
      expressions: '',
      reason: message('value.expected', { expected: message('value.integer', {}), found: '"ten"' }),
    },
  },
  'workflow.duplicate-id': {
    meaning: 'Two nodes in the workflow have the same ID, so edges that refer to this ID are ambiguous.',
    params: { id: 'load' },
  },
  'sub-workflow.recursive':
    'A Sub-workflow node runs a workflow that contains the node itself, directly or through other workflows.',
  'sub-workflow.missing': {
    meaning:
      'A Sub-workflow node refers to a workflow that was deleted, or that was not copied together with this workflow.',
    params: { host: 'page' },
  },
  'sub-workflow.ambiguous': {
    meaning: 'A Sub-workflow node refers to a workflow by name, but several workflows have this name.',
    params: { node: 'Clean', workflow: 'Clean orders' },
  },
  'sub-workflow.too-many-nodes': {
    meaning: 'Nested sub-workflows multiply the number of nodes in a run, so this number is limited.',
    params: { max: 10_000 },
  },
  'node.missing-input': {
    meaning: 'A required input of a node is not connected.',
    params: { node: 'Join', port: 'right', type: message('value-type', { type: 'table' }) },
  },
  'run.too-large': {
    meaning: 'The run record, including the outputs of nodes, is kept in memory and stored, so its size is limited.',
    params: { workflow: 'Monthly report', unit: 'characters', max: 1_000_000_000 },
  },
  'run.too-long': {
    meaning: 'The run, including the delays between attempts, exceeded its time limit.',
    params: { workflow: 'Monthly report', limit: 600_000 },
  },
  'fork.no-record': 'A fork was requested for a run that has no stored record.',
  'fork.no-event': {
    meaning: 'A fork was requested after an event that does not exist in the run.',
    params: { event: 40, last: 31 },
  },
  'fork.no-node': {
    meaning: 'A fork was requested with a changed output for a node that is not part of the run.',
    solution: 'Use the ID of a node of that run.',
  },
  'fork.several-outputs':
    'A fork was requested with changed outputs for several nodes, but one of them ran only after another one had completed.',
  'fork.no-output': {
    meaning: 'A fork was requested with a changed output for a node that had not completed at the selected event.',
    params: { event: 12 },
  },
  'effect.not-recorded': {
    meaning:
      'A resumed run reached an effect that was completed according to the run record, but the record does not contain the result of the effect.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.refused': {
    meaning:
      'The process ended while an effect was in progress, and the reviewer decided that the effect must not be repeated.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.not-json': {
    meaning:
      'A custom node performed an effect whose request or result is not JSON. Effects must be recorded, so that a resumed run does not repeat them.',
    params: {
      what: 'result',
      effect: 'create invoice',
      place: 'created',
      reason: message('json.a-kind', { kind: 'Date' }),
    },
  },
  'effect.unknown': {
    meaning:
      'The process ended while an effect was in progress. The effect is not repeated, because it may already have run.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.waiting': 'A node requested a decision, and continues after the decision. The request is shown in the run.',
  'effect.cannot-ask':
    'A node requested a decision while its effects were being undone. The run cannot wait for a decision at this point.',
  'nested.not-completed': {
    meaning:
      'A workflow that an agent called as a tool did not complete, for example because it was waiting for an event.',
    params: { state: message('nested.waiting', {}) },
  },
  'node.not-json': {
    meaning: 'A node returned an output or a report that the run record cannot store.',
    params: {
      place: message('json.output', { port: 'value' }),
      reason: message('json.a-kind', { kind: 'function' }),
    },
  },
  'record.mismatch': {
    meaning: 'A run was resumed from a record in which an event cannot follow the events before it.',
    params: { index: '18', type: 'node-completed', reason: 'node "join" has not started' },
  },
  'run.type-version-not-installed': {
    meaning: 'An interrupted run cannot be resumed because it started with a different version of a node type.',
    params: { version: 1, type: 'join', installed: 2 },
  },
  'record.newer': {
    meaning:
      'The run record has a newer format, which this version of the program cannot read. The record was not changed.',
    params: { name: 'run.jsonl', format: 3, supported: 2, lines: 120 },
  },
  'record.torn': {
    meaning: 'The process ended while it was writing an event to the run record. All events before it are complete.',
    params: { name: 'run.jsonl', kept: 57 },
  },
  'record.damaged': {
    meaning: 'A line in the middle of a run record is not a valid event.',
    params: {
      name: 'run.jsonl',
      line: '31',
      reason: message('record.wrong-number', { found: 33, expected: 31 }),
      lost: 26,
    },
  },
  'table.missing': {
    meaning:
      'A resumed or partial run requires a table that was deleted, but the node that computed the table cannot run again.',
    params: { node: 'Load orders', table: 'orders' },
  },
  'record.empty': 'A run was resumed from a record without its first event, which contains the workflow.',
  'run.no-node': {
    meaning: 'A partial run was requested for a node that does not exist in the workflow.',
    params: { node: 'join2' },
  },
  'pin.table-missing': 'A node is pinned to an earlier result, but the table of that result was deleted.',
  'run.stale-input': {
    meaning: 'Only a part of the workflow was run, and it used results from before an earlier node was changed.',
    params: { node: 'Join', source: 'Filter' },
  },
  'run.no-input': {
    meaning: 'A single node was run, but a node that provides its input has not been run yet.',
    params: { node: 'Join', source: 'Filter' },
  },
  'run.too-much-memory': {
    meaning:
      'The tables of the run have reached the memory limit, so a node that would create another table was not started.',
    params: { node: 'Join', used: 2_100_000_000, limit: 2_000_000_000 },
  },
  'node.out-of-time': {
    meaning: 'All attempts of a node, including the delays between them, exceeded the time limit of the node.',
    params: { node: 'HTTP request', limit: 120_000 },
  },
  'node.timeout': {
    meaning: 'An attempt of a node exceeded its time limit.',
    params: { node: 'HTTP request', limit: 30_000 },
  },
  'compensation.cancelled': {
    meaning: 'A failed run was canceled while its effects were being undone.',
    params: { node: 'Create invoice', when: 'midway' },
  },
  'run.not-active':
    'A decision was sent to a run that is not active in this process or page, for example after a restart.',
  'node.internal': {
    meaning: 'The implementation of a node threw an unexpected error.',
    params: { reason: 'Cannot read properties of null' },
  },
  'approval.not-waiting': {
    meaning: 'Two users made a decision at the same time, or a decision was made before the run reached the node.',
    params: { node: 'Approve payment' },
  },
  'approval.too-late': {
    meaning: 'A decision was made after the deadline of the Approval node.',
    params: { node: 'Approve payment', deadline: '2026-11-20T09:00:00' },
  },
  'approval.stale': {
    meaning:
      'The decision refers to a different value than the one that is now waiting for approval, for example because the node ran again.',
    params: { node: 'Approve payment', decided: '3f1c', shown: '9b20' },
  },
  'approval.no-effect': {
    meaning: '"Mark as done" was selected for an Approval node, but it applies only to interrupted effects.',
    params: { node: 'Approve payment' },
  },
  'approval.outcome': {
    meaning:
      'The decision on an interrupted effect is inconsistent: the effect was marked as done without its result, or a result was provided without marking the effect as done.',
    params: { node: 'Create invoice', outcome: 'missing' },
  },
} as const satisfies ReferenceEntries
