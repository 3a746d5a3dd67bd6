import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

/** The editor in a page: its engine, its storage and the embedded element. */
export const pageReference = {
  'engine.aborted': {
    meaning: 'A request was canceled before its response arrived, usually because the view that needed it was closed.',
    solution: 'Repeat the action if you still need its result.',
  },
  'engine.killed':
    'A run was canceled and did not stop, or another request, such as a preview, kept the worker busy for minutes. The worker was terminated, and its tables are lost.',
  'embed.bad-src': {
    meaning: 'The `src` attribute of the embedded editor is not a URL.',
    params: { src: 'http//example' },
  },
  'embed.foreign-src': {
    meaning:
      'The `src` attribute contains the URL of a workflow on another origin. The element only loads workflows from the origin of its page.',
    params: { url: 'https://other.example/report.json' },
  },
  'embed.src-missing': {
    meaning: 'The workflow in `src` was requested, but the web server returned an error status.',
    params: { path: '/report.json', status: 404 },
  },
  'embed.src-unreachable': {
    meaning: 'The workflow in `src` was requested, but no response arrived.',
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
    meaning: 'A program made a change that makes the workflow invalid, so this state is not saved.',
    params: {
      name: 'Monthly report',
      reason: message('value.expected', { expected: message('value.array', {}), found: message('value.nothing', {}) }),
    },
  },
  'engine.closed': {
    meaning: 'A request was sent to the engine after the host had closed it, usually together with the editor.',
    solution: 'Reload the page.',
  },
  'engine.died': {
    meaning: 'The worker of the page ended, for example because the browser ran out of memory.',
    params: { reason: 'out of memory' },
  },
  'engine.died.not-loaded': {
    meaning: 'The browser could not download the script of the worker.',
    params: { url: '/assets/worker.js' },
  },
  'engine.died.unreadable':
    'The page and its worker have different versions, usually while a new version of the page is being deployed.',
  'engine.failed': {
    meaning: 'A request to the engine ended with an unexpected error.',
    params: { reason: 'invalid state' },
  },
  'engine.failed.start': {
    meaning: 'The worker of the page could not be started.',
    params: { reason: 'invalid state' },
  },
  'engine.failed.foreign-worker': {
    meaning: 'Browsers start workers only from scripts on the origin of the page.',
    params: { url: 'https://cdn.example.com/worker.js', origin: 'https://app.example.com' },
  },
  'engine.host-runner': {
    meaning: 'The host of the editor runs workflows itself, and its runner threw an error.',
    params: { reason: 'queue is closed' },
  },
  'engine.left': 'The worker of the page ended during a run, and its record does not contain the end of the run.',
  'run.interrupted.page': {
    meaning: 'The page was closed or reloaded during a run. If the run cannot be resumed, it is marked as failed.',
    params: { repeated: 'no' },
  },
  'run.readonly': 'A user tried to make a change in a view that shows a past run.',
  'workflow.inside': 'A file was dropped or opened while the editor showed a sub-workflow or the body of a loop.',
  'document.merged': {
    meaning: 'The same workflow is open in two tabs, and both changed it. The changes were merged.',
    params: { conflicts: 1 },
  },
  'document.kept-both': {
    meaning: 'The same workflow is open in two tabs, and the changes could not be merged. Both versions are stored.',
    params: { name: 'Monthly report (2)' },
  },
  'dataset.already-here': {
    meaning: 'The content of an added file equals that of a stored dataset.',
    params: { name: 'orders (1).csv', known: 'orders.csv' },
  },
  'dataset.unreadable': {
    meaning: 'A file was added, but its preview could not be created.',
    params: {
      name: 'report.pdf',
      reason: message('load.no-reader.chosen', {}),
      next: message('file.next', { next: 'pdf' }),
    },
  },
  'file.unreadable': 'The browser could not read a file that was chosen or dropped.',
  'file.not-kept': {
    meaning: 'A node returned a file, but the browser storage has no space for it.',
    params: { name: 'report.pdf' },
  },
  'egress.header': {
    meaning: 'A node sets a header that browsers reserve for themselves, such as Cookie or Host.',
    params: { name: 'Cookie' },
  },
  'egress.offline': 'A node sends a request while the browser reports that the device is offline.',
  'egress.page-refused':
    'The browser blocked a request of a node. It does not report to pages which of the reasons applies.',
  'outside.host': {
    meaning: 'An entry of the allowed hosts, or of the hosts of a secret, is not a host.',
    params: { host: 'api example' },
  },
  'secret.invalid.no-value': {
    meaning: 'A secret was saved in the page without a value.',
    params: { name: 'crm-token' },
  },
  'secret.invalid.no-hosts': {
    meaning: 'A secret was saved in the page without hosts, so it could not be sent to any.',
    params: { name: 'crm-token' },
  },
  'secret.plain-server': {
    meaning:
      'A secret was entered in a page whose server is reached over HTTP, where others on the network could read it.',
    params: { address: 'http://aw.example.com' },
  },
  'server.unreachable': {
    meaning: 'The editor stores its workflows on a server, and a request to it failed.',
    params: { address: 'http://localhost:3000', reason: 'Failed to fetch' },
  },
  'server.refused': {
    meaning: 'A server, or a proxy in front of it, returned an error without an error code.',
    params: { status: 502 },
    solution: 'Try again. If it fails again, contact the operator of the server.',
  },
  'server.not-saved': {
    meaning: 'A change was saved in the browser, but sending it to the server failed.',
    params: { name: 'Monthly report', reason: message('server.unreachable', { address: '', reason: '' }) },
  },
  'server.no-run': 'A decision for a run was made after the editor had been connected to a server.',
  'server.no-table': 'The opened table was not stored by any run on the server.',
  'server.table-not-stored':
    'A table of a run on a server was opened, but the run failed or was canceled before the table was stored.',
  'server.table-on-the-way': 'An intermediate table of a run on a server was opened.',
  'storage.full.page': {
    meaning: 'The browser limits the storage of a page, or the disk is full.',
    params: { item: message('storage.item', { what: 'dataset', name: 'orders.csv' }) },
  },
  'storage.closed': {
    meaning: 'The connection to the browser storage ended while the page was open.',
    params: { item: message('storage.item', { what: 'workflow', name: 'Monthly report' }) },
  },
  'storage.failed': {
    meaning: 'The browser reported an error while something was saved.',
    params: {
      item: message('storage.item', { what: 'workflow', name: 'Monthly report' }),
      reason: 'QuotaExceededError',
    },
  },
  'storage.failed.reading': {
    meaning: 'The browser reported an error while something was read.',
    params: { item: message('storage.item', { what: 'workflows', name: '' }), reason: 'UnknownError' },
  },
  'storage.host-failed': {
    meaning: 'The host of the editor stores workflows itself, and its storage threw an error.',
    params: { name: 'Monthly report', reason: 'status 500' },
  },
  'storage.newer': 'An older version of the page was opened after a newer one had changed the browser storage.',
  'storage.unavailable.blocked':
    'A new version of the page must change the browser storage, and a tab with the old version holds it open.',
  'storage.results-full':
    'The results of a run do not fit in the origin private file system (OPFS) of the page, which is full or limited by the browser.',
  'storage.results-refused': {
    meaning: 'Private windows and some browser settings do not allow files in the origin private file system (OPFS).',
    params: { reason: 'SecurityError' },
  },
  'storage.unavailable.page': {
    meaning: 'Private windows and some browser settings do not allow storage.',
    params: { reason: 'SecurityError' },
  },
} as const satisfies AreaReference
