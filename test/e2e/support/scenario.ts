import type { Page } from '@playwright/test'

/** Environment of a scenario: a server may store and run everything in addition to the page. */
export interface Around {
  isServed?: boolean
}
/** Runs a scenario in a new page. */
export type Scenario = (page: Page, around?: Around) => Promise<void>
