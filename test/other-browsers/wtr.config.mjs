import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome'
import shared from '../../web-test-runner.config.mjs'
import { afterBundling } from '../bundled-tests.mjs'
import { findOtherBrowsers } from './other-browsers.mjs'
import { webkitLauncher } from './webkit-launcher.mjs'
import { notHere } from './webkit-page.mjs'

/**
 * Runs the element suites in Firefox and WebKitGTK: all of them in the long tests, otherwise those in which a full editor
 * loads, prepares and shows data. `AW_BROWSERS` lists the browsers; missing ones are skipped.
 */
const asked = (process.env.AW_BROWSERS ?? 'firefox,webkit').split(',')
const { firefox, webkit } = findOtherBrowsers()
const launchers = {
  firefox: firefox ? withSettledMedia(firefoxLauncher(firefox)) : undefined,
  webkit: webkit ? withSettledMedia(webkitLauncher(webkit)) : undefined,
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
      return page
    },
  })
}

/** Both start with reduced motion, which cannot be changed later. */
function withSettledMedia(launcher) {
  const { getPage } = launcher
  const settled = new WeakSet()
  launcher.getPage = (id) => {
    const page = getPage.call(launcher, id)
    if (settled.has(page)) return page
    settled.add(page)
    page.emulateMediaFeatures = async (features) => {
      if (features.every(({ name, value }) => name === 'prefers-reduced-motion' && value === 'reduce')) return
      throw new Error(`${notHere}: ${JSON.stringify(features)}.`)
    }
    const { press } = page.keyboard
    // Firefox identifies this key only by its character.
    page.keyboard.press = (name, ...more) => press.call(page.keyboard, name === 'Space' ? ' ' : name, ...more)
    page.emulateMediaType = (type) => Promise.reject(new Error(`${notHere}: ${type}.`))
    return page
  }
  return launcher
}

const smoke = [
  'packages/embed/local-workflow-editor.browser.test.ts',
  'packages/editor/elements/editor/aw-workflow-editor.browser.test.ts',
  'packages/editor/views/aw-data-table.browser.test.ts',
]
const all = ['packages/{editor,embed}/**/*.browser.test.ts', '!**/dist/**', '!**/node_modules/**']

/** Commands that require Chromium's debugging protocol. */
const chromiums = new Set(['aw-touch', 'aw-pinch', 'aw-tap', 'aw-double-tap', 'aw-forced-colors', 'a11y-snapshot'])
const refuseChromiums = {
  name: 'refuse-chromiums',
  executeCommand({ command }) {
    if (chromiums.has(command)) throw new Error(`${notHere}: ${command}.`)
  },
}

/** Tests that a browser cannot pass, by a part of their titles, each with the reason. */
const known = {
  Firefox: {
    'puts JSON text on the clipboard': 'a made-up paste event carries no data here',
    'takes pasted data as files': 'a made-up paste event carries no data here',
    '<aw-graph-view>': 'without a screen there is no WebGL here, and where there is none is tested elsewhere',
  },
  WebKit: {
    'forced colours too': 'has no forced colours',
    'in CSS zoom': 'tells boxes in pixels of what is zoomed, and the pointer in those of the window',
  },
}

/** Counts a test that requires such a command as skipped, like one whose pointer leaves the window. */
const page = (framework) => `<!doctype html>
<html><body><script>
  const known = ${JSON.stringify(known)}[navigator.userAgent.includes('Firefox') ? 'Firefox' : 'WebKit']
  const unlessRefused = (run) => run && async function () {
    const title = this.test.type === 'test' ? this.test.fullTitle() : ''
    if (Object.keys(known).some((part) => title.includes(part))) this.skip()
    try { await run.call(this) } catch (fault) {
      if (${JSON.stringify([notHere, 'out of bounds'])}.some((text) => String(fault?.message).includes(text))) this.skip()
      throw fault
    }
  }
  for (const name of ['it', 'beforeEach']) {
    let given
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => given,
      set(original) {
        given = name === 'it'
          ? Object.assign((title, run) => original(title, unlessRefused(run)), original)
          : (run) => original(unlessRefused(run))
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
  plugins: [refuseChromiums, ...shared.plugins],
  browsers: asked.flatMap((name) => launchers[name] ?? []).map(afterBundling),
}
