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
} as const
