import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome'
import shared from '../../web-test-runner.config.mjs'
import { afterBundling } from '../bundled-tests.mjs'
import { findOtherBrowsers } from './other-browsers.mjs'
import { webkitLauncher } from './webkit-launcher.mjs'
import { notSupported } from './webkit-page.mjs'

/**
 * Runs the element suites in Firefox and WebKitGTK: all of them in the long tests, otherwise those in which a full editor
 * loads, prepares and shows data. `firefox.spec.ts` uses the studio. `AW_BROWSERS` lists the browsers; missing ones are skipped.
 */
const requestedBrowsers = (process.env.AW_BROWSERS ?? 'firefox,webkit').split(',')
const { firefox, webkit } = findOtherBrowsers()
const launchers = {
  firefox: firefox ? withFixedMedia(firefoxLauncher(firefox)) : undefined,
  webkit: webkit ? withFixedMedia(webkitLauncher(webkit)) : undefined,
}

function firefoxLauncher(executablePath) {
  const extraPrefsFirefox = { 'ui.prefersReducedMotion': 1 }
  return chromeLauncher({
    puppeteer: puppeteerCore,
    launchOptions: { browser: 'firefox', executablePath, headless: true, args: [], extraPrefsFirefox },
    async createPage({ context }) {
      const page = await context.newPage()
      // The first page waits for the bundle, so its start takes as long as that of a browser.
      page.setDefaultNavigationTimeout(shared.browserStartTimeout)
      const { setViewport } = page
      // Sends the size and the orientation, for which Firefox 140 has no command.
      page.setViewport = (viewport) =>
        setViewport.call(page, viewport).catch((cause) => {
          if (!cause.message.includes('unknown command emulation.setScreenOrientationOverride')) throw cause
        })
      return page
    },
  })
}

/** Both browsers start with reduced motion, which cannot be changed later. */
function withFixedMedia(launcher) {
  const { getPage } = launcher
  const patchedPages = new WeakSet()
  launcher.getPage = (id) => {
    const page = getPage.call(launcher, id)
    if (patchedPages.has(page)) return page
    patchedPages.add(page)
    page.emulateMediaFeatures = async (features) => {
      if (features.every(({ name, value }) => name === 'prefers-reduced-motion' && value === 'reduce')) return
      throw new Error(`${notSupported}: ${JSON.stringify(features)}.`)
    }
    const { press } = page.keyboard
    // Firefox identifies this key only by its character.
    page.keyboard.press = (name, ...options) => press.call(page.keyboard, name === 'Space' ? ' ' : name, ...options)
    page.emulateMediaType = (type) => Promise.reject(new Error(`${notSupported}: ${type}.`))
    return page
  }
  return launcher
}

const smoke = [
  'packages/embed/local-workflow-editor.browser.test.ts',
  'packages/editor/views/aw-data-table.browser.test.ts',
]
const all = ['packages/{editor,embed}/**/*.browser.test.ts', '!**/dist/**', '!**/node_modules/**']

/** Commands that require Chromium's debugging protocol. */
const chromiumCommands = new Set([
  'aw-touch',
  'aw-pinch',
  'aw-tap',
  'aw-double-tap',
  'aw-forced-colors',
  'a11y-snapshot',
])
const rejectChromiumCommands = {
  name: 'reject-chromium-commands',
  executeCommand({ command }) {
    if (chromiumCommands.has(command)) throw new Error(`${notSupported}: ${command}.`)
  },
}

/** Tests that a browser cannot pass, by a part of their titles, with the reasons. */
const knownFailures = {
  Firefox: {
    'writes JSON text to the clipboard': 'synthetic paste events carry no data',
    'imports pasted data as files': 'synthetic paste events carry no data',
    '<aw-graph-view>': 'WebGL is missing without a screen; other tests cover missing WebGL',
  },
  WebKit: {
    'uses the computed colors, also forced ones': 'does not support forced colors',
    'in CSS zoom': 'reports boxes in zoomed pixels, but the pointer in window pixels',
  },
}

/** Counts tests that use such a command as skipped, and tests whose pointer leaves the window. */
const page = (framework) => `<!doctype html>
<html><body><script>
  const knownFailures = ${JSON.stringify(knownFailures)}[navigator.userAgent.includes('Firefox') ? 'Firefox' : 'WebKit']
  const skipUnsupported = (run) => run && async function () {
    const title = this.test.type === 'test' ? this.test.fullTitle() : ''
    if (Object.keys(knownFailures).some((part) => title.includes(part))) this.skip()
    try { await run.call(this) } catch (cause) {
      if (${JSON.stringify([notSupported, 'out of bounds'])}.some((text) => String(cause?.message).includes(text))) this.skip()
      throw cause
    }
  }
  for (const name of ['it', 'beforeEach']) {
    let wrapped
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => wrapped,
      set(original) {
        wrapped = name === 'it'
          ? Object.assign((title, run) => original(title, skipUnsupported(run)), original)
          : (run) => original(skipUnsupported(run))
      },
    })
  }
</script><script type="module" src="${framework}"></script></body></html>`

export default {
  ...shared,
  files: process.env.AW_TEST_LEVEL === 'long' ? all : smoke,
  groups: [],
  concurrentBrowsers: 2,
  testRunnerHtml: page,
  plugins: [rejectChromiumCommands, ...shared.plugins],
  browsers: requestedBrowsers.flatMap((name) => launchers[name] ?? []).map(afterBundling),
}
