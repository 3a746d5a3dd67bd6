import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

/** Reading and editing workflow documents. */
export const documentReference = {
  'workflow.not-json': {
    meaning: 'A file is opened as a workflow, and its text is not JSON.',
    params: {
      reason: message('json.unexpected-at', {
        found: message('json.sign', { sign: '}' }),
        line: 12,
        column: 3,
        expected: message('json.a-value', {}),
      }),
    },
  },
  'json.malformed': {
    meaning: 'A setting, a request or an option contains text that should be JSON.',
    params: { reason: message('json.empty', {}) },
  },
  'yaml.malformed': {
    meaning: 'A workflow is sent to the server as YAML and cannot be parsed.',
    params: { reason: message('yaml.syntax', { line: 4, detail: 'bad indentation of a mapping entry' }) },
  },
  'workflow.not-an-object': {
    meaning: 'The file is valid JSON, but contains a list or a single value instead of an object.',
    params: { found: message('value.array', {}) },
  },
  'workflow.too-deep': {
    meaning: 'The limit protects programs that process documents recursively.',
    params: { max: 100 },
  },
  'workflow.too-large': {
    meaning:
      'A document can have 10,000 nodes, 40,000 edges, 2,000 groups, 2,000 notes and 16,000,000 characters, so that it can be validated and drawn quickly.',
    params: { what: 'nodes', count: 20_000, max: 10_000 },
  },
  'workflow.too-slow': {
    meaning: 'The server validates large workflows in a separate thread, with a time limit.',
    params: { seconds: 30 },
  },
  'workflow.reserved-name': {
    meaning: 'A property of the document has a name that JavaScript objects use internally, such as `__proto__`.',
    params: { name: '__proto__', path: 'nodes.0.settings' },
  },
  'workflow.unknown-shape': {
    meaning:
      'The file is a JSON object, but not in a supported format: the format of this editor, a chain of steps, or a graph file of another editor.',
    params: { count: 2, names: ['title', 'rows'] },
  },
  'workflow.invalid': {
    meaning: 'A value of the document does not match the schema of workflows. The path shows its location.',
    params: {
      path: 'nodes.2.position.x',
      reason: message('value.expected', { expected: message('value.number', {}), found: '"left"' }),
    },
  },
  'workflow.newer-version': {
    meaning: 'The document was saved by a newer version of the program.',
    params: { version: 4, supported: 3 },
  },
  'workflow.unknown-step': {
    meaning: 'A step depends on a step that the workflow does not contain.',
    params: { step: 'cleanup', steps: ['load', 'clean', 'report'] },
  },
  'edit.invalid': {
    meaning: 'A change by the editor, an agent or a host would make the document invalid. It was not applied.',
    params: { reason: message('edit.reserved-name', { name: '__proto__' }) },
  },
  'edit.refused': {
    meaning:
      'A change refers to a node, edge, group or note that no longer exists, or whose ID is taken. It was not applied.',
    params: { reason: message('edit.not-found', { kind: 'node', id: 'join' }) },
  },
  'document.edge-aside': {
    meaning: 'Two versions of a workflow were merged, and an edge of one led to a node that the other had deleted.',
    params: { source: 'Filter', target: 'Join', missing: ['Join'] },
  },
  'document.same-id': {
    meaning: 'Two versions of a workflow were merged, and both had added something under the same ID.',
    params: { kind: 'node', id: 'join', other: 'join-2' },
  },
} as const satisfies AreaReference
