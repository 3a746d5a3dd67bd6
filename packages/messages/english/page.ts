/** Messages from the editor in a page, including its engine and storage. */
export const pageMessages = {
  'engine.aborted': 'The request was canceled.',
  'engine.terminated': 'The engine stopped responding and was terminated.',
  'engine.terminated.hint': 'Run again. The engine has been restarted.',
  'embed.invalid-src': '"{$src}" is not a valid URL.',
  'embed.invalid-src.hint': 'Set "src" to the URL of a workflow file.',
  'embed.cross-origin-src': 'The workflow at {$url} is not on the same origin as this page.',
  'embed.cross-origin-src.hint':
    'Serve the workflow from the same origin as the page, or pass a session to the element.',
  'embed.src-missing': 'The workflow at {$path} could not be downloaded: the server returned status {$status}.',
  'embed.src-missing.hint': 'Check the URL in "src".',
  'embed.src-unreachable': 'The workflow at {$path} could not be downloaded: {$reason}.',
  'embed.src-unreachable.hint': 'Check the connection and the URL in "src", then reload the page.',
  'embed.src-unreadable': 'The workflow at {$path} cannot be opened: {$reason :message}',
  'embed.src-unreadable.hint': 'Check that the URL in "src" points to a workflow file.',
  'storage.unreadable':
    '.input {$what :string} .match $what dataset {{The stored dataset "{$key}" cannot be read: {$reason :message}}} file {{The stored file "{$key}" cannot be read: {$reason :message}}} run {{The stored run "{$key}" cannot be read: {$reason :message}}} version {{The stored version "{$key}" cannot be read: {$reason :message}}} * {{The stored workflow "{$key}" cannot be read: {$reason :message}}}',
  'storage.unreadable.hint':
    '.input {$what :string} .match $what workflow {{The stored data is unchanged. You can save it as a file from the list of workflows.}} * {{The stored data is unchanged, but not listed. If there is a newer version of this page, use it to export the data.}}',
  'storage.no-bytes': 'It is empty.',
  'storage.incomplete-run': 'Its entry is incomplete.',
  'storage.damaged-event': 'Event {$event :integer} is damaged. The events before it are shown.',
  'storage.readable-again': 'Another version of this page could not read it; this version can.',
  'storage.invalid-document': 'Workflow "{$name}" cannot be stored: {$reason :message}',
  'storage.invalid-document.hint':
    'The stored version is unchanged. Undo the last change, or export the workflow before you leave.',
  'engine.closed': 'The engine was closed.',
  'engine.stopped': 'The engine stopped: {$reason}',
  'engine.stopped.hint': 'Run again. The engine has been restarted.',
  'engine.stopped.not-loaded': 'The engine could not be loaded from {$url}.',
  'engine.stopped.not-loaded.hint':
    'Check that this URL is reachable and that the content security policy allows it (worker-src), then reload the page.',
  'engine.stopped.unreadable': 'The page received a message from the engine in an unknown format.',
  'engine.stopped.unreadable.hint': 'Reload the page.',
  'engine.failed': 'The engine failed: {$reason}',
  'engine.failed.hint': 'Reload the page, then try again.',
  'engine.failed.start': 'The engine could not be started: {$reason}',
  'engine.failed.start.hint': 'Reload the page.',
  'engine.failed.cross-origin-worker': 'The worker {$url} is not on the same origin as this page ({$origin}).',
  'engine.failed.cross-origin-worker.hint':
    'Serve the worker from the same origin as this page, and set its URL with configureAssets.',
  'engine.host-runner': 'The runner that this page provides failed: {$reason}',
  'engine.host-runner.hint': 'Run again. If it fails again, contact the operator of this page.',
  'engine.no-outcome': 'The engine stopped without reporting how the run ended.',
  'engine.no-outcome.hint': 'Run the workflow again.',
  'run.interrupted.page':
    '.input {$repeated :string} .match $repeated yes {{The page was closed repeatedly during this run.}} * {{The page was closed during this run.}}',
  'run.interrupted.page.hint': 'Run the workflow again.',
  'run.readonly': 'This view of the run is read-only.',
  'run.readonly.hint': 'Open the workflow to change it.',
  'workflow.inside': 'A workflow file cannot be opened inside a sub-workflow.',
  'workflow.inside.hint': 'Leave the sub-workflow, then open the file.',
  'document.merged':
    '.input {$conflicts :integer} .match $conflicts 0 {{This workflow was also changed elsewhere. Both changes are included.}} one {{This workflow was also changed elsewhere. The changes were merged with {$conflicts} conflict.}} * {{This workflow was also changed elsewhere. The changes were merged with {$conflicts} conflicts.}}',
  'document.merged.hint':
    '.input {$conflicts :integer} .match $conflicts 0 {{}} one {{Open the versions to resolve it.}} * {{Open the versions to resolve them.}}',
  'document.saved-both': 'This workflow was also changed in another tab. The other version was saved as "{$name}".',
  'document.saved-both.hint': 'Open it from the list of workflows.',
  'dataset.duplicate': '"{$name}" was not added: the dataset "{$known}" has the same content.',
  'dataset.duplicate.hint': 'Use "{$known}" instead.',
  'dataset.unreadable': '"{$name}" could not be added: {$reason :message}',
  'dataset.unreadable.hint': '{$next :message}',
  'file.unreadable':
    '.input {$name :string} .match $name || {{The file cannot be read. It may have been moved or changed, or it is a folder.}} * {{"{$name}" cannot be read. It may have been moved or changed, or it is a folder.}}',
  'file.unreadable.hint': 'Choose the file again. For a folder, choose the files in it.',
  'file.not-imported': '"{$name}" was not imported. {$reason :message}',
  'file.not-stored': '"{$name}" could not be stored in the browser.',
  'file.not-stored.hint': 'Delete datasets that you no longer need, then run again.',
  'egress.header': 'Browsers do not allow pages to set the header "{$name}".',
  'egress.header.hint': 'Remove the header, or run the workflow on a server.',
  'egress.offline': 'The request to "{$host}" was not sent: this device is offline.',
  'egress.offline.hint': 'Try again when the device is online.',
  'egress.page-request-failed':
    'The request to "{$host}" failed. The host may be unreachable, may redirect, or may not allow requests from web pages (CORS), or the content security policy may block the request.',
  'egress.page-request-failed.hint': 'Run the workflow on a server or with aw run, or provide the data as a file.',
  'outside.host': '"{$host}" is not a valid host.',
  'outside.host.hint': 'Use a host such as api.example.com, *.example.com, localhost:8080 or example.com/v1/.',
  'secret.invalid.no-value': 'The secret "{$name}" has no value.',
  'secret.invalid.no-value.hint': 'Enter its value and the hosts that it may be sent to.',
  'secret.invalid.no-hosts': 'The secret "{$name}" has no hosts.',
  'secret.invalid.no-hosts.hint': 'Enter its value and the hosts that it may be sent to.',
  'secret.plain-server': 'The secret was not sent to the server {$address}, because the connection is not encrypted.',
  'secret.plain-server.hint': 'Connect to the server over HTTPS, or set the secret on the server.',
  'server.unreachable':
    '.input {$address :string} .match $address || {{The server that provides this page is not responding.}} * {{The server {$address} is not responding.}}',
  'server.unreachable.hint': 'Check that the server is running and allows requests from this page. ({$reason})',
  'server.refused': 'The server returned status {$status}.',
  'server.not-saved': '"{$name}" was saved in this browser, but not on the server: {$reason :message}',
  'server.not-saved.hint':
    'The change stays on this device and is sent again later. If the server rejects it, ask its administrator for access.',
  'server.dataset-not-uploaded': '"{$name}" was saved in this browser, but not on the server: {$reason :message}',
  'server.dataset-not-uploaded.hint': 'It is uploaded when a workflow that uses it runs on the server.',
  'server.no-run': 'This run was started in the page, so it cannot continue on the server.',
  'server.no-run.hint': 'Run the workflow again.',
  'server.no-table': 'This table does not belong to any known run on the server.',
  'server.no-table.hint': 'Run the workflow again.',
  'server.table-not-stored': 'The run ended before the server stored this table.',
  'server.table-not-stored.hint': 'Run the workflow again.',
  'server.intermediate-table': 'This table is not available, because the server stores only the final tables of a run.',
  'server.intermediate-table.hint':
    'To see it, select its node and choose "Run to here". The node then runs in this page.',
  'storage.item':
    '.input {$what :string} .match $what workflows {{the list of workflows}} workflow {{workflow "{$name}"}} workflow-removal {{the removal of workflow "{$name}"}} unreadable-workflows {{the list of unreadable workflows}} versions {{the list of versions}} version {{version {$name}}} new-version {{a version of "{$name}"}} version-name {{the name of a version}} version-removal {{the removal of a version}} datasets {{the list of datasets}} dataset {{dataset "{$name}"}} dataset-removal {{the removal of a dataset}} preview {{the preview of a file}} runs {{the list of runs}} run {{run "{$name}"}} run-record {{the run record of "{$name}"}} run-removal {{the removal of a run}} trash-entry {{"{$name}" in the trash}} * {{the removal from the trash}}',
  'storage.full.page': 'The browser storage is full. Not saved: {$item :message}.',
  'storage.full.page.hint':
    'The unsaved data is kept only until this tab is closed. Delete datasets that you no longer need, or free up disk space.',
  'storage.closed': 'The browser, or a newer version of this page, closed the storage. Not saved: {$item :message}.',
  'storage.closed.hint':
    'The unsaved data is kept only until this tab is closed. Export what you need, then reload the page.',
  'storage.failed': 'The browser could not save {$item :message}: {$reason}.',
  'storage.failed.hint':
    'The unsaved data is kept only until this tab is closed. Export what you need, then reload the page.',
  'storage.failed.reading': 'The browser could not read {$item :message}: {$reason}.',
  'storage.failed.reading.hint': 'Reload the page.',
  'storage.host-failed': '"{$name}" was not saved: {$reason}',
  'storage.host-failed.hint':
    'The unsaved change is kept only until this tab is closed. Make another change to try again.',
  'storage.newer':
    'The storage was created by a newer version of this page. Workflows and data are kept only until this tab is closed.',
  'storage.newer.hint': 'Reload the page to get the newer version.',
  'storage.unavailable.blocked':
    'The storage could not be opened, because another tab uses an older version of it. Workflows and data are kept only until this tab is closed.',
  'storage.unavailable.blocked.hint': 'Close other tabs that show this page, then reload it.',
  'storage.results-full': 'The browser storage is full. Run results are not stored.',
  'storage.results-full.hint':
    'The results are available until this tab is closed, and can be computed again. Delete datasets that you no longer need.',
  'storage.results-refused': 'The browser does not store run results: {$reason}.',
  'storage.results-refused.hint': 'The results are available until this tab is closed, and can be computed again.',
  'storage.unavailable.page':
    'The browser does not allow this page to store data ({$reason}). Workflows and data are kept only until this tab is closed.',
  'storage.unavailable.page.hint': 'Use a non-private window, or allow this site to store data.',
} as const
