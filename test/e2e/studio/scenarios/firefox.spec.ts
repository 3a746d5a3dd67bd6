import { expect, test } from '@playwright/test'
import { findOtherBrowsers, packages } from '../../../other-browsers/other-browsers.mjs'
import { firefoxExpect, startFirefox, type Firefox } from '../../support/firefox-page.ts'
import { startRealServer, type RealServer } from '../../support/real-server.ts'
import { sizes } from '../../../sizes.ts'
import { scenarios } from './scenarios.ts'

const { firefox: executablePath } = findOtherBrowsers()
let server: RealServer
let firefox: Firefox

test.skip(executablePath === undefined, `Firefox is not installed (Debian: apt-get install ${packages[0]}).`)
test.beforeAll(async () => {
  server = await startRealServer()
  firefox = await startFirefox(executablePath!)
})
test.afterAll(async () => {
  await firefox.close()
  await server.stop()
})

for (const [title, scenario] of Object.entries(scenarios).slice(0, sizes.firefoxScenarios)) {
  test(`Firefox: ${title}`, async () => {
    const { page, errors, close } = await firefox.openPage(server.url.origin)
    await scenario(page, { expect: firefoxExpect })
    expect(errors).toEqual([])
    await close()
  })
}
