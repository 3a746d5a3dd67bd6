import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runtimePackages } from '../../../.ci/bundle-programs.mjs'
import { aw } from '../test-command-line.ts'
import { createTestFolder } from '../test-folder.ts'
import { checkMemory, checkNode, checkPackages, nativePackages } from './doctor-command.ts'

const { folder } = createTestFolder()

beforeEach(() => void vi.stubEnv('AW_DATA', join(folder, 'data')))
afterEach(() => vi.unstubAllEnvs())

describe('aw doctor', () => {
  it('describes what it found, and succeeds', async () => {
    const { exit, out, stderr } = await aw('doctor')
    expect([exit, stderr]).toEqual([0, ''])
    expect(out).toMatch(new RegExp(`^ok +Node +${process.versions.node}$`, 'm'))
    expect(out).toMatch(/^ok +DuckDB +v?\d+\.\d+/m)
    expect(out).toMatch(/^ok +Database +none in .*data yet/m)
    expect(out).toMatch(/^ok +Storage +.*data, \d+\.\d GB free$/m)
  })

  it('prints the checks as JSON, and fails with the next step if one fails', async () => {
    await writeFile(join(folder, 'data'), 'not a folder')
    const { exit, out } = await aw('doctor', '--json')
    expect(exit).toBe(1)
    const { checks } = JSON.parse(out) as { checks: { name: string; status: string; hint?: string }[] }
    expect(checks.find(({ name }) => name === 'Storage')).toMatchObject({
      status: 'failed',
      hint: expect.stringContaining('AW_DATA'),
    })
  })

  it('names a setting that is not valid', async () => {
    vi.stubEnv('AW_RUNS', 'many')
    const { exit, out } = await aw('doctor')
    expect(exit).toBe(1)
    expect(out).toMatch(/^failed +Configuration +.*AW_RUNS/m)
  })

  it('warns of a browser that is missing', async () => {
    vi.stubEnv('PATH', folder)
    vi.stubEnv('CHROME_PATH', '')
    const { exit, out } = await aw('doctor')
    expect(exit).toBe(0)
    // Other systems have a browser in a known place.
    if (process.platform === 'linux') expect(out).toMatch(/^warning +Browser +none\n +The studio needs one/m)
  })
})

describe('checks', () => {
  it('report an old version of Node, little memory and missing packages with the next step', () => {
    expect(checkNode('20.19.0').status).toBe('ok')
    expect(checkNode('20.18.3')).toMatchObject({ status: 'failed', hint: expect.stringContaining('20.19') })
    expect(checkMemory(1e9)).toMatchObject({ status: 'warning', found: expect.stringContaining('1.0 GB') })
    expect(checkPackages(['no-such-package'])).toMatchObject({
      status: 'failed',
      hint: expect.stringContaining('npm install no-such-package'),
    })
  })

  it('cover all packages that the bundle leaves out', () => {
    expect(Object.keys(nativePackages)).toEqual(runtimePackages)
  })
})
