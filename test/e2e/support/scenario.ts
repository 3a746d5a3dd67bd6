import type { expect, Page } from '@playwright/test'

/**
 * The environment of a scenario. With `isServed`, a server may store and run everything in addition to the page. A page of
 * another browser has its own `expect`.
 */
export interface ScenarioOptions {
  isServed?: boolean
  expect?: typeof expect
}
/** Runs a scenario in a new page. */
export type Scenario = (page: Page, around?: ScenarioOptions) => Promise<void>
