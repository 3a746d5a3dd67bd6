/** English messages: see README.md. */
export const pageMessages = {
  'engine.aborted': 'The request was canceled.',
  'engine.killed': 'The engine did not stop in time and was terminated.',
  'engine.killed.hint': 'Run again. The engine has been restarted.',
  'embed.bad-src': '"{$src}" is not an address.',
  'embed.bad-src.hint': 'Give the address of a workflow file in "src".',
  'embed.foreign-src': 'The workflow at {$url} is of another origin than this page.',
  'embed.foreign-src.hint': 'Serve the workflow from the page’s own origin, or set the element’s session.',
  'embed.src-missing': 'The request for the workflow at {$path} was answered with status {$status}.',
  'embed.src-missing.hint': 'Check the address in "src".',
  'embed.src-unreachable': 'The workflow at {$path} could not be fetched: {$reason}.',
  'embed.src-unreachable.hint': 'Check the connection and the address in "src", then reload the page.',
  'embed.src-unreadable': 'The workflow at {$path} cannot be read: {$reason :message}',
  'embed.src-unreadable.hint': 'Check the file.',
  'storage.unreadable':
    '.input {$what :string} .match $what dataset {{The stored dataset "{$key}" cannot be read: {$reason :message}}} file {{The stored file "{$key}" cannot be read: {$reason :message}}} run {{The stored run "{$key}" cannot be read: {$reason :message}}} version {{The stored version "{$key}" cannot be read: {$reason :message}}} * {{The stored workflow "{$key}" cannot be read: {$reason :message}}}',
  'storage.unreadable.hint':
    '.input {$what :string} .match $what workflow {{It is kept unchanged. The list of workflows shows it as unreadable and can save it as a file.}} * {{It is left out of the lists and kept unchanged. Export it with a newer version of this page if there is one.}}',
  'storage.no-bytes': 'It contains no bytes.',
  'storage.incomplete-run': 'Its entry is incomplete.',
  'storage.damaged-event': 'Event {$event :integer} is damaged. The events before it are shown.',
  'storage.set-aside': 'Another version of this page set it aside; this version can read it.',
  'storage.invalid-document': 'Workflow "{$name}" cannot be stored: {$reason :message}',
  'storage.invalid-document.hint':
    'The stored version is unchanged. Undo the last change, or export the workflow before you leave.',
} as const
