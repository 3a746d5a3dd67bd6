import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** The `aw` command line: its arguments, and the files that it reads and writes. */
export const commandLineReference = {
  'aw.internal-error': {
    meaning: 'A command failed with an unexpected error.',
    params: { reason: 'Cannot read properties of null' },
  },
  'backup.files-missing': {
    meaning: '`aw backup` found database entries whose files are missing from the storage.',
    params: { files: 2, names: ['orders.csv', 'customers.csv'] },
  },
  'backup.exists': { meaning: '`aw backup` does not overwrite existing files.', params: { file: 'backup.aw' } },
  'cli.models': {
    meaning: 'The AW_MODELS environment variable, which lists the language models for runs, is not valid.',
    params: { path: 'models.0.id', reason: message('json.empty', {}) },
  },
  'cli.not-json': {
    meaning: 'An option that requires JSON, such as `--done` or `--event`, has a value that is not valid JSON.',
    params: { option: '--done', reason: message('json.empty', {}) },
  },
  'cli.no-rule': '`aw validate` was called without `--schema`, `--info` or `--expression`.',
  'environment.key-too-short': {
    meaning: 'AW_KEY or AW_KEY_NEXT, the key that encrypts the secrets of a server, is too short.',
    params: { name: 'AW_KEY', length: 8 },
  },
  'event.no-waiting-node': '`aw run --resume --event` was called with an event that no node in the run is waiting for.',
  'explain.unknown-code': {
    meaning: '`aw explain` was called with a mistyped code or with the code of a custom node type.',
    params: { code: 'join.no-key', nearest: 'join.no-keys' },
  },
  'fetch.address': {
    meaning: 'The URL of a file is not valid, or its scheme is not HTTP or HTTPS.',
    params: { url: 'ftp://example.com/orders.csv' },
  },
  'fetch.failed': {
    meaning: 'A file that was specified by its URL could not be downloaded.',
    params: {
      url: 'https://example.com/orders.csv',
      reason: message('egress.unknown-host', { host: 'example.com' }),
      hint: { code: 'egress.unknown-host.hint' },
    },
  },
  'fetch.status': {
    meaning: 'The web server returned an error status when a file was downloaded.',
    params: { status: '404' },
  },
  'file.failed': {
    meaning: 'The operating system reported an error that has no separate problem code.',
    params: { path: 'orders.csv', reason: 'EIO' },
  },
  'file.folder': {
    meaning: 'A folder was passed to a command that reads or writes a single file.',
    params: { path: 'data' },
  },
  'file.folder-without-out-dir': {
    meaning: '`aw load FOLDER --out FILE` would write several tables to one file.',
    params: { path: 'data' },
  },
  'file.missing': { meaning: 'A path that does not exist was passed to a command.', params: { path: 'orders.csv' } },
  'file.no-folder': { meaning: 'The folder for an output file does not exist.', params: { folder: 'reports' } },
  'file.no-space': {
    meaning: 'An output file could not be written completely, because the disk is full.',
    params: { path: 'result.csv' },
  },
  'file.not-regular.pipe': {
    meaning: 'A pipe or a device was passed to a command that reads a file several times.',
    params: { path: '/dev/stdin' },
  },
  'file.permission-denied': {
    meaning: 'The user who runs the command does not have permission to open the file.',
    params: { path: 'orders.csv' },
  },
  'file.too-large': {
    meaning: 'Data from standard input or a URL is read into memory, but it exceeds the size limit.',
    params: { name: 'Standard input', max: 500_000_000 },
  },
  'input.no-node': {
    meaning: '`--input NODE=FILE` specifies neither a node of the workflow nor an existing file.',
    params: { node: 'orders', file: 'orders=orders.csv', count: 2, nodes: ['load', 'rates'] },
  },
  'input.duplicate-file': {
    meaning: '`--input` was passed twice for the same node.',
    params: { node: 'load', one: 'a.csv', other: 'b.csv', count: 2, nodes: ['load', 'rates'] },
  },
  'key.no-next': '`aw rotate-key` requires the current key in AW_KEY and the new key in AW_KEY_NEXT.',
  'import.credentials': '`aw import --server` was called with a user name or password in the URL.',
  'import.duplicate-name': {
    meaning: 'Two files in a folder that `aw import` reads contain different workflows with the same name.',
    params: { name: 'Orders', file: 'orders.yaml' },
  },
  'import.empty': { meaning: '`aw import` found no file to import.', params: { path: 'workflows' } },
  'import.name-taken': {
    meaning: '`aw import` does not overwrite workflows on the server.',
    params: { name: 'Orders' },
  },
  'import.no-address': 'An option that applies only to servers was passed to `aw import` without `--server`.',
  'import.server-unreachable': {
    meaning: '`aw import` received no response from the server.',
    params: { url: 'http://localhost:3000', reason: 'connect ECONNREFUSED' },
  },
  'import.rejected': {
    meaning: 'The server rejected a request from `aw import`.',
    params: { url: 'http://localhost:3000', status: '422', reason: 'The workflow has no nodes.' },
  },
  'import.skipped': {
    meaning: '`aw import` imports only the workflow documents in a folder, and skips its subfolders and other files.',
    params: { folder: 'workflows', names: ['archive'] },
  },
  'import.too-large': {
    meaning: 'A file that was passed to `aw import` is too large for a workflow document.',
    params: { max: 64 },
  },
  'load.skipped': {
    meaning: '`aw load FOLDER` loads the files in the folder and skips its subfolders.',
    params: { count: 1, folder: 'data', names: ['archive'] },
  },
  'load.out-dir': { meaning: '`--out-dir` was passed for a single file.', params: { path: 'orders.csv' } },
  'load.option-for-folder': {
    meaning: '`--set` or `--model` was passed for a folder. The files in a folder usually need different settings.',
    params: { path: 'data', option: '--set' },
  },
  'model.no-address.command-line': 'A language model was specified on the command line without the URL of its service.',
  'model.not-named.command-line': 'An option for a language model was passed without the name of the model.',
  'node.unknown-type.command-line': {
    meaning: '`aw nodes TYPE` was called with a type that does not exist.',
    params: { type: 'loader', types: ['loading', 'filter', 'join'] },
  },
  'out.is-source': {
    meaning: 'An output option specifies the file that the command reads.',
    params: { source: '', option: '--out', path: 'orders.csv' },
  },
  'out.duplicate-path': {
    meaning: 'Two output options specify the same file.',
    params: { other: '--out', option: '--plan', path: 'result.csv' },
  },
  'out.unknown-format': {
    meaning: 'The format of an output file is determined by its extension, which is not supported.',
    params: { path: 'result.doc', extension: '.doc', extensions: ['.csv', '.json', '.parquet'] },
  },
  'plan.invalid.command-line': {
    meaning: '`aw prepare --apply` was called with a file that is not a preparation plan.',
    params: { place: 'operations.0.op', path: 'plan.json', reason: 'unknown operation' },
  },
  'plan.no-such-operation': {
    meaning: '`aw prepare --reject` was called with an operation that does not exist in the plan.',
    params: { operation: '9', operations: ['trim', 'rename', 'fill'] },
  },
  'prepare.no-inverse': {
    meaning: '`aw prepare --inverse` was called for a target without an inverse plan.',
    params: { target: 'generic', path: 'inverse.json' },
  },
  'prepare.no-links': {
    meaning: '`aw prepare --links-out` was called without a table of links.',
    params: { path: 'links.csv' },
  },
  'prepare.reject-without-plan': '`aw prepare --reject` was called without `--apply`.',
  'resume.no-approval': {
    meaning: '`aw run --resume` was called with a decision for a node that is not waiting for approval in this run.',
    params: { node: 'payment', waiting: 0, count: 1, nodes: ['approve'] },
  },
  'resume.no-file': {
    meaning: 'A run was resumed on a computer that does not have a file that the run reads.',
    params: { file: 'orders.csv', hash: '3f1c9a', node: 'load' },
  },
  'resume.no-record': {
    meaning: '`aw run --resume` was called with a file that is not a run record.',
    params: { path: 'run.jsonl', reason: message('record.no-event', {}) },
  },
  'resume.option-not-allowed': {
    meaning: 'An option that applies only to new runs was passed together with `--resume`.',
    params: { option: '--input' },
  },
  'resume.workflow-changed': {
    meaning:
      '`aw run WORKFLOW --resume RECORD` was called with a workflow file that has changed since the run started.',
    params: { path: 'report.json' },
  },
  'run.folder': {
    meaning: '`aw run --folder` was called with a path that is not a folder.',
    params: { folder: 'orders.csv' },
  },
  'run.grant': {
    meaning: '`aw run --grant` was called with a value that is not a secret, a host or a tool.',
    params: { value: '"file:a"' },
  },
  'run.host': {
    meaning: '`aw run --allow-host` was called with a value that is not a valid host.',
    params: { host: '"https://api.example.com"' },
  },
  'run.no-resume': 'A decision or event was passed without `--resume`. A new run is not waiting for one yet.',
  'run.no-workflow': '`aw run` was called without a workflow.',
  'schema.not-a-schema': {
    meaning: 'A file that was passed as a schema is not a valid schema.',
    params: { path: 'schema.csv' },
  },
  'set.not-a-load-setting': {
    meaning: '`aw load --set` was called with a setting that does not exist in the Load node.',
    params: { assignment: 'delimeter=;', names: ['delimiter', 'encoding', 'header'] },
  },
  'set.no-target': {
    meaning: '`aw run --set` was called without a node or a setting.',
    params: { assignment: 'price=1', nodes: ['load', 'join'] },
  },
  'set.invalid-value': {
    meaning: '`--set` was called with a value that is not valid for the setting.',
    params: { assignment: 'header=maybe', reason: 'expected yes, no or auto' },
  },
  'store.unreachable': {
    meaning: 'An administrative command could not open the database or storage of the server.',
    params: { reason: 'connection refused' },
  },
  'store.unreadable': {
    meaning: 'An administrative command could not open the data folder.',
    params: { folder: '.aw', reason: 'invalid checkpoint' },
  },
  'sub-workflow.ambiguous-name': {
    meaning: 'A Sub-workflow node refers to a workflow by name, but several workflows in the folder have this name.',
    params: { name: 'Clean', files: ['clean.json', 'clean-2.json'] },
  },
  'table-option.no-name': {
    meaning: '`--table` was passed without a name for the table.',
    params: { text: 'cities.csv' },
  },
  'target.unknown': {
    meaning: '`aw prepare --target` was called with a value that is neither a built-in target nor a file.',
    params: { target: 'ml', targets: ['cosmo-ready', 'ml-ready', 'generic'] },
  },
  'labels.no-column': {
    meaning: 'The file passed to `aw check --labels` has no header, or does not have all required columns.',
    params: { name: 'verdict', columns: ['row', 'column'] },
  },
  'labels.duplicate': {
    meaning: 'The file passed to `aw check --labels` has two lines for the same cell.',
    params: { line: 4, row: 17, column: 'price' },
  },
  'labels.unknown-column': {
    meaning: 'The file passed to `aw check --labels` refers to a column that the checked file does not have.',
    params: { line: 4, column: 'prise', columns: ['id', 'price'] },
  },
  'labels.wrong-row': {
    meaning:
      'The file passed to `aw check --labels` has a row number that is not a whole number, or is greater than the number of rows.',
    params: { line: 4, value: '0', rows: 120 },
  },
  'labels.wrong-verdict': {
    meaning: 'The file passed to `aw check --labels` has a verdict that is not valid for its cell.',
    params: { line: 4, verdict: 'bad' },
  },
  'teach.size-mismatch': {
    meaning:
      'The file passed to `aw check --teach` is not a copy of the checked file: it has a different number of rows or columns.',
    params: { path: 'clean.csv', rows: 119, columns: 4, tableRows: 120, tableColumns: 4 },
  },
} as const satisfies ReferenceEntries
