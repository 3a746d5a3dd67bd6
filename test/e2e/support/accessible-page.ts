import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { WorkflowSession } from '@aw-flow/client'
import { expect, type Locator, type Page } from '@playwright/test'
import { axeFindings } from './axe-findings.ts'

const root = resolve(import.meta.dirname, '../../..')

/**
 * Checks a state of a page and records the findings of axe. Checks only the changed parts, since checking the full page
 * takes a second, or several on a busy machine. Colors may be in transition; only a finding that remains counts.
 */
export function looking(page: Page): { found: string[]; look: (state: string, part?: string) => Promise<void> } {
  const found: string[] = []
  return {
    found,
    async look(state, tag) {
      const part = tag === undefined ? 'main' : { fromShadowDom: await shadowPath(page, tag) }
      let seen = await axeFindings(page, state, { part })
      for (let again = 0; seen.length > 0 && again < 3; again++) {
        await page.waitForTimeout(300)
        seen = await axeFindings(page, state, { part })
      }
      found.push(...seen)
    },
  }
}

/** The tag names of an element of the editor and of the hosts of its enclosing shadow roots, outermost first. */
const shadowPath = (page: Page, tag: string): Promise<string[]> =>
  page
    .locator(tag)
    .first()
    .evaluate((element) => {
      const path: string[] = []
      for (let node: Node | null = element; node instanceof HTMLElement;) {
        path.unshift(node.localName)
        const tree = node.getRootNode()
        node = tree instanceof ShadowRoot ? tree.host : null
      }
      return path
    })

/**
 * Opens the main workflow with its file, like a host, and waits for the catalog, without which no node can be added.
 */
export async function openMainJob(page: Page): Promise<void> {
  const workflow = await readFile(resolve(root, 'examples/workflows/cosmo-ready.json'), 'utf8')
  const csv = await readFile(resolve(root, 'test/fixtures/sample.csv'), 'utf8')
  await page.locator('aw-workflow-editor').evaluate(
    async (element, given) => {
      const { session } = element as unknown as { session: WorkflowSession }
      const dataset = await session.data.add(new File([given.csv], 'sample.csv'))
      const document = JSON.parse(given.workflow) as { nodes: { type: string; data: { config: object } }[] }
      for (const { type, data } of document.nodes)
        if (type === 'loading') Object.assign(data.config, { dataset: dataset!.id })
      session.document.open(document)
      while (session.engine.catalogue.length === 0) {
        await new Promise((done) => session.addEventListener('aw-session-change', done, { once: true }))
      }
    },
    { workflow, csv },
  )
}

/** Runs the workflow to its end, by the labels of a language. */
export async function runAndWait(page: Page, run = 'Run', done = /^\s*Completed/): Promise<void> {
  await page.getByRole('button', { name: run, exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible({ timeout: 60_000 })
}

/** Sets or removes attributes of the editor. */
export const setAttributes = (page: Page, names: Record<string, string | null>): Promise<void> =>
  page.locator('aw-workflow-editor').evaluate((element, attributes) => {
    for (const [name, value] of Object.entries(attributes))
      if (value === null) element.removeAttribute(name)
      else element.setAttribute(name, value)
  }, names)

/** A node of the editor that the keyboard can reach. */
export const nodeOf = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${name}, `) })
