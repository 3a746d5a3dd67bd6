import { readFileSync } from 'node:fs'

/**
 * Measures which lines of the code of pages the browser tests execute: coverage of V8 in the bundle, in which each module
 * follows a comment with its path. The code of workers is not measured.
 */

/** By path of the script: its modules and whether each line was executed. */
const scripts = new Map()
const clients = new WeakMap()

const measuredModule = /^(packages\/(?:canvas|client|data\/browser|editor|embed)|examples\/studio)\//
const testModule = /\.test\.ts$|\/test-[^/]+$/

function readScript(path) {
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n')
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1)
  let module
  const modules = lines.map((line) => {
    module = /^\/\/ (\S*\/\S+)$/.exec(line)?.[1] ?? module
    const isCode = /\w/.test(line) && !/^\s*(?:\/\/|\/?\*)/.test(line)
    return isCode && module && measuredModule.test(module) && !testModule.test(module) ? module : undefined
  })
  return { starts, modules, isExecuted: new Uint8Array(lines.length) }
}

/** Returns the index of the first line that starts at or after an offset. */
function findLine(starts, offset) {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle] < offset) low = middle + 1
    else high = middle
  }
  return low
}

function addScript({ functions }, script) {
  const { starts, isExecuted } = script
  const isExecutedHere = new Uint8Array(isExecuted.length)
  // Inner ranges follow the outer ones that contain them.
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges)
      isExecutedHere.fill(count > 0 ? 1 : 0, findLine(starts, startOffset), findLine(starts, endOffset))
  for (let line = 0; line < isExecuted.length; line++) isExecuted[line] |= isExecutedHere[line]
}

/** Makes a launcher of Chromium measure the pages of its sessions. `findScript` returns the file of a path. */
export function measureCoverage(launcher, findScript) {
  const { stopSession } = launcher
  launcher.stopSession = async (id) => {
    const client = clients.get(launcher.getPage(id))
    const { result } = (await client?.send('Profiler.takePreciseCoverage')) ?? { result: [] }
    for (const entry of result) {
      if (!URL.canParse(entry.url)) continue
      const path = findScript(new URL(entry.url).pathname)
      if (path === undefined) continue
      if (!scripts.has(path)) scripts.set(path, readScript(path))
      addScript(entry, scripts.get(path))
    }
    return stopSession.call(launcher, id)
  }
  return launcher
}

/** Starts to measure a page. */
export async function startCoverage(page) {
  const client = await page.createCDPSession()
  await client.send('Profiler.enable')
  await client.send('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
  clients.set(page, client)
  return page
}

/** Describes the executed share of all lines, in total and by package. */
export function describeCoverage() {
  const counts = new Map()
  for (const { modules, isExecuted } of scripts.values()) {
    for (const [line, module] of modules.entries()) {
      if (module === undefined) continue
      for (const name of ['in total', measuredModule.exec(module)[1]]) {
        const count = counts.get(name) ?? { lines: 0, executed: 0 }
        count.lines++
        count.executed += isExecuted[line]
        counts.set(name, count)
      }
    }
  }
  const toText = ([name, { lines, executed }]) => `${name} ${((executed / lines) * 100).toFixed(1)} % of ${lines} lines`
  return `Executed code of pages: ${[...counts].map(toText).join(', ') || 'none'}`
}
