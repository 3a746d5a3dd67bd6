/** English messages: see README.md. */
export const pageMessages = {
  'engine.aborted': 'The request was canceled.',
  'engine.killed': 'The engine did not stop in time and was terminated.',
  'engine.killed.hint': 'Run again. The engine has been restarted.',
} as const
