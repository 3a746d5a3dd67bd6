/** English messages: see README.md. */
export const runMessages = {
  'run.compensating': 'Undoing the effects of this node because the run failed.',
  'run.approved': '.input {$by :string} .match $by || {{Approved}} * {{Approved by {$by}}}',
  'run.rejected': '.input {$by :string} .match $by || {{Rejected}} * {{Rejected by {$by}}}',
  'run.marked-done': '.input {$by :string} .match $by || {{Marked as done}} * {{Marked as done by {$by}}}',
  'run.retry-approved':
    '.input {$by :string} .match $by || {{Approved to run again}} * {{Approved to run again by {$by}}}',
  'run.retry-rejected':
    '.input {$by :string} .match $by || {{Not run again: rejected}} * {{Not run again: rejected by {$by}}}',
  'run.effect-unknown': 'It is unknown whether "{$effect}" ran before the interruption.',
  'run.migrated': 'Run continued with other versions of node types: {$types :list}.',
  'run.type-version': '"{$type}" {$version}',
  'run.resumed': 'Run resumed after an interruption.',
  'run.never-reached': 'Not run: no branch led to this node.',
  'run.damaged-event': 'Event {$index :integer} of the run record ({$type}) cannot be read: {$reason :message}.',
  'run.damaged-event.hint': 'Only the events before it are shown. Export the workflow and run it again.',
  'run.broken-record': '{$reason :message}',
  'run.broken-record.hint': 'Only the events before it are shown. Export the workflow and run it again.',
  'run.wrong-event': 'The run record has event {$found :integer} in place of event {$expected :integer}.',
  'run.no-first-event': 'The run record does not contain the start of the run.',
  'run.second-start': 'Event {$index :integer} starts another run.',
} as const
