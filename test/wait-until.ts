import { waitUntil as until } from '@open-wc/testing'

/**
 * Waits for a condition in a browser test, with a timeout for busy machines. The default of `@open-wc/testing` is one
 * second, which may be too short to open a database.
 */
export const waitUntil = (condition: () => unknown, message = 'The condition was not met'): Promise<void> =>
  until(condition, message, { timeout: 60_000 })
