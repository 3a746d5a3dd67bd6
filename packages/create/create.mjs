#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('./dist/main.js', import.meta.url)
if (existsSync(main)) {
  const { main: create } = await import(main.href)
  process.exitCode = await create(process.argv.slice(2))
} else {
  console.error('@aw-flow/create has not been built. Run `npm run build` in the repository, then try again.')
  process.exitCode = 1
}
