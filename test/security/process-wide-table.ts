import { check, load, prepare } from '@aw-flow/agents'
import { hashFile, openDuckDb, openNodeFile } from '@aw-flow/data/node'

/** Loads a wide file, then prepares or checks its table, and prints the peak of the memory in MB. */
const [path = '', step = ''] = process.argv.slice(2)
const tables = await openDuckDb()
const { table } = await load(await openNodeFile(path, await hashFile(path), 'wide.csv'), { tables })
if (step === 'check') await check(table, { tables })
else if (step !== 'load')
  await prepare(table, {
    tables,
    target: step as 'cosmo-ready' | 'ml-ready',
    ...(step === 'ml-ready' ? { label: 'c2' } : {}),
  })
process.stdout.write(
  `${JSON.stringify({ columns: table.columns.length, peak: process.resourceUsage().maxRSS / 1024 })}\n`,
)
process.exit()
