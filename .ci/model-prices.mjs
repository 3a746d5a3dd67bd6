// Writes packages/agents/language-model/model-prices.json from the npm package @pydantic/genai-prices (MIT), which is not
// a dependency: node .ci/model-prices.mjs FOLDER_OF_THE_PACKAGE DATE_OF_ITS_RELEASE
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , path, date] = process.argv
if (!path || !/^\d{4}-\d{2}-\d{2}$/.test(date ?? '')) throw new Error('Name the folder of the package and a date.')
const folder = resolve(path)
const { findProvider } = await import(pathToFileURL(join(folder, 'dist/index.js')).href)

/** The host of each provider. Other services may charge other prices for the same models. */
const hosts = {
  openai: 'api.openai.com',
  anthropic: 'api.anthropic.com',
  google: 'generativelanguage.googleapis.com',
  mistral: 'api.mistral.ai',
  groq: 'api.groq.com',
  deepseek: 'api.deepseek.com',
  'x-ai': 'api.x.ai',
  cerebras: 'api.cerebras.ai',
}

/** Models in the data that do not generate text: media, embeddings, moderation. */
const nonTextModels = /audio|realtime|image|tts|whisper|embed|moderation|transcribe|search|vision|veo|imagen|video|ocr/

const getNames = (match) =>
  match?.equals !== undefined ? [match.equals] : Array.isArray(match?.or) ? match.or.flatMap(getNames) : []

const getCurrentPrices = (prices) => {
  if (!Array.isArray(prices)) return prices
  return prices.findLast(({ constraint }) => !constraint || (constraint.start_date && constraint.start_date <= date))
    ?.prices
}

const table = {}
let count = 0
for (const [id, host] of Object.entries(hosts)) {
  const rows = new Map()
  for (const model of findProvider({ providerId: id })?.models ?? []) {
    const prices = getCurrentPrices(model.prices)
    const { input_mtok: input, output_mtok: output, cache_read_mtok: cached } = prices ?? {}
    // Prices that depend on the length of the input are omitted.
    if (model.deprecated || typeof input !== 'number' || typeof output !== 'number' || nonTextModels.test(model.id))
      continue
    for (const name of new Set([model.id, ...getNames(model.match)])) {
      // Names with a date are not needed: the date is removed before a price is looked up.
      if (/-(\d{8}|\d{4}-\d{2}-\d{2})$/.test(name)) continue
      rows.set(name, typeof cached === 'number' ? [input, output, cached] : [input, output])
    }
  }
  count += rows.size
  table[host] = Object.fromEntries([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

await writeFile(
  'packages/agents/language-model/model-prices.json',
  `${JSON.stringify({ date, prices: table }, null, 2)}\n`,
)
console.log(`${count} models`)
