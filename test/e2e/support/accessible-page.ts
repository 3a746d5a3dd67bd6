import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { WorkflowSession } from '@aw-flow/client'
import { expect, type Locator, type Page } from '@playwright/test'
import { sizes } from '../../sizes.ts'
import { axeFindings } from './axe-findings.ts'

const root = resolve(import.meta.dirname, '../../..')

/**
 * Checks every n-th state of a page (`sizes.stateEveryNth`), from the first, and records the findings of axe. Pass a part to check only what changed: checking the full
 * page takes seconds. Colors may be in transition, so findings are counted only if they persist.
 */
export function createAxeRecorder(page: Page): {
  found: string[]
  look: (state: string, part?: string) => Promise<void>
} {
  const found: string[] = []
  let index = 0
  return {
    found,
    async look(state, tag) {
      if (index++ % sizes.stateEveryNth !== 0) return
      const part = tag === undefined ? 'main' : { fromShadowDom: await shadowPath(page, tag) }
      let current = await axeFindings(page, state, { part })
      for (let retries = 0; current.length > 0 && retries < 3; retries++) {
        await page.waitForTimeout(300)
        current = await axeFindings(page, state, { part })
      }
      found.push(...current)
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
    async (element, inputs) => {
      const { session } = element as unknown as { session: WorkflowSession }
      const dataset = await session.data.add(new File([inputs.csv], 'sample.csv'))
      if (!dataset.ok) throw new Error(dataset.problem.code)
      const document = JSON.parse(inputs.workflow) as { nodes: { type: string; data: { config: object } }[] }
      for (const { type, data } of document.nodes)
        if (type === 'loading') Object.assign(data.config, { dataset: dataset.value.id })
      session.document.open(document)
      while (session.engine.catalog.length === 0) {
        await new Promise((resolveChange) =>
          session.addEventListener('aw-session-change', resolveChange, { once: true }),
        )
      }
    },
    { workflow, csv },
  )
}

/** Runs the workflow and waits until it is done. `run` and `done` are the texts in the language of the page. */
export async function runAndWait(page: Page, run = 'Run', done = /^\s*Completed/): Promise<void> {
  await page.getByRole('button', { name: run, exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible({ timeout: 180_000 })
}

/** Sets or removes attributes of the editor. */
export const setAttributes = (page: Page, names: Record<string, string | null>): Promise<void> =>
  page.locator('aw-workflow-editor').evaluate((element, attributes) => {
    for (const [name, value] of Object.entries(attributes))
      if (value === null) element.removeAttribute(name)
      else element.setAttribute(name, value)
  }, names)

/** The focusable button of a node. */
export const nodeButton = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${name}, `) })
