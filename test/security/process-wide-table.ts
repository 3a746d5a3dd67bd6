import { check, load, prepare } from '@aw-flow/agents'
import { hashFile, openDuckDb, openNodeFile } from '@aw-flow/data/node'
import { join } from 'node:path'

/**
 * Takes steps with files of a folder one after another: `load`, then `check` or a target of a preparation, as `step|file`.
 * Prints after each the number of columns and the peak of the memory so far, in MB.
 */
const [folder = '', ...steps] = process.argv.slice(2)
for (const entry of steps) {
  const [step = '', name = ''] = entry.split('|')
  const path = join(folder, name)
  const tables = await openDuckDb()
  const { table } = await load(await openNodeFile(path, await hashFile(path), name), { tables })
  if (step === 'check') await check(table, { tables })
  else if (step !== 'load')
    await prepare(table, {
      tables,
      target: step as 'cosmo-ready' | 'ml-ready',
      ...(step === 'ml-ready' ? { label: 'c2' } : {}),
    })
  await tables.close()
  if ('gc' in globalThis && typeof globalThis.gc === 'function') globalThis.gc()
  const peak = process.resourceUsage().maxRSS / 1024
  process.stdout.write(`${JSON.stringify({ step, columns: table.columns.length, peak })}\n`)
}
process.exit()
