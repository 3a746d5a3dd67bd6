import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

/** The editor in a page: its engine, its storage and the embedded element. */
export const pageReference = {
  'engine.aborted': {
    meaning: 'A request was canceled before it was answered, usually because the view that needed it was closed.',
    solution: 'Repeat the action if you still need its result.',
  },
  'engine.killed':
    'A run was canceled, and a statement or script in it did not stop. The worker was ended together with its tables.',
  'embed.bad-src': {
    meaning: 'The attribute `src` of the embedded editor is not a URL.',
    params: { src: 'http//example' },
  },
  'embed.foreign-src': {
    meaning:
      'The attribute `src` names a workflow on another origin. The element reads workflows of its own origin only.',
    params: { url: 'https://other.example/report.json' },
  },
  'embed.src-missing': {
    meaning: 'The workflow in `src` was requested, and the web server answered with an error status.',
    params: { path: '/report.json', status: 404 },
  },
  'embed.src-unreachable': {
    meaning: 'The workflow in `src` was requested, and no answer arrived.',
    params: { path: '/report.json', reason: 'Failed to fetch' },
  },
  'embed.src-unreadable': {
    meaning: 'The file in `src` was downloaded, but is not a workflow.',
    params: { path: '/report.json', reason: message('workflow.unknown-shape', { count: 2, names: ['title', 'rows'] }) },
  },
  'storage.unreadable': {
    meaning:
      'An entry of the browser storage is incomplete, or was written by a newer version of the page. Nothing is deleted.',
    params: { what: 'run', key: '7d1c', reason: message('storage.incomplete-run', {}) },
  },
  'storage.invalid-document': {
    meaning: 'The workflow became invalid by a change that a program made, and is not saved in this state.',
    params: {
      name: 'Monthly report',
      reason: message('value.expected', { expected: message('value.array', {}), found: message('value.nothing', {}) }),
    },
  },
} as const satisfies AreaReference
