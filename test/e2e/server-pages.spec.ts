import type { Page } from '@playwright/test'
import { selectEvery, sizes } from '../sizes.ts'
import { axeFindings } from './support/axe-findings.ts'
import { startPolicyProxy } from './support/policy-proxy.ts'
import { startRealServer } from './support/real-server.ts'
import { tryComposition } from './support/try-composition.ts'
import { expect, test } from './support/test.ts'
import { chooseServer, StudioPage } from './studio/page.ts'
import { looks, setLook, type Look } from './studio/pages/page-states.ts'
import { fillServer, openNotingModel, serverStates } from './support/server-states.ts'

/** Names of the API that have a label in the studio. */
const rawNames = /local-owner|run\.(failed|completed|waiting)|\bstatement\b/

/** Returns by how many pixels the page is wider than the screen. */
const measureOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const outlet = document.querySelector('studio-app')!.shadowRoot!.querySelector('.outlet')!
    return Math.max(outlet.scrollWidth - outlet.clientWidth, document.documentElement.scrollWidth - innerWidth)
  })

test('axe finds no problem on the pages of a server in any theme, all of them fit on a phone, and their fields leave keys to input methods', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const model = await openNotingModel()
  const server = await startRealServer(undefined, { AW_ALLOW_HOSTS: new URL(model.address).host })
  const proxy = await startPolicyProxy(server.url)
  const content = await fillServer(server.url, model.address)
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await setLook(page, 'light')
  await page.goto(proxy.url)
  await expect(page.locator('studio-app .outlet h1').first()).toBeAttached()
  const found: string[] = []
  const states = serverStates(content)
  const checkedStates = new Set(selectEvery(states, sizes.stateEveryNth))
  for (const state of states) {
    const { name, open, press, getLoadedElement } = state
    await setLook(page, 'light')
    await open(studio)
    await press?.(page, studio)
    await expect(getLoadedElement(page)).toBeVisible()
    const checkedLooks = checkedStates.has(state) ? (Object.keys(looks) as Look[]).slice(0, sizes.looks) : []
    for (const look of checkedLooks) {
      await setLook(page, look)
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      found.push(...(await axeFindings(page, `${name}, ${look}`)))
    }
    found.push(...(await tryComposition(page)).found.map((text) => `${name}, input method: ${text}`))
    if ((await page.getByText(rawNames).count()) > 0) found.push(`${name}: shows a raw name`)
    await setLook(page, 'narrow')
    const overflow = await measureOverflow(page)
    if (overflow > 0) found.push(`${name}: ${overflow} px too wide`)
  }
  expect(found).toEqual([])
  await page.close()
  await proxy.close()
  await server.stop()
  await model.close()
})
