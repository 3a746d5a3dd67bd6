import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

/** Planning and running workflows, run records, approvals. */
export const runReference = {
  'run.damaged-event': {
    meaning: 'A stored run was opened, but one of its events has an invalid format.',
    params: { index: 12, type: 'node-completed', reason: message('json.ends-early', {}) },
  },
  'run.broken-record': {
    meaning: 'A stored run was opened, but its events are not numbered in order or do not begin with its start.',
    params: { reason: message('run.wrong-event', { found: 14, expected: 12 }) },
  },
  'sub-workflow.no-port': {
    meaning: 'The interface of a sub-workflow refers to a port that its inner node no longer has.',
    params: { side: 'input', name: 'orders', port: 'rows', node: 'Filter' },
  },
  'workflow.cycle': {
    meaning: 'Edges lead from a node back to itself. Only the body of a loop node may lead back into the loop.',
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
  'run.no-trigger': 'A run was started with data, but the workflow has no trigger that passes data on.',
  'run.no-file-input': {
    meaning:
      'A file was passed to a run, but the workflow has no node that reads it, or the named node does not read files.',
    params: { reason: message('run.no-reader', { workflow: 'Monthly report' }), count: 0, readers: [] },
  },
  'run.no-file': {
    meaning:
      'The run cannot start because a node that reads a file has neither a dataset in its settings nor a file from the run.',
  },
  'loop.wrong-way-back': {
    meaning: 'The last node of a loop body is connected to an input of the loop that does not collect results.',
    params: { loop: 'For each order', ports: ['result'] },
  },
  'loop.overlap': {
    meaning: 'Two loops share a node. A node belongs to one loop, or one loop is completely inside the other.',
    params: { node: 'Send email', one: 'For each order', other: 'For each customer' },
  },
  'loop.not-its-body': {
    meaning: 'A node outside a loop is connected to one of the inputs that only the body of the loop may use.',
    params: { node: 'Filter', loop: 'For each order', inputs: ['result'], outputs: ['item'] },
  },
  'node.version-gone': {
    meaning: 'A run is resumed, and the installed node type has a different version than the one the run started with.',
    params: { version: 1, type: 'http_request', installed: 2 },
  },
  'node.unknown-type': {
    meaning:
      'The workflow contains a node whose type is not installed, for example a custom type that the host did not register.',
    params: { type: 'acme_crm', types: ['loading', 'filter', 'join'] },
  },
  'node.newer-version': {
    meaning:
      'The workflow was saved by a program with a newer version of this node type. Settings cannot be migrated back.',
    params: { version: 3, type: 'join', installed: 2 },
  },
  'node.migration-failed': {
    meaning:
      'The workflow was saved with an older version of the node type, and its settings do not fit the migration to the installed one.',
    params: { version: 1, installed: 2, reason: 'settings.keys is not iterable' },
  },
  'node.migrated': {
    meaning:
      'The node was saved with an older version of its type, or without `typeVersion`, and one of its text settings is written differently in the installed version. For example, `input` was the value itself in version 1 of Transform and Code; in every node, `input` now contains the inputs by port, and `input.value` is the first one. Results do not change. The fix of the problem updates the node.',
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
    meaning: 'Two nodes of the workflow have the same ID, so edges to this ID are ambiguous.',
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
    meaning:
      'A Sub-workflow node refers to a workflow by a name that several workflows had when the document was saved.',
    params: { node: 'Clean', workflow: 'Clean orders' },
  },
  'sub-workflow.too-many-nodes': {
    meaning: 'Sub-workflows inside sub-workflows multiply; the limit keeps a plan from growing without bound.',
    params: { max: 10_000 },
  },
  'node.missing-input': {
    meaning: 'A required input of a node has no edge.',
    params: { node: 'Join', port: 'right', type: message('value-type', { type: 'table' }) },
  },
  'run.too-large': {
    meaning: 'The record of a run, with the outputs of its nodes, is in memory and is stored, so its size is limited.',
    params: { workflow: 'Monthly report', unit: 'characters', max: 1_000_000_000 },
  },
  'run.too-long': {
    meaning: 'The run, including the delays between attempts, exceeded its time limit.',
    params: { workflow: 'Monthly report', limit: 600_000 },
  },
  'fork.no-record': 'A run without a stored record was forked.',
  'fork.no-event': {
    meaning: 'A fork starts after an event number that the run does not have.',
    params: { event: 40, last: 31 },
  },
  'fork.no-node': {
    meaning: 'A fork changes the output of a node that is not part of the forked run.',
    solution: 'Use the ID of a node of that run.',
  },
  'fork.several-outputs':
    'A fork changes the outputs of several nodes, and one of them ran only after another one had completed.',
  'fork.no-output': {
    meaning: 'A fork changes the output of a node that had not completed at the chosen event.',
    params: { event: 12 },
  },
  'effect.not-recorded': {
    meaning:
      'A resumed run reached an effect that was performed according to its record, but the record does not contain its result.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.refused': {
    meaning:
      'The process ended while an effect was in progress, and the reviewer decided that it must not be repeated.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.not-json': {
    meaning:
      'A custom node performs an effect whose request or result is not JSON. Effects are recorded so that a resumed run does not repeat them.',
    params: {
      what: 'result',
      effect: 'create invoice',
      place: 'created',
      reason: message('json.a-kind', { kind: 'Date' }),
    },
  },
  'effect.unknown': {
    meaning: 'The process ended while an effect was in progress. It is not repeated, because it may have run already.',
    params: { effect: 'POST https://api.example.com/orders' },
  },
  'effect.waits': 'A node asked a question and runs again after the decision. The run shows the question.',
  'effect.cannot-ask':
    'A node asked a question while its effects were being undone. The run cannot wait at this point.',
  'nested.not-ended': {
    meaning:
      'A workflow that an agent calls as a tool ended without completing, for example because it waits for an event.',
    params: { state: message('nested.waits', {}) },
  },
  'node.not-json': {
    meaning: 'A node returned an output or a report that the run record cannot store.',
    params: {
      place: message('json.output', { port: 'value' }),
      reason: message('json.a-kind', { kind: 'function' }),
    },
  },
  'record.foreign': {
    meaning: 'A run is resumed from a record in which an event cannot follow the events before it.',
    params: { index: '18', type: 'node-completed', reason: 'node "join" has not started' },
  },
  'run.type-version-gone': {
    meaning: 'An interrupted run cannot be resumed because it started with a different version of a node type.',
    params: { version: 1, type: 'join', installed: 2 },
  },
  'record.newer': {
    meaning: 'The record has a format that this version of the program does not know. It is not changed.',
    params: { name: 'run.jsonl', format: 3, supported: 2, lines: 120 },
  },
  'record.torn': {
    meaning: 'The process ended while it wrote an event to the record. Everything before that event is complete.',
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
  'table.gone': {
    meaning: 'A resumed or partial run needs a table that was deleted, and the node that computed it cannot run again.',
    params: { node: 'Load orders', table: 'orders' },
  },
  'record.empty': 'A run is resumed from a record without its first event, which contains the workflow.',
  'run.no-node': {
    meaning: 'A partial run refers to a node that the workflow does not have.',
    params: { node: 'join2' },
  },
  'pin.table-gone': 'A node is pinned to an earlier result, and the table of that result was deleted.',
  'run.stale-input': {
    meaning: 'Only a part of the workflow was run. It used results that are older than a change to an earlier node.',
    params: { node: 'Join', source: 'Filter' },
  },
  'run.no-input': {
    meaning: 'A single node was run, and a node before it has never run.',
    params: { node: 'Join', source: 'Filter' },
  },
  'run.too-much-memory': {
    meaning: 'The tables of the run reached the memory limit; a node that would add another one is not started.',
    params: { node: 'Join', used: 2_100_000_000, limit: 2_000_000_000 },
  },
  'node.out-of-time': {
    meaning:
      'A node was tried several times, and all attempts with the delays between them took longer than its time limit.',
    params: { node: 'HTTP request', limit: 120_000 },
  },
  'node.timeout': {
    meaning: 'One attempt of a node took longer than its time limit.',
    params: { node: 'HTTP request', limit: 30_000 },
  },
  'compensation.cancelled': {
    meaning: 'A failed run was undoing its effects when it was canceled.',
    params: { node: 'Create invoice', when: 'midway' },
  },
  'run.not-here':
    'A decision was sent to a run that is not active in this process or page, for example after a restart.',
  'node.internal': {
    meaning: 'The code of a node threw an unexpected error.',
    params: { reason: 'Cannot read properties of null' },
  },
  'approval.not-waiting': {
    meaning: 'Two users decided at the same time, or the decision came before the run reached the node.',
    params: { node: 'Approve payment' },
  },
  'approval.too-late': {
    meaning: 'A decision arrived after the deadline that is set in the Approval node.',
    params: { node: 'Approve payment', deadline: '2026-11-20T09:00:00' },
  },
  'approval.stale': {
    meaning:
      'The decision refers to a different value than the one that now waits for approval, for example because the node ran again.',
    params: { node: 'Approve payment', decided: '3f1c', shown: '9b20' },
  },
  'approval.nothing-done': {
    meaning: '"Mark as done" was chosen for an Approval node. It applies only to effects that were interrupted.',
    params: { node: 'Approve payment' },
  },
  'approval.outcome': {
    meaning:
      'An interrupted effect was decided inconsistently: marked as done without its result, or with a result but not marked as done.',
    params: { node: 'Create invoice', outcome: 'missing' },
  },
} as const satisfies AreaReference
