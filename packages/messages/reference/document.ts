import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Reading and editing workflow documents. */
export const documentReference = {
  'workflow.not-json': {
    meaning: 'A file was opened as a workflow, but its content is not valid JSON.',
    params: {
      reason: message('json.unexpected-at', {
        found: message('json.character', { sign: '}' }),
        line: 12,
        column: 3,
        expected: message('json.a-value', {}),
      }),
    },
  },
  'json.malformed': {
    meaning: 'A setting, a request or an option contains text that is not valid JSON, although JSON is required.',
    params: { reason: message('json.empty', {}) },
  },
  'yaml.malformed': {
    meaning: 'A workflow was sent to the server as YAML, but the YAML is not valid.',
    params: { reason: message('yaml.syntax', { line: 4, detail: 'bad indentation of a mapping entry' }) },
  },
  'workflow.not-an-object': {
    meaning: 'The file is valid JSON, but it contains an array or a single value instead of an object.',
    params: { found: message('value.array', {}) },
  },
  'workflow.too-deep': {
    meaning: 'The document is nested too deeply. The limit protects programs that process documents recursively.',
    params: { max: 100 },
  },
  'workflow.too-large': {
    meaning:
      'A document can have at most 10,000 nodes, 40,000 edges, 2,000 groups, 2,000 notes and 16,000,000 characters, so that it can be validated and displayed quickly.',
    params: { what: 'nodes', count: 20_000, max: 10_000 },
  },
  'workflow.too-slow': {
    meaning: 'The server validates large workflows in a separate thread with a time limit, which was exceeded.',
    params: { seconds: 30 },
  },
  'workflow.reserved-name': {
    meaning: 'A property of the document has a name that JavaScript objects use internally, such as `__proto__`.',
    params: { name: '__proto__', path: 'nodes.0.settings' },
  },
  'workflow.unknown-shape': {
    meaning:
      'The file is a JSON object, but its format is not supported. Supported formats are the format of this editor, a chain of steps, and graph files of other editors.',
    params: { count: 2, names: ['title', 'rows'] },
  },
  'workflow.invalid': {
    meaning: 'A value in the document does not match the workflow schema. The path shows the location of the value.',
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
    meaning:
      'A change by the editor, an agent or a host application was not applied, because the document would not be valid.',
    params: { reason: message('edit.reserved-name', { name: '__proto__' }) },
  },
  'edit.refused': {
    meaning:
      'A change was not applied, because it refers to a node, edge, group or note that no longer exists or whose ID is already in use.',
    params: { reason: message('edit.not-found', { kind: 'node', id: 'join' }) },
  },
  'document.edge-removed': {
    meaning:
      'Two versions of a workflow were merged, and an edge in one version was connected to a node that the other version had deleted.',
    params: { source: 'Filter', target: 'Join', missing: ['Join'] },
  },
  'document.duplicate-id': {
    meaning: 'Two versions of a workflow were merged, and both had added an element with the same ID.',
    params: { kind: 'node', id: 'join', other: 'join-2' },
  },
} as const satisfies ReferenceEntries
