import type { Page } from '@playwright/test'

/** The environment of a scenario. With `isServed`, a server may store and run everything in addition to the page. */
export interface ScenarioOptions {
  isServed?: boolean
}
/** Runs a scenario in a new page. */
export type Scenario = (page: Page, around?: ScenarioOptions) => Promise<void>
