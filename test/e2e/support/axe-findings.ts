import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** A part of a page: a selector, or the way to an element, through a shadow root at each step. */
export type Part = string | { fromShadowDom: string[] }

interface Options {
  /** Default: all of the page. */
  part?: Part
  /** Default: all rules. */
  rules?: readonly string[]
}

/**
 * What axe finds in a part of a page with all of its shadow roots; a line each, which begins with `state`. Axe is put into a
 * page once and runs there: its own runner for Playwright reads it anew each time, twice, and opens a page beside this one,
 * through which all that was right goes as well. Pages here have no frames.
 */
export async function axeFindings(page: Page, state: string, { part, rules }: Options = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async ({ name, within, only }) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations } = await run(within === undefined ? document : { include: [within as string] }, {
        resultTypes: ['violations'],
        ...(only ? { runOnly: { type: 'rule', values: [...only] } } : {}),
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, target, failureSummary }) => {
          const why = failureSummary?.split('\n').slice(1).join(' ').trim()
          return `${name}: ${id} at ${JSON.stringify(target.slice(-1))} ${html.slice(0, 120)} ${why}`
        }),
      )
    },
    { name: state, within: part, only: rules },
  )
}
