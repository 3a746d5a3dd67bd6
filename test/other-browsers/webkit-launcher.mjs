import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { webkitPage } from './webkit-page.mjs'

/**
 * Starts WebKitGTK's MiniBrowser for Web Test Runner, through WebDriver and without a screen (Xvfb). All test files run
 * in one page in sequence. The runner's own launcher is not used, since it depends on webdriverio with about a hundred
 * packages, two of which download programs when they are installed.
 */
export function webkitLauncher({ driver, browser }) {
  let child
  let session
  let page
  let active
  let settings

  async function sendCommand(method, path, body) {
    const response = await fetch(`${session}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    })
    const { value } = await response.json()
    if (!response.ok) throw new Error(`WebKit: ${value?.message || value?.error || response.status}`)
    return value
  }

  /** Ends the browser and all processes that were started for it. */
  function end() {
    try {
      process.kill(-child.pid, 'SIGTERM')
    } catch {
      // The process has already ended.
    }
  }

  async function start() {
    const port = await freePort()
    const screen = ['-a', '-s', '-screen 0 2400x2000x24']
    // GTK's animation setting becomes the media feature `prefers-reduced-motion` of pages.
    settings = await mkdtemp(join(tmpdir(), 'aw-webkit-'))
    await mkdir(join(settings, 'gtk-3.0'))
    await writeFile(join(settings, 'gtk-3.0', 'settings.ini'), '[Settings]\ngtk-enable-animations=0\n')
    child = spawn('xvfb-run', [...screen, driver, `--port=${port}`], {
      stdio: 'ignore',
      // A process group, so that all processes can be ended together.
      detached: true,
      env: {
        ...process.env,
        XDG_CONFIG_HOME: settings,
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
    })
    process.once('exit', end)
    session = `http://127.0.0.1:${port}`
    for (let attempts = 0; ; attempts++) {
      try {
        await sendCommand('GET', '/status')
        break
      } catch (cause) {
        if (attempts > 100) throw cause
        await setTimeout(100)
      }
    }
    const { sessionId } = await sendCommand('POST', '/session', {
      capabilities: {
        alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } },
      },
    })
    session += `/session/${sessionId}`
    page = webkitPage(sendCommand)
  }

  return {
    name: 'WebKit',
    // The runner's commands select their implementation by this type.
    type: 'puppeteer',
    concurrency: 1,
    async startSession(id, url) {
      if (!page) await start()
      active = id
      // Releases keys and buttons that an earlier test left pressed.
      await sendCommand('DELETE', '/actions')
      await page.setViewport({ width: 800, height: 600 })
      await page.goto(url)
    },
    isActive: (id) => active === id,
    getBrowserUrl: () => sendCommand('GET', '/url'),
    getPage: () => page,
    async stopSession() {
      active = undefined
      await page.goto('about:blank')
      return {}
    },
    startDebugSession: () => Promise.reject(new Error('WebKit cannot be debugged by this launcher.')),
    async stop() {
      if (!child) return
      // Ending the session may hang, but ending the process ends it anyway.
      await Promise.race([sendCommand('DELETE', '').catch(() => undefined), setTimeout(3_000)])
      process.off('exit', end)
      end()
      await rm(settings, { recursive: true, force: true })
    },
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
