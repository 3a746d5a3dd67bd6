import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** The editor in a page: its engine, its storage and the embedded element. */
export const pageReference = {
  'engine.aborted': {
    meaning: 'A request was canceled before its response arrived, usually because the view that needed it was closed.',
    solution: 'Repeat the action if you still need its result.',
  },
  'engine.terminated':
    'A canceled run did not stop, or another request, such as a preview, kept the worker busy for minutes. The worker was terminated, and its tables were lost.',
  'embed.invalid-src': {
    meaning: 'The `src` attribute of the embedded editor is not a URL.',
    params: { src: 'http//example' },
  },
  'embed.cross-origin-src': {
    meaning:
      'The `src` attribute contains the URL of a workflow on another origin. The element loads workflows only from the origin of its page.',
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
    meaning: 'The file in `src` was downloaded, but it is not a workflow.',
    params: { path: '/report.json', reason: message('workflow.unknown-shape', { count: 2, names: ['title', 'rows'] }) },
  },
  'storage.unreadable': {
    meaning:
      'An entry in the browser storage is incomplete, or was written by a newer version of the page. Nothing was deleted.',
    params: { what: 'run', key: '7d1c', reason: message('storage.incomplete-run', {}) },
  },
  'storage.invalid-document': {
    meaning: 'A program made a change that would make the workflow invalid, so the change was not saved.',
    params: {
      name: 'Monthly report',
      reason: message('value.expected', { expected: message('value.array', {}), found: message('value.nothing', {}) }),
    },
  },
  'engine.closed': {
    meaning:
      'A request was sent to the engine after the host application had closed it, usually together with the editor.',
    solution: 'Reload the page.',
  },
  'engine.stopped': {
    meaning: "The page's worker stopped, for example because the browser ran out of memory.",
    params: { reason: 'out of memory' },
  },
  'engine.stopped.not-loaded': {
    meaning: 'The browser could not download the worker script.',
    params: { url: '/assets/worker.js' },
  },
  'engine.stopped.unreadable':
    'The page and its worker have different versions, usually while a new version of the page is being deployed.',
  'engine.failed': {
    meaning: 'A request to the engine ended with an unexpected error.',
    params: { reason: 'invalid state' },
  },
  'engine.failed.start': {
    meaning: "The page's worker could not be started.",
    params: { reason: 'invalid state' },
  },
  'engine.failed.cross-origin-worker': {
    meaning: "Browsers start workers only from scripts on the page's origin.",
    params: { url: 'https://cdn.example.com/worker.js', origin: 'https://app.example.com' },
  },
  'engine.host-runner': {
    meaning: 'The application that embeds the editor runs workflows itself, and its runner threw an error.',
    params: { reason: 'queue is closed' },
  },
  'engine.no-outcome':
    "The page's worker stopped during a run, and the run record does not contain the end of the run.",
  'run.interrupted.page': {
    meaning: 'The page was closed or reloaded during a run. If the run cannot be resumed, it is marked as failed.',
    params: { repeated: 'no' },
  },
  'run.readonly': 'A user tried to make a change in a view that shows a past run.',
  'workflow.inside': 'A file was dropped or opened while the editor was showing a sub-workflow or the body of a loop.',
  'document.merged': {
    meaning:
      'A workflow was changed in two tabs, or by another person on the server while its page was offline. The changes were merged.',
    params: { conflicts: 1 },
  },
  'document.saved-both': {
    meaning: 'The same workflow is open in two tabs, and the changes could not be merged. Both versions are stored.',
    params: { name: 'Monthly report (2)' },
  },
  'dataset.duplicate': {
    meaning: 'The content of an added file is identical to that of a stored dataset.',
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
  'file.not-stored': {
    meaning: 'A node returned a file, but the browser storage does not have enough space for it.',
    params: { name: 'report.pdf' },
  },
  'egress.header': {
    meaning: 'A node sets a header that only the browser can set, such as Cookie or Referer.',
    params: { name: 'Cookie' },
  },
  'egress.offline': 'A node tried to send a request while the device was offline.',
  'egress.page-request-failed':
    'A request from a node failed in the browser. Browsers do not report the reason to pages.',
  'outside.host': {
    meaning: 'An entry in the allowed hosts, or in the hosts of a secret, is not a valid host.',
    params: { host: 'api example' },
  },
  'secret.invalid.no-value': {
    meaning: 'A secret was saved in the page without a value.',
    params: { name: 'crm-token' },
  },
  'secret.invalid.no-hosts': {
    meaning: 'A secret was saved in the page without hosts, so it could not be sent to any host.',
    params: { name: 'crm-token' },
  },
  'secret.plain-server': {
    meaning:
      'A secret was entered in a page that connects to its server over HTTP, where others on the network could read the secret.',
    params: { address: 'http://aw.example.com' },
  },
  'server.unreachable': {
    meaning: 'The editor stores its workflows on a server, and a request to it failed.',
    params: { address: 'http://localhost:3000', reason: 'Failed to fetch' },
  },
  'server.refused': {
    meaning: 'A server, or a proxy in front of it, returned an error response without a problem code.',
    params: { status: 502 },
    solution: 'Try again. If it fails again, contact the operator of the server.',
  },
  'server.not-saved': {
    meaning: 'A change was saved in the browser, but the server rejected it.',
    params: { name: 'Monthly report', reason: message('server.refused', { status: 403 }) },
  },
  'server.dataset-not-uploaded': {
    meaning: 'A dataset was saved in the browser, but uploading it to the server failed.',
    params: { name: 'sales.csv', reason: message('server.unreachable', { address: '', reason: '' }) },
  },
  'server.no-run':
    'A decision was made on a run that had started in the page before the editor was connected to a server.',
  'server.no-table': 'A table was opened that does not belong to any known run on the server.',
  'server.table-not-stored':
    'A table from a run on a server was opened, but the run failed or was canceled before the table was stored.',
  'server.intermediate-table': 'An intermediate table from a run on a server was opened.',
  'storage.full.page': {
    meaning: 'The page has reached its storage limit in the browser, or the disk is full.',
    params: { item: message('storage.item', { what: 'dataset', name: 'orders.csv' }) },
  },
  'storage.closed': {
    meaning: 'The connection to the browser storage was closed while the page was open.',
    params: { item: message('storage.item', { what: 'workflow', name: 'Monthly report' }) },
  },
  'storage.failed': {
    meaning: 'The browser reported an error while saving.',
    params: {
      item: message('storage.item', { what: 'workflow', name: 'Monthly report' }),
      reason: 'QuotaExceededError',
    },
  },
  'storage.failed.reading': {
    meaning: 'The browser reported an error while reading.',
    params: { item: message('storage.item', { what: 'workflows', name: '' }), reason: 'UnknownError' },
  },
  'storage.host-failed': {
    meaning: 'The application that embeds the editor stores workflows itself, and its storage threw an error.',
    params: { name: 'Monthly report', reason: 'status 500' },
  },
  'storage.newer': 'An older version of the page was opened after a newer one had changed the browser storage.',
  'storage.unavailable.blocked':
    'A new version of the page must upgrade the browser storage, but a tab with an older version still has it open.',
  'storage.results-full':
    'The results of a run do not fit in the origin private file system (OPFS) of the page, because the browser limits its size or the disk is full.',
  'storage.results-refused': {
    meaning: 'Private windows and some browser settings do not allow files in the origin private file system (OPFS).',
    params: { reason: 'SecurityError' },
  },
  'storage.unavailable.page': {
    meaning: 'Private windows and some browser settings do not allow pages to store data.',
    params: { reason: 'SecurityError' },
  },
} as const satisfies ReferenceEntries
