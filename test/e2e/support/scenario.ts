import type { Page } from '@playwright/test'

/** Where a scenario takes place: a server may keep and run everything beside the page. */
export interface Around {
  isServed?: boolean
}
/** Goes through a scenario in a page that is new. */
export type Scenario = (page: Page, around?: Around) => Promise<void>
