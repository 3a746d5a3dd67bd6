import { waitUntil as until } from '@open-wc/testing'

/**
 * Waits for a condition in a browser test as long as a busy machine may need. The second that `@open-wc/testing` allows
 * is over there before a database is open.
 */
export const waitUntil = (condition: () => unknown, message = 'what the test waits for comes'): Promise<void> =>
  until(condition, message, { timeout: 60_000 })
