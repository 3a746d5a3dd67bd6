import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** A part of a page: a selector, or a path of selectors with a shadow root at each step. */
export type Part = string | { fromShadowDom: string[] }

interface Options {
  /** Default: the full page. */
  part?: Part
  /** Default: all rules. */
  rules?: readonly string[]
}

/**
 * Returns the findings of axe in a part of a page, including shadow roots, as one line each that starts with `state`.
 * Axe is injected once and runs in the page. Its own Playwright integration reads the script twice per call, and opens
 * a second page through which it transfers all results, including passed checks. Pages here have no frames.
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
          const summary = failureSummary?.split('\n').slice(1).join(' ').trim()
          return `${name}: ${id} at ${JSON.stringify(target.slice(-1))} ${html.slice(0, 120)} ${summary}`
        }),
      )
    },
    { name: state, within: part, only: rules },
  )
}
